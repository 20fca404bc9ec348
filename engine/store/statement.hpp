// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3_stmt;

namespace jamhall::store {

/// Bytes to bind or read as a BLOB. Borrowed.
struct blob_view {
    std::string_view bytes;
};

/// One use of a prepared statement: bind, step, read. Borrowed from the database's cache and given
/// back, reset, when it goes out of scope; two uses of one text at a time are a bug.
/// Bound text and blobs are not copied: they live until the last step.
class statement {
public:
    enum class owner : std::uint8_t { cache, self };

    statement(sqlite3_stmt* raw, owner by) : raw_{raw}, owner_{by} {}
    statement(const statement&) = delete;
    statement& operator=(const statement&) = delete;
    ~statement();

    statement& bind(int place, std::int64_t value);
    statement& bind(int place, std::string_view text);
    statement& bind(int place, blob_view blob);
    statement& bind_null(int place);

    template <class Value>
    statement& bind(int place, const std::optional<Value>& value)
    {
        return value ? bind(place, *value) : bind_null(place);
    }

    /// Binds 1, 2, 3 … in order.
    template <class... Values>
    statement& bind_all(const Values&... values)
    {
        int place = 0;
        (bind(++place, values), ...);
        return *this;
    }

    /// True when it stands on a row. Errors: throws store_error.
    bool step();

    /// Steps to the end, ready to be bound again; for statements without rows.
    void run();

    /// Columns from 0, of the row it stands on. Views live until the next step.
    std::int64_t integer(int column) const;
    std::string_view text(int column) const;
    std::string_view blob(int column) const;
    bool is_null(int column) const;
    bool is_integer(int column) const;
    std::string_view column_name(int column) const;

    /// Whether this column holds the same value, type included, as the other row's.
    bool equals(const statement& other, int column) const;

    /// A column of unknown type as text that tells types apart: NULL, 17, 'words', x'00ff'.
    std::string written(int column) const;
    int column_count() const;

private:
    sqlite3_stmt* raw_;
    owner owner_;
};

}  // namespace jamhall::store
