// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/core/slug.hpp"

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace jamhall::codec {

// Values as compact bytes, both directions from one description: `describe(blob, value)` names the members of a
// type once, through a structured binding that no longer compiles when a member is added. Integers are
// LEB128, signed ones zigzag.

/// Writes. With a sink, hands over and forgets what is written whenever a piece is full.
class blob_out {
public:
    using sink = std::function<void(std::string_view)>;
    static constexpr std::size_t piece_bytes = 256 * 1024;

    explicit blob_out(std::string& to, sink pieces_to = {}) : to_{to}, pieces_to_{std::move(pieces_to)} {}

    template <class... Values>
    void operator()(const Values&... values)
    {
        (put(values), ...);
    }

private:
    void put_number(std::uint64_t number)
    {
        if (to_.size() >= piece_bytes && pieces_to_) {
            pieces_to_(to_);
            to_.clear();
        }
        for (; number >= 0x80; number >>= 7U)
            to_ += static_cast<char>(0x80U | (number & 0x7FU));
        to_ += static_cast<char>(number);
    }

    template <class T>
    void put(const T& value)
    {
        if constexpr (std::is_enum_v<T> || std::unsigned_integral<T>)
            put_number(static_cast<std::uint64_t>(value));
        else if constexpr (std::signed_integral<T>)
            put_number((static_cast<std::uint64_t>(value) << 1U) ^
                       static_cast<std::uint64_t>(std::int64_t{value} >> 63));
        else
            describe(*this, value);
    }

    void put(const std::string& text)
    {
        put_number(text.size());
        to_ += text;
    }
    void put(const sessions::slug& id) { put(id.str()); }
    void put(sessions::instant at) { put(at.ms); }
    void put(sessions::duration length) { put(std::int64_t{length.count()}); }
    template <class Tag, class Rep>
    void put(sessions::strong_id<Tag, Rep> id)
    {
        put(id.value);
    }
    template <class T>
    void put(const std::optional<T>& value)
    {
        put(value.has_value());
        if (value)
            put(*value);
    }
    template <class A, class B>
    void put(const std::pair<A, B>& both)
    {
        (*this)(both.first, both.second);
    }
    template <class A, class B>
    void put(const std::variant<A, B>& either)
    {
        put(either.index() == 1);
        std::visit([this](const auto& value) { put(value); }, either);
    }
    template <class T>
    void put(const std::vector<T>& items)
    {
        put_number(items.size());
        for (const T& each : items)
            put(each);
    }
    template <class T, std::size_t N>
    void put(const std::array<T, N>& items)
    {
        for (const T& each : items)
            put(each);
    }

    std::string& to_;
    sink pieces_to_;
};

/// Reads what blob_out wrote. Never reads past the end: what is missing or malformed makes `is_sound` false
/// and every further value empty.
class blob_in {
public:
    explicit blob_in(std::string_view from) : from_{from} {}

    template <class... Values>
    void operator()(Values&... values)
    {
        (get(values), ...);
    }

    /// Number of elements to come, each of at least a byte.
    std::size_t count()
    {
        const std::uint64_t number = get_number();
        if (number > from_.size())
            fail();
        return is_sound_ ? static_cast<std::size_t>(number) : 0;
    }

    bool is_sound() const { return is_sound_; }
    bool at_end() const { return from_.empty(); }

private:
    void fail()
    {
        is_sound_ = false;
        from_ = {};
    }

    std::uint64_t get_number()
    {
        std::uint64_t number = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (from_.empty())
                break;
            const auto byte = static_cast<unsigned char>(from_.front());
            from_.remove_prefix(1);
            number |= std::uint64_t{byte & 0x7FU} << shift;
            if (byte < 0x80U)
                return number;
        }
        fail();
        return 0;
    }

    template <class T>
    void get(T& value)
    {
        if constexpr (std::is_enum_v<T> || std::unsigned_integral<T>) {
            value = static_cast<T>(get_number());
        } else if constexpr (std::signed_integral<T>) {
            const std::uint64_t number = get_number();
            value = static_cast<T>(static_cast<std::int64_t>((number >> 1U) ^ (~(number & 1U) + 1U)));
        } else {
            describe(*this, value);
        }
    }

    void get(std::string& text)
    {
        const std::size_t size = count();
        text = from_.substr(0, size);
        from_.remove_prefix(size);
    }
    void get(sessions::slug& id)
    {
        std::string text;
        get(text);
        const auto made = sessions::slug::parse(text);
        if (!made && !text.empty())
            fail();
        id = made.value_or(sessions::slug{});
    }
    void get(sessions::instant& at) { get(at.ms); }
    void get(sessions::duration& length)
    {
        std::int64_t ms = 0;
        get(ms);
        length = sessions::duration{ms};
    }
    template <class Tag, class Rep>
    void get(sessions::strong_id<Tag, Rep>& id)
    {
        get(id.value);
    }
    template <class T>
    void get(std::optional<T>& value)
    {
        bool is_there = false;
        get(is_there);
        value.reset();
        if (is_there)
            get(value.emplace());
    }
    template <class A, class B>
    void get(std::pair<A, B>& both)
    {
        (*this)(both.first, both.second);
    }
    template <class A, class B>
    void get(std::variant<A, B>& either)
    {
        bool is_second = false;
        get(is_second);
        if (is_second)
            get(either.template emplace<1>());
        else
            get(either.template emplace<0>());
    }
    template <class T>
    void get(std::vector<T>& items)
    {
        items.clear();
        items.resize(count());
        for (T& each : items)
            get(each);
    }
    template <class T, std::size_t N>
    void get(std::array<T, N>& items)
    {
        for (T& each : items)
            get(each);
    }

    std::string_view from_;
    bool is_sound_ = true;
};

}  // namespace jamhall::codec
