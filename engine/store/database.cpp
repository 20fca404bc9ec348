// SPDX-License-Identifier: Apache-2.0
#include "engine/store/database.hpp"

#include "engine/store/files.hpp"

#include <sqlite3.h>

#include <cerrno>
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

[[noreturn]] void fail(sqlite3* raw, int code)
{
    const bool touched_file = (code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_FULL;
    const auto fault = fault_of(code, touched_file ? sqlite3_system_errno(raw) : 0);
    const char* name = sqlite3_db_filename(raw, "main");
    std::string sentence = name != nullptr && *name != '\0' ? std::string{name} + ": " : std::string{};
    sentence += sqlite3_errmsg(raw);
    throw store_error{fault, sentence, code};
}

void check(sqlite3* raw, int code)
{
    if (code != SQLITE_OK)
        fail(raw, code);
}

void check(sqlite3_stmt* raw, int code)
{
    if (code != SQLITE_OK)
        fail(sqlite3_db_handle(raw), code);
}

/// A null pointer would bind NULL, not the empty text.
const char* data_of(std::string_view text)
{
    return text.data() != nullptr ? text.data() : "";
}

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

void set_up(database& opened, access how, const tuning& tuned)
{
    sqlite3_db_config(opened.raw(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_busy_timeout(opened.raw(), tuned.busy_timeout_ms);
    opened.execute(
        "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; "
        "PRAGMA cache_size = -" +
        std::to_string(tuned.cache_kib));
    if (how == access::read) {
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

}  // namespace

statement::~statement()
{
    if (owner_ == owner::self) {
        sqlite3_finalize(raw_);
        return;
    }
    sqlite3_reset(raw_);
    sqlite3_clear_bindings(raw_);
}

statement& statement::bind(int place, std::int64_t value)
{
    check(raw_, sqlite3_bind_int64(raw_, place, value));
    return *this;
}

statement& statement::bind(int place, std::string_view text)
{
    check(raw_, sqlite3_bind_text64(raw_, place, data_of(text), text.size(), SQLITE_STATIC, SQLITE_UTF8));
    return *this;
}

statement& statement::bind(int place, blob_view blob)
{
    check(raw_, sqlite3_bind_blob64(raw_, place, data_of(blob.bytes), blob.bytes.size(), SQLITE_STATIC));
    return *this;
}

statement& statement::bind_null(int place)
{
    check(raw_, sqlite3_bind_null(raw_, place));
    return *this;
}

bool statement::step()
{
    const int code = sqlite3_step(raw_);
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        fail(sqlite3_db_handle(raw_), code);
    return false;
}

void statement::run()
{
    while (step()) {
    }
    sqlite3_reset(raw_);
}

std::int64_t statement::integer(int column) const
{
    return sqlite3_column_int64(raw_, column);
}

std::string_view statement::text(int column) const
{
    const auto* bytes = sqlite3_column_text(raw_, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(raw_, column));
    return bytes != nullptr ? std::string_view{reinterpret_cast<const char*>(bytes), size}
                            : std::string_view{};
}

std::string_view statement::blob(int column) const
{
    const void* bytes = sqlite3_column_blob(raw_, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(raw_, column));
    return bytes != nullptr ? std::string_view{static_cast<const char*>(bytes), size} : std::string_view{};
}

bool statement::is_null(int column) const
{
    return sqlite3_column_type(raw_, column) == SQLITE_NULL;
}

int statement::column_count() const
{
    return sqlite3_column_count(raw_);
}

bool statement::equals(const statement& other, int column) const
{
    const int type = sqlite3_column_type(raw_, column);
    if (type != sqlite3_column_type(other.raw_, column))
        return false;
    switch (type) {
    case SQLITE_NULL: return true;
    case SQLITE_INTEGER: return integer(column) == other.integer(column);
    default: return blob(column) == other.blob(column);
    }
}

std::string statement::written(int column) const
{
    switch (sqlite3_column_type(raw_, column)) {
    case SQLITE_NULL: return "NULL";
    case SQLITE_TEXT: return "'" + std::string{text(column)} + "'";
    case SQLITE_BLOB: {
        static constexpr std::string_view digits = "0123456789abcdef";
        std::string hex = "x'";
        for (const char c : blob(column)) {
            const auto byte = static_cast<unsigned char>(c);
            hex += {digits[byte >> 4U], digits[byte & 15U]};
        }
        return hex + "'";
    }
    default: return std::string{text(column)};
    }
}

database::database(std::unique_ptr<inside> made) : inside_{std::move(made)} {}
database::database(database&&) noexcept = default;
database& database::operator=(database&&) noexcept = default;
database::~database() = default;

database database::open(const std::filesystem::path& file, access how, tuning tuned)
{
    if (how == access::create)
        create_private_file(file);
    require_file(file);
    auto made = std::make_unique<inside>();
    made->file = file;
    const int direction = how == access::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    const int code = sqlite3_open_v2(file.c_str(), &made->raw,
                                     direction | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    if (made->raw == nullptr)
        throw std::bad_alloc{};
    check(made->raw, code);
    sqlite3_extended_result_codes(made->raw, 1);
    database opened{std::move(made)};
    set_up(opened, how, tuned);
    if (how != access::read)
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
    auto query = prepare(sql);
    if (!query.step())
        throw store_error{store_fault::misuse, "no row: " + std::string{sql}};
    return query.integer(0);
}

std::int64_t database::changes() const
{
    return sqlite3_changes64(raw());
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
