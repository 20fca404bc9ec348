// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace jamhall::store {

/// The SQLite this program runs with.
struct sqlite_library {
    std::string version;
    int number = 0;             ///< 3040001 for 3.40.1
    int built_with_number = 0;  ///< of the headers
    bool is_threadsafe = true;
};

sqlite_library running_library();

/// A jam's file or hall.db, as far as its first page tells.
struct file_format {
    std::int64_t version = 0;
    std::int64_t known = 0;  ///< the newest this program reads
};

/// Changes nothing; the file may be served meanwhile. Errors: throws store_error for what is no file of a hall.
file_format format_of(const std::filesystem::path& file, bool is_hall);

}  // namespace jamhall::store
