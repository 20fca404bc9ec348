// SPDX-License-Identifier: Apache-2.0
#include "sessions/core/text.hpp"

#include <cstdint>

namespace jamhall::sessions {
namespace {

bool is_lead(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

/// Decodes the code point at `position` of well-formed UTF-8 and moves past it.
char32_t next_code_point(std::string_view utf8, std::size_t& position)
{
    const auto byte = [&](std::size_t i) {
        return i < utf8.size() ? static_cast<unsigned char>(utf8[i]) : 0U;
    };
    const auto first = byte(position);
    std::size_t length = first < 0x80U ? 1 : first < 0xE0U ? 2 : first < 0xF0U ? 3 : 4;
    char32_t value = length == 1 ? first : first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i)
        value = (value << 6U) | (byte(position + i) & 0x3FU);
    position += length;
    return value;
}

/// Unicode White_Space. Source: PropList.txt.
bool is_white_space(char32_t c)
{
    return (c >= 9 && c <= 13) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
           c == 0x3000;
}

text_fault judge(std::string_view utf8, std::size_t length_max, bool may_break_lines)
{
    std::size_t length = 0;
    bool has_ink = false;
    for (std::size_t position = 0; position < utf8.size();) {
        const char32_t c = next_code_point(utf8, position);
        const bool is_break = c == '\n' || c == '\t';
        if ((c < 0x20 || (c >= 0x7F && c < 0xA0)) && !(is_break && may_break_lines))
            return text_fault::control_character;
        if (++length > length_max)
            return text_fault::too_long;
        has_ink = has_ink || !is_white_space(c);
    }
    return has_ink ? text_fault::none : text_fault::empty;
}

}  // namespace

std::size_t code_point_count(std::string_view utf8)
{
    std::size_t count = 0;
    for (char c : utf8)
        count += is_lead(c) ? 1 : 0;
    return count;
}

std::size_t word_count(std::string_view utf8)
{
    std::size_t count = 0;
    bool in_word = false;
    for (std::size_t position = 0; position < utf8.size();) {
        const bool is_ink = !is_white_space(next_code_point(utf8, position));
        count += is_ink && !in_word ? 1 : 0;
        in_word = is_ink;
    }
    return count;
}

std::string_view trimmed(std::string_view utf8)
{
    std::size_t begin = utf8.size();
    std::size_t end = 0;
    for (std::size_t position = 0; position < utf8.size();) {
        const std::size_t at = position;
        if (is_white_space(next_code_point(utf8, position)))
            continue;
        begin = begin == utf8.size() ? at : begin;
        end = position;
    }
    return end == 0 ? std::string_view{} : utf8.substr(begin, end - begin);
}

text_fault judge_text(std::string_view utf8, std::size_t length_max)
{
    return judge(utf8, length_max, true);
}

text_fault judge_line(std::string_view utf8, std::size_t length_max)
{
    return judge(utf8, length_max, false);
}

}  // namespace jamhall::sessions
