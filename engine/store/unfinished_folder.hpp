// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/files.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace jamhall::store {

/// The name beside a place of what is being made for it, or is on its way out of it.
std::filesystem::path unfinished_name_of(const std::filesystem::path& place);

/// Removes what ended programs left under such names in a folder; what another program still makes there is left alone.
/// Answers what could not be removed, a sentence each.
std::vector<std::string> sweep_unfinished(const std::filesystem::path& folder);

/// A folder that is being made beside the place it is for, and takes that place whole or not at all.
/// What an ended program left of one is cleared when the next begins.
class unfinished_folder {
public:
    /// Errors: throws store_error, `in_use` while another program makes the same one.
    explicit unfinished_folder(std::filesystem::path place);
    unfinished_folder(const unfinished_folder&) = delete;
    unfinished_folder& operator=(const unfinished_folder&) = delete;
    ~unfinished_folder();

    const std::filesystem::path& path() const { return path_; }

    /// Takes the place durably, which is free or an empty folder. Errors: throws store_error, `conflict` where something
    /// stands in it.
    void put_in_place();

    /// Takes the place durably; a folder that is there is exchanged in one step, and goes. Errors: throws store_error,
    /// `in_use` while another program holds that one.
    void replace();

private:
    std::filesystem::path place_;
    std::filesystem::path path_;
    std::optional<folder_lock> held_;
    bool is_in_place_ = false;
};

}  // namespace jamhall::store
