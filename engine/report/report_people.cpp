// SPDX-License-Identifier: Apache-2.0
#include "engine/report/figures.hpp"
#include "engine/report/report_page.hpp"

#include <algorithm>
#include <vector>

namespace jamhall::report {
namespace {

using sessions::funnel;
using sessions::funnel_row;
using sessions::involvement;

std::string_view step_in_words(involvement step)
{
    switch (step) {
    case involvement::invited: return "Invited";
    case involvement::registered: return "Signed in";
    case involvement::entered: return "Came in";
    case involvement::posted: return "Posted";
    case involvement::supported: return "Cast a ballot";
    }
    return "";
}

std::string value_in_words(const std::optional<std::uint32_t>& count, std::uint32_t invited)
{
    if (!count)
        return "sealed";
    std::string text;
    append_number(text, *count);
    if (invited > 0 && *count != invited) {
        text += " · ";
        append_argument(text, percent{static_cast<double>(*count) / invited});
    }
    return text;
}

void put_steps_table(report_page& page, const funnel& all)
{
    page.out.put(
        "<table>\n<thead><tr><th scope=\"col\">Step</th><th "
        "scope=\"col\">People</th></tr></thead>\n<tbody>\n");
    for (const involvement step : sessions::all_involvements) {
        page.out.put("<tr><th scope=\"row\">{}</th>", step_in_words(step));
        if (const auto count = all.of(step))
            page.out.put("<td>{}</td></tr>\n", *count);
        else
            page.out.put("<td class=\"withheld\">sealed</td></tr>\n");
    }
    page.out.put("</tbody>\n</table>\n");
}

void put_funnel(report_page& page)
{
    const funnel& all = page.figures.participation.all;
    const auto invited = all.of(involvement::invited).value_or(0);
    std::vector<bar> bars;
    for (const involvement step : sessions::all_involvements) {
        const auto count = all.of(step);
        bar one{std::string{step_in_words(step)}, value_in_words(count, invited), std::nullopt};
        if (count && invited > 0)
            one.share = static_cast<double>(*count) / invited;
        bars.push_back(std::move(one));
    }
    std::string caption;
    html_out{caption}.put("From {} to {} who came in and {} who posted.",
                          counted(invited, "person invited", "people invited"),
                          all.of(involvement::entered).value_or(0), all.of(involvement::posted).value_or(0));
    put_bars(page.out, {"funnel", caption, [&] { put_steps_table(page, all); }}, bars);
}

/// The name a row goes by: an audience's title, an attribute's value, or that it was not given.
using row_name = std::string (*)(const report_page&, const funnel_row&);

std::string audience_name(const report_page& page, const funnel_row& row)
{
    for (const auto& audience : page.state.what->audiences)
        if (audience.id.view() == row.value)
            return audience.title;
    return row.value;
}

std::string value_name(const report_page&, const funnel_row& row)
{
    return row.value.empty() ? "not given" : row.value;
}

bool has_withheld(const std::vector<funnel_row>& rows, bool is_sealed)
{
    return std::ranges::any_of(rows, [&](const funnel_row& row) {
        return std::ranges::any_of(sessions::all_involvements, [&](involvement step) {
            return !row.counts.of(step) && !(is_sealed && step == involvement::supported);
        });
    });
}

void put_rows_table(report_page& page, const std::string& title, const std::vector<funnel_row>& rows,
                    row_name name_of)
{
    page.out.put(
        "<div class=\"wide\" role=\"region\" aria-label=\"{}, as a table\" "
        "tabindex=\"0\">\n<table>\n<thead><tr>"
        "<th scope=\"col\" dir=\"auto\">{}</th>",
        title, title);
    for (const involvement step : sessions::all_involvements)
        page.out.put("<th scope=\"col\">{}</th>", step_in_words(step));
    page.out.put("</tr></thead>\n<tbody>\n");
    for (const funnel_row& row : rows) {
        page.out.put("<tr><th scope=\"row\">{}</th>", isolated{name_of(page, row)});
        for (const involvement step : sessions::all_involvements) {
            if (page.figures.is_sealed && step == involvement::supported)
                page.out.put("<td class=\"withheld\">sealed</td>");
            else
                put_cell(page.out, row.counts.of(step));
        }
        page.out.put("</tr>\n");
    }
    page.out.put("</tbody>\n</table>\n</div>\n");
    if (has_withheld(rows, page.figures.is_sealed))
        put_withheld_note(page);
}

bar turnout_bar(const report_page& page, const funnel_row& row, row_name name_of)
{
    const auto invited = row.counts.of(involvement::invited);
    const auto entered = row.counts.of(involvement::entered);
    bar one{name_of(page, row), "not shown", std::nullopt};
    if (invited && entered) {
        one.value.clear();
        append_number(one.value, *entered);
        one.value += " of ";
        append_number(one.value, *invited);
        if (*invited > 0)
            one.share = static_cast<double>(*entered) / *invited;
    }
    return one;
}

void put_breakdown(report_page& page, std::string_view id, const std::string& title,
                   const std::vector<funnel_row>& rows, row_name name_of)
{
    std::vector<bar> bars;
    for (const funnel_row& row : rows)
        bars.push_back(turnout_bar(page, row, name_of));
    std::string caption;
    html_out{caption}.put("{}: how many of those invited came in.", isolated{title});
    put_bars(page.out, {id, caption, [&] { put_rows_table(page, title, rows, name_of); }}, bars);
}

}  // namespace

void put_people(report_page& page)
{
    const auto& participation = page.figures.participation;
    page.out.put(
        "<section aria-labelledby=\"people\">\n<h2 id=\"people\">Who took part</h2>\n"
        "<p>Each step counts people, each of them once. Analysts, records officers and observers are not "
        "counted.</p>\n");
    put_funnel(page);
    page.out.put(
        "<p class=\"caveat\">Those who came in chose to. Where the bars below differ in length, some groups "
        "were heard more than others, and no figure in this report makes up for that.</p>\n");
    if (participation.by_audience.size() > 1)
        put_breakdown(page, "by-audience", "Audience", participation.by_audience, audience_name);
    for (std::size_t i = 0; i < participation.by_attribute.size(); ++i) {
        const auto& by = participation.by_attribute[i];
        put_breakdown(page, "by-attribute-" + std::to_string(i + 1), by.attribute, by.rows, value_name);
    }
    page.out.put("</section>\n");
}

}  // namespace jamhall::report
