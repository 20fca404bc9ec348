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

/// A file that takes the place of what is there whole or not at all. Begun before something is done that only the file will tell
/// of: most places that take none are known by then.
class new_file {
public:
    /// Errors: throws refusal.
    new_file(std::filesystem::path file, readable_by whom);
    new_file(const new_file&) = delete;
    new_file& operator=(const new_file&) = delete;
    /// Nothing is left of one that did not get its content.
    ~new_file();

    /// Returns once content and name are durable. Errors: throws refusal.
    void finish(std::string_view content);

private:
    [[noreturn]] void fail(const std::string& why) const;

    std::filesystem::path file_;
    std::filesystem::path unfinished_;
    int descriptor_ = -1;
};

/// The same in one step. Errors: throws refusal.
void write_file(const std::filesystem::path& file, std::string_view content, readable_by whom);

/// Makes a folder and its parents; leaves what is there. Errors: throws refusal.
void make_folder(const std::filesystem::path& folder);

}  // namespace jamhall::app
