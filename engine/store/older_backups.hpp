// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/backup.hpp"

#include <filesystem>

namespace jamhall::store {

/// Removes from `out` what was made longer ago than so many days before the new backup, but of whole backups never the
/// newest. Tells in `made` what went, and what could not.
void expire_older(backup_made& made, const std::filesystem::path& out, int keep_days);

}  // namespace jamhall::store
