// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/backup_manifest.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace jamhall::store {

struct restore_order {
    std::filesystem::path from;  ///< a finished backup
    std::filesystem::path data;  ///< a folder that is not there yet, or empty
    /// Called on the whole data folder before it is checked and put in place, to forget again what was erased since the
    /// backup; gives a line for each thing done. What it throws ends the restoring.
    std::function<std::vector<std::string>(const std::filesystem::path& data)> forget;
};

struct restored {
    codec::backup_manifest manifest;
    std::vector<std::string> forgotten;
};

/// Puts a backup in place as a data folder: every file is held against its manifest, migrated, replayed and verified
/// first, and the folder gets its name last. Jams get a new epoch, so that clients notice that their log is another one;
/// sign-ins end, and the hall gets a new administrator's token when it is served.
/// Errors: throws store_error with one sentence; then nothing is in place.
restored restore_backup(const restore_order& order);

}  // namespace jamhall::store
