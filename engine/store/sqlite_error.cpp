// SPDX-License-Identifier: Apache-2.0
#include "engine/store/sqlite_error.hpp"

#include "engine/store/store_error.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <string>

namespace jamhall::store {
namespace {

store_fault fault_of(int code, int system_errno)
{
    if (system_errno == ENOSPC || system_errno == EDQUOT || system_errno == EFBIG)
        return store_fault::full;
    switch (code & 0xff) {
    case SQLITE_FULL: return store_fault::full;
    case SQLITE_IOERR: return store_fault::io;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return store_fault::damaged;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY: return store_fault::not_allowed;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return store_fault::in_use;
    case SQLITE_CONSTRAINT: return store_fault::conflict;
    default: return store_fault::misuse;
    }
}

}  // namespace

void throw_sqlite_error(sqlite3* raw, int code)
{
    // SQLite tells a full disk apart from other failures, but not a full quota or a limit on file sizes;
    // what the failed call said is still there.
    const int said = errno;
    const bool touched_file = (code & 0xff) == SQLITE_IOERR;
    const auto fault = fault_of(code, touched_file ? said : 0);
    const char* name = sqlite3_db_filename(raw, "main");
    std::string sentence = name != nullptr && *name != '\0' ? std::string{name} + ": " : std::string{};
    sentence += sqlite3_errmsg(raw);
    throw store_error{fault, sentence, code};
}

void check(sqlite3* raw, int code)
{
    if (code != SQLITE_OK)
        throw_sqlite_error(raw, code);
}

void check(sqlite3_stmt* raw, int code)
{
    if (code != SQLITE_OK)
        throw_sqlite_error(sqlite3_db_handle(raw), code);
}

}  // namespace jamhall::store
