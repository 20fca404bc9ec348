// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/csv_out.hpp"

#include "engine/codec/json_out.hpp"

#include <algorithm>
#include <array>

namespace jamhall::codec {
namespace {

/// What makes a spreadsheet compute a cell, also in the full width of East Asian writing.
bool begins_formula(std::string_view cell)
{
    constexpr std::string_view starts = "=+-@\t\r\n";
    constexpr std::array<std::string_view, 4> wide_starts{"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
    const auto is_start = [cell](std::string_view start) { return cell.starts_with(start); };
    return (!cell.empty() && starts.find(cell.front()) != std::string_view::npos) ||
           std::ranges::any_of(wide_starts, is_start);
}

}  // namespace

void csv_out::separate()
{
    if (is_row_open_)
        to_ += ',';
    is_row_open_ = true;
}

csv_out& csv_out::text(std::string_view cell)
{
    constexpr std::string_view needs_quotes = ",\"\r\n";
    const bool is_formula = begins_formula(cell);
    separate();
    if (cell.find_first_of(needs_quotes) == std::string_view::npos) {
        to_ += is_formula ? "'" : "";
        to_ += cell;
        return *this;
    }
    to_ += is_formula ? "\"'" : "\"";
    for (const char c : cell) {
        to_ += c;
        if (c == '"')
            to_ += '"';
    }
    to_ += '"';
    return *this;
}

csv_out& csv_out::number(std::int64_t cell)
{
    separate();
    to_ += std::to_string(cell);
    return *this;
}

csv_out& csv_out::number(std::optional<std::int64_t> cell)
{
    return cell ? number(*cell) : empty();
}

csv_out& csv_out::share(std::optional<double> cell)
{
    if (!cell)
        return empty();
    separate();
    json_out{to_}.value(*cell);
    return *this;
}

csv_out& csv_out::empty()
{
    separate();
    return *this;
}

csv_out& csv_out::end_row()
{
    to_ += "\r\n";
    is_row_open_ = false;
    return *this;
}

}  // namespace jamhall::codec
