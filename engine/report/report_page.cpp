// SPDX-License-Identifier: Apache-2.0
#include "engine/report/report_page.hpp"

#include "engine/clock/zones.hpp"
#include "engine/report/post_text.hpp"
#include "sessions/views/visibility.hpp"

#include <fmt/format.h>

#include <array>

namespace jamhall::report {
namespace {

constexpr std::size_t link_length_max = 90;

std::string_view kind_in_words(sessions::phase_kind kind)
{
    using sessions::phase_kind;
    switch (kind) {
    case phase_kind::lobby: return "Lobby";
    case phase_kind::brainwrite: return "Writing alone";
    case phase_kind::ideate: return "Ideas";
    case phase_kind::refine: return "Refining";
    case phase_kind::prioritise: return "Choosing";
    case phase_kind::reveal: return "Results";
    case phase_kind::archive: return "Archive";
    }
    return "";
}

}  // namespace

void put_cell(html_out& out, std::optional<std::uint32_t> count)
{
    if (count)
        out.put("<td>{}</td>", *count);
    else
        out.put("<td class=\"withheld\">not shown</td>");
}

void put_withheld_note(report_page& page)
{
    page.out.put(
        "<p class=\"quiet\">Not shown: fewer than {} people, or a number from which such a number could be "
        "worked "
        "out.</p>\n",
        page.small_cell());
}

void put_idea_link(report_page& page, sessions::post_id idea)
{
    const sessions::post& p = page.state.at(idea);
    const auto text = sessions::shown_text(p);
    if (!text || !sessions::is_public(page.state, p)) {
        page.out.put("an idea that is no longer shown");
        return;
    }
    const std::string words = excerpt_of_post(*text, link_length_max);
    page.out.put("<a href=\"#idea-{}\">{}</a>", std::to_string(idea.value),
                 isolated{words.empty() ? "…" : words});
}

std::string counted(std::uint64_t number, std::string_view one, std::string_view many)
{
    std::string text;
    append_number(text, static_cast<std::int64_t>(number));
    text += ' ';
    return text += number == 1 ? one : many;
}

std::string written_time(const sessions::jam_state& state, sessions::instant at)
{
    constexpr std::array months{"January", "February", "March",     "April",   "May",      "June",
                                "July",    "August",   "September", "October", "November", "December"};
    const auto wall = clock::wall_time(state.what->time_zone, at);
    return fmt::format("{} {} {}, {:02}:{:02}", wall.day, months.at(wall.month - 1U), wall.year, wall.hour,
                       wall.minute);
}

std::string iso_time(sessions::instant at)
{
    const auto utc = clock::wall_time("UTC", at);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", utc.year, utc.month, utc.day, utc.hour,
                       utc.minute, utc.second);
}

std::string two_digits(double number)
{
    return fmt::format("{:.2f}", number);
}

std::string phase_title(const sessions::phase& of)
{
    const std::string_view words = kind_in_words(of.kind);
    const bool is_named_by_kind = of.id.view() == sessions::name_of(of.kind);
    return is_named_by_kind ? std::string{words} : fmt::format("{} ({})", words, of.id.view());
}

}  // namespace jamhall::report
