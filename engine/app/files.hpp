// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace jamhall::app {

/// The whole of a file. Errors: throws refusal when it cannot be read or holds more than `size_max` bytes.
std::string read_file(const std::filesystem::path& file, std::size_t size_max);

/// The one secret in a file, without blanks and line ends behind it. Errors: throws refusal when it holds none, cannot be read,
/// or others than its owner and group may read it.
std::string read_secret(const std::filesystem::path& file, std::size_t size_max);

enum class readable_by { everybody, owner };

/// Writes a file whole or not at all, in place of what is there. Errors: throws refusal.
void write_file(const std::filesystem::path& file, std::string_view content, readable_by whom);

/// Makes a folder and its parents; leaves what is there. Errors: throws refusal.
void make_folder(const std::filesystem::path& folder);

}  // namespace jamhall::app
