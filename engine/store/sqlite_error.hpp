// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace jamhall::store {

/// Throws the store_error of a result code, with SQLite's own sentence about it; bad_alloc where memory ran out.
[[noreturn]] void throw_sqlite_error(sqlite3* raw, int code);

/// Says in the log that a sync failed on which nothing more may be written, also of a file that is not SQLite's; see
/// has_sync_failed().
void note_failed_sync(const std::string& sentence);

/// Throws unless the code is SQLITE_OK.
void check(sqlite3* raw, int code);
void check(sqlite3_stmt* raw, int code);

}  // namespace jamhall::store
