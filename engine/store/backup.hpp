// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace jamhall::store {

/// Copies one database as it stands at one moment, checks the copy's integrity and gives it its name
/// only then. It may be written meanwhile. `leaving_out` is SQL that is run on the copy before it is checked.
/// Errors: throws store_error; then no copy has that name.
void backup_file(const std::filesystem::path& from, const std::filesystem::path& to,
                 const std::string& leaving_out = {});

/// Copies hall.db and every jam of a data folder into another folder of the same shape, made with mode
/// 0700. Each file is consistent in itself; a copy there is replaced. A copied jam has no epoch, so that it
/// gets a new one when it is served. Gives the number of jams.
/// Errors: throws store_error.
std::size_t backup_hall(const std::filesystem::path& data, const std::filesystem::path& into);

}  // namespace jamhall::store
