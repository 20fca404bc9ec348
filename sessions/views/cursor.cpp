// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/cursor.hpp"

#include <array>
#include <charconv>

namespace jamhall::sessions {
namespace {

constexpr int base = 36;

template <class Number>
void append(std::string& text, Number value)
{
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, base).ptr;
    text.append(digits.data(), end);
}

template <class Number>
bool read(std::string_view text, Number& value)
{
    const char* end = text.data() + text.size();
    const auto [stopped, fault] = std::from_chars(text.data(), end, value, base);
    return fault == std::errc{} && stopped == end;
}

}  // namespace

std::string cursor_of(char order, page_place last)
{
    std::string cursor{order};
    append(cursor, last.key);
    cursor += '.';
    append(cursor, last.post.value);
    return cursor;
}

std::optional<page_place> place_in(char order, std::string_view cursor)
{
    const auto dot = cursor.find('.');
    page_place place;
    if (cursor.empty() || cursor.front() != order || dot == std::string_view::npos ||
        !read(cursor.substr(1, dot - 1), place.key) || !read(cursor.substr(dot + 1), place.post.value))
        return std::nullopt;
    return cursor_of(order, place) == cursor ? std::optional{place} : std::nullopt;
}

}  // namespace jamhall::sessions
