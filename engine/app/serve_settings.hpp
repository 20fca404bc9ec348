// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/app/command_line.hpp"
#include "engine/app/proxy_settings.hpp"
#include "engine/mail/smtp.hpp"
#include "engine/net/client_brakes.hpp"
#include "engine/net/server.hpp"
#include "engine/net/tls_context.hpp"
#include "engine/oidc/provider_settings.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::app {

/// What only a config file can say, section by section.
struct config_only {
    std::optional<bool> hsts_subdomains;
    net::client_limits limits;                                ///< [limits]
    net::line_times times;                                    ///< [limits]
    proxy_settings proxy;                                     ///< [proxy]
    std::optional<net::tls_options> tls;                      ///< [tls]
    std::optional<net::endpoint> redirect_from;               ///< [tls]
    std::optional<net::endpoint> local;                       ///< [tls]
    mail::mail_settings mail;                                 ///< [mail]
    std::vector<oidc::provider_settings> providers;           ///< [[oidc]]
    std::optional<std::chrono::minutes> retention_hesitates;  ///< [records]
};

/// A config file that was read: what the command line can say too, and the rest.
struct config_file : serve_command {
    config_only more;
};

/// Everything `serve` needs to know.
struct serve_settings {
    listen_address listen{"127.0.0.1", 8080};
    std::string public_url;  ///< empty: the listen address
    std::filesystem::path data = "jamhall-data";
    std::uint32_t workers = 1;
    config_only more;
};

/// The settings of a config file (TOML; docs/operating.md). `name` is the file's, for messages.
/// Errors: throws refusal naming line, unknown key or wrong value; also when the password's file cannot be read.
config_file read_config(std::string_view toml, std::string_view name);

/// Command line before config file before defaults. Errors: as read_config.
serve_settings settings_of(const serve_command& asked);

/// One for each processor.
std::uint32_t workers_by_default();

}  // namespace jamhall::app
