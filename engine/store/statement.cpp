// SPDX-License-Identifier: Apache-2.0
#include "engine/store/statement.hpp"

#include "engine/store/sqlite_error.hpp"

#include <sqlite3.h>

namespace jamhall::store {
namespace {

/// A null pointer would bind NULL, not the empty text.
const char* data_of(std::string_view text)
{
    return text.data() != nullptr ? text.data() : "";
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
        throw_sqlite_error(sqlite3_db_handle(raw_), code);
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

bool statement::is_integer(int column) const
{
    return sqlite3_column_type(raw_, column) == SQLITE_INTEGER;
}

std::string_view statement::column_name(int column) const
{
    return sqlite3_column_name(raw_, column);
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

}  // namespace jamhall::store
