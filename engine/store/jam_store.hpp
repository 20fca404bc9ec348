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

    /// Where the log ends; all zero for an empty one. Runs on: any, while nothing is being appended.
    const log_head& head() const;

    /// Writes the whole batch in one transaction and returns once it is durable; the events' hashes
    /// follow the chain. Errors: throws store_error, and nothing of the batch is left, except that after
    /// `io` and `unsynced` the outcome is unknown. From then on everything is refused as `stale` until reopen(), after
    /// `unsynced` for good.
    void append(const append_batch& batch);

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
