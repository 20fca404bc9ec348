// SPDX-License-Identifier: Apache-2.0
#include "engine/report/html_out.hpp"

#include <fmt/format.h>

#include <cmath>

namespace jamhall::report {
namespace {

/// C0 without tab and line ends; XML and HTML forbid them even as references.
bool is_forbidden(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
}

}  // namespace

void append_escaped(std::string& to, std::string_view text)
{
    for (const char c : text) {
        switch (c) {
        case '&': to += "&amp;"; break;
        case '<': to += "&lt;"; break;
        case '>': to += "&gt;"; break;
        case '"': to += "&quot;"; break;
        case '\'': to += "&#39;"; break;
        default:
            if (is_forbidden(c))
                to += "\xEF\xBF\xBD";
            else
                to += c;
        }
    }
}

void append_argument(std::string& to, std::string_view text)
{
    append_escaped(to, text);
}

void append_argument(std::string& to, isolated words)
{
    to += "<bdi>";
    append_escaped(to, words.text);
    to += "</bdi>";
}

void append_argument(std::string& to, percent value)
{
    const double hundredths = value.share * 100;
    if (hundredths > 0 && hundredths < 1)
        to += "under 1\u00A0%";
    else if (hundredths > 99 && hundredths < 100)
        to += "over 99\u00A0%";
    else
        to += fmt::format("{}\u00A0%", std::lround(hundredths));
}

void append_argument(std::string& to, decimal value)
{
    to += fmt::format("{:.1f}", value.value);
}

void append_argument(std::string& to, made_markup made)
{
    to += made.html;
}

void append_number(std::string& to, std::int64_t number)
{
    const std::string digits = std::to_string(number);
    const std::size_t first = number < 0 ? 1 : 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > first && (digits.size() - i) % 3 == 0)
            to += ',';
        to += digits[i];
    }
}

}  // namespace jamhall::report
