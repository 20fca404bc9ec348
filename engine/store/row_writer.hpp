// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/database.hpp"
#include "sessions/views/tables.hpp"

#include <span>

namespace jamhall::store {

/// Writes rows of the derived tables, each in the place of the row with the same key; a withdrawn
/// ballot's row goes. The caller holds a transaction. Errors: throws store_error.
void write_rows(database& on, std::span<const sessions::table_row> rows);

}  // namespace jamhall::store
