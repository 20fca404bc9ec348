// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/app/command_line.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace jamhall::app {

/// Everything `serve` needs to know.
struct serve_settings {
    listen_address listen{"127.0.0.1", 8080};
    std::string public_url;  ///< empty: the listen address
    std::filesystem::path data = "jamhall-data";
    std::uint32_t workers = 1;
};

/// The settings of a config file (TOML: listen, public_url, data, workers), as if given on the command line.
/// `name` is the file's, for messages. Errors: throws refusal naming line, unknown key or wrong value.
serve_command read_config(std::string_view toml, std::string_view name);

/// Command line before config file before defaults. Errors: as read_config.
serve_settings settings_of(const serve_command& asked);

/// One for each processor.
std::uint32_t workers_by_default();

}  // namespace jamhall::app
