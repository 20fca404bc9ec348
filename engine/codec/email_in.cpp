// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/email_in.hpp"

#include "sessions/core/limits.hpp"

#include <algorithm>

namespace jamhall::codec {
namespace {

constexpr std::size_t local_size_max = 64;
constexpr std::size_t label_size_max = 63;

bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Source: RFC 5322 section 3.2.3, atext.
bool is_atom(char c)
{
    constexpr std::string_view others = "!#$%&'*+-/=?^_`{|}~";
    return is_letter_or_digit(c) || others.find(c) != std::string_view::npos;
}

bool is_local_atom(std::string_view part)
{
    return !part.empty() && std::ranges::all_of(part, is_atom);
}

bool is_label(std::string_view part)
{
    return !part.empty() && part.size() <= label_size_max && part.front() != '-' && part.back() != '-' &&
           std::ranges::all_of(part, [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

/// Whether every part between dots is sound.
bool are_dotted(std::string_view text, bool (*is_sound)(std::string_view))
{
    while (true) {
        const auto dot = text.find('.');
        if (!is_sound(text.substr(0, dot)))
            return false;
        if (dot == std::string_view::npos)
            return true;
        text.remove_prefix(dot + 1);
    }
}

}  // namespace

bool is_email(std::string_view address)
{
    const auto at = address.find('@');
    if (at == std::string_view::npos || at > local_size_max ||
        address.size() > sessions::limits::email_length_max)
        return false;
    return are_dotted(address.substr(0, at), is_local_atom) && are_dotted(address.substr(at + 1), is_label);
}

}  // namespace jamhall::codec
