// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/files.hpp"
#include "sessions/core/slug.hpp"

#include <filesystem>
#include <string>

namespace jamhall::store {

/// The folder a hall lives in: hall.db, admin.token, sign_in.key and jams/JAM.jam, readable by its owner only.
class data_folder {
public:
    /// Makes it when it does not exist and holds it for this process.
    /// Errors: throws store_error with one sentence: not writable, in use by another server, not a folder.
    explicit data_folder(std::filesystem::path root);

    std::filesystem::path hall_file() const { return root_ / "hall.db"; }
    std::filesystem::path jam_file(const std::string& name) const { return root_ / "jams" / name; }
    std::filesystem::path admin_token_file() const { return root_ / "admin.token"; }
    std::filesystem::path hall_key_file() const { return root_ / "hall.key"; }
    std::filesystem::path sign_in_key_file() const { return root_ / "sign_in.key"; }
    const std::filesystem::path& root() const { return root_; }

    static std::string file_name_of(const sessions::slug& jam) { return jam.str() + ".jam"; }

private:
    std::filesystem::path root_;
    folder_lock held_;
};

}  // namespace jamhall::store
