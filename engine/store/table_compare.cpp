// SPDX-License-Identifier: Apache-2.0
#include "engine/store/table_compare.hpp"

#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace jamhall::store {
namespace {

constexpr std::array<std::string_view, 19> derived_tables{
    "jam",      "phase",          "forum",     "person",      "post",       "post_version", "ballot",
    "exposure", "phase_snapshot", "poll",      "poll_answer", "flag",       "moderation",   "response",
    "steering", "shift",          "desk_note", "record",      "search_word"};

struct table_shape {
    std::string name;
    std::vector<std::string> columns;
    std::string query;
};

table_shape shape_of(database& on, std::string_view table)
{
    auto rows = on.prepare("SELECT name, pk FROM pragma_table_info(?) ORDER BY cid");
    rows.bind(1, table);
    table_shape shape{.name = std::string{table}, .columns = {}, .query = {}};
    std::string columns;
    std::string order;
    while (rows.step()) {
        const auto& name = shape.columns.emplace_back(rows.text(0));
        columns += (columns.empty() ? "" : ", ") + name;
        if (rows.integer(1) != 0)
            order += (order.empty() ? " ORDER BY " : ", ") + name;
    }
    shape.query = "SELECT " + columns + " FROM " + shape.name + order;
    return shape;
}

std::string written_row(const statement& row)
{
    std::string made = "(";
    for (int i = 0; i < row.column_count(); ++i)
        made += (i > 0 ? ", " : "") + row.written(i);
    return made + ")";
}

std::optional<std::string> difference_in_row(const table_shape& table, const statement& found,
                                             const statement& expected)
{
    for (int i = 0; i < found.column_count(); ++i)
        if (!found.equals(expected, i))
            return "table " + table.name +
                   " differs from the log: " + table.columns[static_cast<std::size_t>(i)] + " is " +
                   found.written(i) + " instead of " + expected.written(i) + " in the row " +
                   written_row(expected);
    return std::nullopt;
}

std::optional<std::string> difference_in_table(database& file, database& replayed, std::string_view name)
{
    const auto table = shape_of(replayed, name);
    auto found = file.prepare_once(table.query);
    auto expected = replayed.prepare_once(table.query);
    for (;;) {
        const bool has_found = found.step();
        const bool has_expected = expected.step();
        if (!has_found && !has_expected)
            return std::nullopt;
        if (!has_found)
            return "table " + table.name + " lacks a row that the log gives: " + written_row(expected);
        if (!has_expected)
            return "table " + table.name + " has a row that the log does not give: " + written_row(found);
        if (auto difference = difference_in_row(table, found, expected))
            return difference;
    }
}

}  // namespace

std::optional<std::string> first_derived_difference(database& file, database& replayed)
{
    // Every word of the index with its place: equal when the indexes find the same, however they are stored.
    for (auto* on : {&file, &replayed})
        on->execute(
            "CREATE VIRTUAL TABLE temp.search_word USING fts5vocab('main', 'post_search', 'instance')");
    for (const auto name : derived_tables)
        if (auto difference = difference_in_table(file, replayed, name))
            return difference;
    return std::nullopt;
}

}  // namespace jamhall::store
