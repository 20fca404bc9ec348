// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/database.hpp"
#include "engine/store/records.hpp"

namespace jamhall::store {

/// Writes a batch behind `head` and gives the new head. The caller holds a transaction.
/// Errors: throws store_error.
log_head write_batch(database& on, const append_batch& batch, const log_head& head);

}  // namespace jamhall::store
