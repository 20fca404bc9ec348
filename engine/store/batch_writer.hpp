// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/database.hpp"
#include "engine/store/records.hpp"

namespace jamhall::store {

/// Writes a batch behind `head` and gives the new head. The caller holds a transaction.
/// Errors: throws store_error.
log_head write_batch(database& on, const append_batch& batch, const log_head& head);

/// Adds a snapshot and drops all but the one before it. The caller holds a transaction.
/// Errors: throws store_error.
void write_snapshot(database& on, const state_snapshot& snapshot);

}  // namespace jamhall::store
