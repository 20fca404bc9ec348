// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/statement.hpp"
#include "engine/store/store_error.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;

namespace jamhall::store {

enum class access : std::uint8_t {
    create,  ///< write, and make the file when there is none
    write,
    read,
    read_still,  ///< a file that nobody writes meanwhile: puts nothing beside it, not even locks
    copy,        ///< write without journal or sync: a file nobody reads before it is synced and renamed
};

/// What a connection is tuned for.
struct tuning {
    int cache_kib = 16 * 1024;
    int busy_timeout_ms = 5'000;
};

/// One connection to one SQLite file, with its prepared statements.
/// Runs on: one worker at a time.
class database {
public:
    /// Opens a file in WAL mode with synchronous=FULL, secure_delete and no automatic checkpoint;
    /// `create` makes it with mode 0600, durably, when it does not exist.
    /// Errors: throws store_error.
    static database open(const std::filesystem::path& file, access how, tuning tuned = {});

    /// A private database that ends with its connection, on disk only when it grows large.
    static database temporary();

    database(database&&) noexcept;
    database& operator=(database&&) noexcept;
    ~database();

    /// The statement of this text, prepared once. The text must outlive the database (a literal).
    statement prepare(std::string_view sql);

    /// A statement that is forgotten after this use; for text made at run time.
    statement prepare_once(std::string_view sql);

    /// Runs one or more statements that give no rows.
    void execute(const std::string& sql);

    /// The one integer a query gives. Errors: throws store_error when it gives no row.
    std::int64_t query_integer(std::string_view sql);

    /// Rows touched by the last INSERT, UPDATE or DELETE.
    std::int64_t changes() const;

    /// Rows touched since the file was opened.
    std::int64_t total_changes() const;

    bool is_in_transaction() const;

    /// Pages in the write-ahead log after this connection's last commit.
    std::int64_t wal_pages() const;

    struct checkpointed {
        std::int64_t wal_pages = 0;    ///< in the log
        std::int64_t moved_pages = 0;  ///< of those, now in the database file
    };

    /// Moves what can be moved from the log into the database without waiting for anybody.
    checkpointed checkpoint_passively();

    /// Waits for readers and writers, moves everything and cuts the log to nothing.
    void checkpoint_and_truncate();

    /// The same at the opening of a file: what a killed program or a failed sync left in the log is read from memory
    /// and need not be on the disk, so it is written and synced anew before anybody may rely on it.
    /// False: somebody else reads the file. Errors: throws store_error.
    bool settle_log();

    const std::filesystem::path& file() const;
    sqlite3* raw() const;

private:
    struct inside;
    explicit database(std::unique_ptr<inside> made);

    std::unique_ptr<inside> inside_;
};

/// All or nothing: rolls back unless committed. Takes the write lock at once.
class transaction {
public:
    explicit transaction(database& on);
    transaction(const transaction&) = delete;
    transaction& operator=(const transaction&) = delete;
    ~transaction();

    /// Returns once durable. Errors: throws store_error; then nothing of it is left.
    void commit();

private:
    database& on_;
    bool is_open_ = true;
};

/// One view of the file for several reads, whatever is written meanwhile.
class read_view {
public:
    explicit read_view(database& on);
    read_view(const read_view&) = delete;
    read_view& operator=(const read_view&) = delete;
    ~read_view();

private:
    database& on_;
};

}  // namespace jamhall::store
