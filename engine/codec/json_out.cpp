// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/json_out.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace jamhall::codec {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

/// The letter after the backslash of a short escape, or 0.
char short_escape(char c)
{
    switch (c) {
    case '"': return '"';
    case '\\': return '\\';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    case '\b': return 'b';
    case '\f': return 'f';
    default: return 0;
    }
}

bool needs_escape(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

template <class Number>
void append_number(std::string& to, Number number)
{
    std::array<char, 24> digits;
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    to.append(digits.data(), end);
}

}  // namespace

void append_json_string(std::string& to, std::string_view text)
{
    to += '"';
    std::size_t plain = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!needs_escape(text[i]))
            continue;
        to.append(text, plain, i - plain);
        plain = i + 1;
        to += '\\';
        if (const char letter = short_escape(text[i])) {
            to += letter;
        } else {
            const auto byte = static_cast<unsigned char>(text[i]);
            to += "u00";
            to += hex_digits[byte >> 4U];
            to += hex_digits[byte & 0x0FU];
        }
    }
    to.append(text, plain, text.size() - plain);
    to += '"';
}

void json_out::separate()
{
    if (needs_comma_)
        to_ += ',';
    needs_comma_ = true;
}

json_out& json_out::open(char bracket)
{
    separate();
    to_ += bracket;
    needs_comma_ = false;
    return *this;
}

json_out& json_out::close(char bracket)
{
    to_ += bracket;
    needs_comma_ = true;
    return *this;
}

json_out& json_out::name(std::string_view member)
{
    separate();
    append_json_string(to_, member);
    to_ += ':';
    needs_comma_ = false;
    return *this;
}

json_out& json_out::value(std::string_view text)
{
    separate();
    append_json_string(to_, text);
    return *this;
}

json_out& json_out::value(double number)
{
    constexpr double step = 1e6;
    if (!std::isfinite(number))
        return null();
    separate();
    append_number(to_, std::round(number * step) / step);
    return *this;
}

json_out& json_out::raw(std::string_view json)
{
    separate();
    to_ += json;
    return *this;
}

json_out& json_out::signed_integer(std::int64_t number)
{
    separate();
    append_number(to_, number);
    return *this;
}

json_out& json_out::unsigned_integer(std::uint64_t number)
{
    separate();
    append_number(to_, number);
    return *this;
}

}  // namespace jamhall::codec
