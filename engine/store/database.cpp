// SPDX-License-Identifier: Apache-2.0
#include "engine/store/database.hpp"

#include "engine/store/files.hpp"
#include "engine/store/sqlite_error.hpp"

#include <sqlite3.h>

#include <string>
#include <unordered_map>
#include <utility>

namespace jamhall::store {

struct database::inside {
    sqlite3* raw = nullptr;
    std::filesystem::path file;
    std::unordered_map<std::string_view, sqlite3_stmt*> statements;
    int wal_pages = 0;

    inside() = default;
    inside(const inside&) = delete;
    inside& operator=(const inside&) = delete;

    ~inside()
    {
        for (const auto& [text, prepared] : statements)
            sqlite3_finalize(prepared);
        sqlite3_close(raw);
    }
};

namespace {

constexpr std::int64_t wal_bytes_kept = 64 * 1024 * 1024;

int remember_wal_pages(void* into, sqlite3*, const char*, int pages)
{
    *static_cast<int*>(into) = pages;
    return SQLITE_OK;
}

sqlite3_stmt* compile(sqlite3* raw, std::string_view sql, unsigned flags)
{
    sqlite3_stmt* made = nullptr;
    check(raw, sqlite3_prepare_v3(raw, sql.data(), static_cast<int>(sql.size()), flags, &made, nullptr));
    return made;
}

/// The file's name as SQLite takes options with it. Source: sqlite.org/uri.html
std::string still_name_of(const std::filesystem::path& file)
{
    std::string name = "file:";
    for (const char c : file.string()) {
        if (c == '%' || c == '?' || c == '#')
            name += c == '%' ? "%25" : c == '?' ? "%3f" : "%23";
        else
            name += c;
    }
    return name + "?immutable=1";
}

void set_up(database& opened, access how, const tuning& tuned)
{
    sqlite3_db_config(opened.raw(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_busy_timeout(opened.raw(), tuned.busy_timeout_ms);
    opened.execute(
        "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; "
        "PRAGMA cache_size = -" +
        std::to_string(tuned.cache_kib));
    if (how == access::read || how == access::read_still) {
        // The file may be anybody's. Writers trust theirs: its triggers keep the search index.
        opened.execute("PRAGMA trusted_schema = OFF");
        return;
    }
    if (how == access::copy) {
        opened.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
        return;
    }
    // synchronous=FULL makes each commit durable; secure_delete overwrites what is erased.
    opened.execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; "
        "PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = " +
        std::to_string(wal_bytes_kept));
    auto mode = opened.prepare("PRAGMA journal_mode");
    mode.step();
    if (mode.text(0) != "wal")
        throw store_error{store_fault::not_allowed,
                          opened.file().string() + ": this file system has no write-ahead log"};
}

/// SQLite would count every allocation of the process under one lock, for figures nobody asks for. Takes effect only
/// before anything else has used SQLite; later it is refused and changes nothing.
void count_no_memory()
{
    [[maybe_unused]] static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

}  // namespace

database::database(std::unique_ptr<inside> made) : inside_{std::move(made)} {}
database::database(database&&) noexcept = default;
database& database::operator=(database&&) noexcept = default;
database::~database() = default;

database database::open(const std::filesystem::path& file, access how, tuning tuned)
{
    count_no_memory();
    if (how == access::create)
        create_private_file(file);
    require_file(file);
    auto made = std::make_unique<inside>();
    made->file = file;
    const bool reads = how == access::read || how == access::read_still;
    const int direction = reads ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    const std::string name = how == access::read_still ? still_name_of(file) : file.string();
    const int naming = how == access::read_still ? SQLITE_OPEN_URI : 0;
    const int code = sqlite3_open_v2(
        name.c_str(), &made->raw, direction | naming | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    if (made->raw == nullptr)
        throw std::bad_alloc{};
    check(made->raw, code);
    sqlite3_extended_result_codes(made->raw, 1);
    database opened{std::move(made)};
    set_up(opened, how, tuned);
    if (!reads)
        sqlite3_wal_hook(opened.raw(), remember_wal_pages, &opened.inside_->wal_pages);
    return opened;
}

database database::temporary()
{
    auto made = std::make_unique<inside>();
    const int code = sqlite3_open_v2(
        "", &made->raw,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    if (made->raw == nullptr)
        throw std::bad_alloc{};
    check(made->raw, code);
    database opened{std::move(made)};
    opened.execute("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE");
    return opened;
}

statement database::prepare(std::string_view sql)
{
    auto [found, is_new] = inside_->statements.try_emplace(sql, nullptr);
    if (is_new) {
        try {
            found->second = compile(raw(), sql, SQLITE_PREPARE_PERSISTENT);
        } catch (...) {
            inside_->statements.erase(found);
            throw;
        }
    }
    if (sqlite3_stmt_busy(found->second) != 0)
        throw store_error{store_fault::misuse, "a statement is used twice at a time: " + std::string{sql}};
    return {found->second, statement::owner::cache};
}

statement database::prepare_once(std::string_view sql)
{
    return {compile(raw(), sql, 0), statement::owner::self};
}

void database::execute(const std::string& sql)
{
    check(raw(), sqlite3_exec(raw(), sql.c_str(), nullptr, nullptr, nullptr));
}

std::int64_t database::query_integer(std::string_view sql)
{
    auto query = prepare_once(sql);
    if (!query.step())
        throw store_error{store_fault::misuse, "no row: " + std::string{sql}};
    return query.integer(0);
}

std::int64_t database::changes() const
{
    return sqlite3_changes64(raw());
}

std::int64_t database::total_changes() const
{
    return sqlite3_total_changes64(raw());
}

bool database::is_in_transaction() const
{
    return sqlite3_get_autocommit(raw()) == 0;
}

std::int64_t database::wal_pages() const
{
    return inside_->wal_pages;
}

database::checkpointed database::checkpoint_passively()
{
    int in_log = 0;
    int moved = 0;
    const int code = sqlite3_wal_checkpoint_v2(raw(), "main", SQLITE_CHECKPOINT_PASSIVE, &in_log, &moved);
    // Busy says that somebody else checkpoints at this moment: nothing is wrong.
    if ((code & 0xff) != SQLITE_BUSY)
        check(raw(), code);
    return {.wal_pages = in_log, .moved_pages = moved};
}

void database::checkpoint_and_truncate()
{
    check(raw(), sqlite3_wal_checkpoint_v2(raw(), "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr));
    inside_->wal_pages = 0;
}

bool database::settle_log()
{
    const int code = sqlite3_wal_checkpoint_v2(raw(), "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    if ((code & 0xff) == SQLITE_BUSY)
        return false;
    check(raw(), code);
    inside_->wal_pages = 0;
    return true;
}

const std::filesystem::path& database::file() const
{
    return inside_->file;
}

sqlite3* database::raw() const
{
    return inside_->raw;
}

transaction::transaction(database& on) : on_{on}
{
    on_.prepare("BEGIN IMMEDIATE").run();
}

transaction::~transaction()
{
    if (is_open_ && on_.is_in_transaction())
        sqlite3_exec(on_.raw(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void transaction::commit()
{
    on_.prepare("COMMIT").run();
    is_open_ = false;
}

read_view::read_view(database& on) : on_{on}
{
    on_.prepare("BEGIN").run();
}

read_view::~read_view()
{
    sqlite3_exec(on_.raw(), "COMMIT", nullptr, nullptr, nullptr);
}

}  // namespace jamhall::store
