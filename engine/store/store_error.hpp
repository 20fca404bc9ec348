// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace jamhall::store {

/// What went wrong, as far as a caller can act on it.
enum class store_fault : std::uint8_t {
    full,         ///< no room on the disk or in the quota
    io,           ///< reading, writing or syncing failed
    damaged,      ///< not a database of ours, or its pages or rows contradict each other
    newer,        ///< written by a newer version of this program
    missing,      ///< no such file
    not_allowed,  ///< the file system refuses, or the file is read-only
    in_use,       ///< another process holds the folder or the file
    conflict,     ///< a row that must be unique exists already
    stale,        ///< a write failed before; reopen and rebuild the state first
    unsynced,     ///< a sync failed: what the disk holds is unknown until the program starts anew
    misuse,       ///< a bug in the caller
};

/// The word for it in logs: "full", "io" and so on.
std::string_view name_of(store_fault fault);

/// A failed storage operation: one sentence for people, and SQLite's extended code where it has one.
class store_error : public std::runtime_error {
public:
    store_error(store_fault fault, const std::string& sentence, int sqlite_code = 0)
        : std::runtime_error{sentence}, fault_{fault}, sqlite_code_{sqlite_code}
    {
    }

    store_fault fault() const { return fault_; }
    int sqlite_code() const { return sqlite_code_; }

private:
    store_fault fault_;
    int sqlite_code_;
};

/// Whether a sync failed since this program started. The kernel may have dropped what it could not write and call the
/// next sync a success, so nothing is written any more to a file where it happened. Runs on: any.
bool has_sync_failed() noexcept;

}  // namespace jamhall::store
