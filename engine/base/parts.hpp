// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace jamhall::base {

/// Without the blanks and tabs around it. Source: RFC 9110 section 5.6.3.
constexpr std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Takes the next part of a list off its front, trimmed; the list is empty after its last.
constexpr std::string_view next_part(std::string_view& list, char between)
{
    const auto end = list.find(between);
    const std::string_view part = trimmed(list.substr(0, end));
    list = end == std::string_view::npos ? std::string_view{} : list.substr(end + 1);
    return part;
}

}  // namespace jamhall::base
