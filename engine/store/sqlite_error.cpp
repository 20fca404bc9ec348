// SPDX-License-Identifier: Apache-2.0
#include "engine/store/sqlite_error.hpp"

#include "engine/base/log.hpp"
#include "engine/store/store_error.hpp"

#include <sqlite3.h>

#include <atomic>
#include <cerrno>
#include <new>
#include <string>

namespace jamhall::store {
namespace {

std::atomic<bool> a_sync_failed = false;

bool is_of_sync(int code)
{
    return code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC;
}

/// A sync that is tried again may succeed although the bytes are gone. So this connection writes nothing more, not even
/// when it closes; opening the file anew moves its whole log again. Source: Rebello et al., USENIX ATC 2020.
void write_no_more(sqlite3* raw, const std::string& sentence)
{
    note_failed_sync(sentence);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    sqlite3_exec(raw, "PRAGMA query_only = ON", nullptr, nullptr, nullptr);
}

store_fault fault_of(int code, int system_errno)
{
    if (is_of_sync(code))
        return store_fault::unsynced;
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

bool has_sync_failed() noexcept
{
    return a_sync_failed;
}

void note_failed_sync(const std::string& sentence)
{
    a_sync_failed = true;
    base::log(base::log_level::error,
              "the disk failed while syncing; nothing more is saved here until the server is started again",
              {{"why", sentence}});
}

void throw_sqlite_error(sqlite3* raw, int code)
{
    // SQLite tells a full disk apart from other failures, but not a full quota or a limit on file sizes;
    // what the failed call said is still there.
    const int said = errno;
    // Says nothing about the file, and may pass.
    if ((code & 0xff) == SQLITE_NOMEM || code == SQLITE_IOERR_NOMEM)
        throw std::bad_alloc{};
    const bool touched_file = (code & 0xff) == SQLITE_IOERR;
    const auto fault = fault_of(code, touched_file ? said : 0);
    const char* name = sqlite3_db_filename(raw, "main");
    std::string sentence = name != nullptr && *name != '\0' ? std::string{name} + ": " : std::string{};
    sentence += sqlite3_errmsg(raw);
    if (fault == store_fault::unsynced)
        write_no_more(raw, sentence);
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
