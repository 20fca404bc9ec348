// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/csv_out.hpp"

#include "engine/codec/json_out.hpp"

namespace jamhall::codec {

void csv_out::separate()
{
    if (is_row_open_)
        to_ += ',';
    is_row_open_ = true;
}

csv_out& csv_out::text(std::string_view cell)
{
    constexpr std::string_view formula_starts = "=+-@\t\r";
    constexpr std::string_view needs_quotes = ",\"\r\n";
    const bool is_formula = !cell.empty() && formula_starts.find(cell.front()) != std::string_view::npos;
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
