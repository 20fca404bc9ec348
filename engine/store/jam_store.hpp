// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/database.hpp"
#include "engine/store/records.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace jamhall::store {

class store_workers;

/// The writing side of one jam's file.
/// Runs on: the store worker, every member; construction anywhere.
class jam_store {
public:
    /// Makes the file of a new jam. Errors: throws store_error, `conflict` when there is one already.
    static jam_store create(const std::filesystem::path& file, store_workers* checkpoints_on = nullptr);

    /// Opens a jam's file, migrates an older one, refuses a newer, damaged or foreign one.
    /// `checkpoints_on` moves the write-ahead log into the file on a worker of its own; without it the
    /// log is moved when the store closes. Errors: throws store_error.
    static jam_store open(const std::filesystem::path& file, store_workers* checkpoints_on = nullptr);

    jam_store(jam_store&&) noexcept;
    jam_store& operator=(jam_store&&) noexcept;
    ~jam_store();

    /// Names this life of the log: the same over restarts, drawn anew for a file restored from a backup.
    /// Errors: as append.
    std::string epoch();

    /// Whether it came from a backup and was not served since: it has no epoch yet.
    bool is_copy();

    /// From now on each erasure is also listed there, by numbers and offsets only, before it is committed.
    void list_erasures_in(std::filesystem::path list);

    /// Where the log ends; all zero for an empty one. Runs on: any, while nothing is being appended.
    const log_head& head() const;

    /// Writes the whole batch in one transaction and returns once it is durable; the events' hashes
    /// follow the chain. Errors: throws store_error, and nothing of the batch is left, except that after
    /// `io` and `unsynced` the outcome is unknown. A batch that erases returns once no byte of it is left in the file,
    /// its write-ahead log or a snapshot of before, or, where another program reads the file for long, with is_clean()
    /// false; it is refused as `full` where there is no room for that. From a failure on everything is refused as
    /// `stale` until reopen(), after `unsynced` for good.
    void append(const append_batch& batch);

    /// False while bytes of what was erased may still stand in the file or its write-ahead log. Runs on: any.
    bool is_clean() const;

    /// Tries to remove them, without waiting for others; whether it worked says is_clean(). Errors: throws store_error.
    void scrub_rest();

    /// After a failed write: a fresh connection and the log's true head. Errors: throws store_error, `unsynced` after a
    /// failed sync: only the next start of the program can tell what the disk holds.
    void reopen();

    const std::filesystem::path& file() const;

private:
    struct inside;
    explicit jam_store(std::unique_ptr<inside> made);

    std::unique_ptr<inside> inside_;
};

}  // namespace jamhall::store
