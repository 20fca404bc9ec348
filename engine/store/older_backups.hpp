// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/backup.hpp"

#include <filesystem>

namespace jamhall::store {

/// Removes from `out` what was made longer ago than so many days before the new backup, but of whole backups never the
/// newest. Where every other one is that old, the clock may stand ahead: then it is reckoned from the newest of them, and
/// the next run, which has this backup beside it, removes the rest. Tells in `made` what went, what could not, and that.
void expire_older(backup_made& made, const std::filesystem::path& out, int keep_days);

}  // namespace jamhall::store
