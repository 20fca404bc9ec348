// SPDX-License-Identifier: Apache-2.0
#include "engine/report/figures.hpp"
#include "engine/report/post_text.hpp"
#include "engine/report/report_page.hpp"
#include "sessions/views/visibility.hpp"

#include <algorithm>
#include <span>
#include <vector>

namespace jamhall::report {
namespace {

using sessions::ballot_switch;
using sessions::idea_support;
using sessions::measure;
using sessions::post;
using sessions::report_idea;

/// Ideas drawn in the overview; all of them follow in words.
constexpr std::size_t drawn_max = 20;
constexpr std::size_t label_length_max = 60;

std::string label_of(const report_page& page, const report_idea& idea)
{
    return excerpt_of_post(sessions::shown_text(page.state.at(idea.post)).value_or(""), label_length_max);
}

void put_range(report_page& page, const idea_support& support)
{
    if (support.range)
        page.out.put(" (likely between {} and {})", percent{support.range->low},
                     percent{support.range->high});
}

void put_rate(report_page& page, const idea_support& support, std::string_view of_what)
{
    if (support.rate)
        page.out.put(": {}{}", percent{*support.rate}, of_what);
    put_range(page, support);
}

/// "33 of the 54 people who saw it showed support: 61 % (likely between 47 % and 73 %)."
void put_support(report_page& page, const idea_support& support)
{
    const auto& all = support.counts.all;
    switch (support.counts.method) {
    case ballot_switch::none: break;
    case ballot_switch::support:
        page.out.put("{} of the {} who saw it showed {}", all.of(measure::support),
                     counted(support.n, "person", "people"), isolated{page.support_word()});
        put_rate(page, support, "");
        break;
    case ballot_switch::agree:
        page.out.put("{} agree, {} disagree, {} pass", all.of(measure::agree), all.of(measure::disagree),
                     all.of(measure::pass));
        put_rate(page, support, " agree");
        break;
    case ballot_switch::score:
        page.out.put("Scored by {}", counted(support.n, "person", "people"));
        if (support.counts.mean)
            page.out.put(": {} of 5 on average", decimal{*support.counts.mean});
        break;
    case ballot_switch::dots:
        page.out.put("{} from {}", counted(all.of(measure::dots), "dot", "dots"),
                     counted(all.of(measure::people), "person", "people"));
        break;
    case ballot_switch::pairwise:
        page.out.put("Preferred in {} of {}", all.of(measure::won), counted(support.n, "pair", "pairs"));
        if (support.counts.rank_score)
            page.out.put(": {} chance to be preferred to another idea", percent{*support.counts.rank_score});
        break;
    }
    page.out.put(".");
}

/// What one measure counts, after its number.
void put_word(report_page& page, measure counted_is)
{
    switch (counted_is) {
    case measure::support: page.out.put("{}", isolated{page.support_word()}); break;
    case measure::people: page.out.put("gave dots"); break;
    case measure::score_1:
    case measure::score_2:
    case measure::score_3:
    case measure::score_4:
    case measure::score_5: page.out.put("gave {}", sessions::name_of(counted_is).substr(6)); break;
    case measure::agree:
    case measure::disagree:
    case measure::pass:
    case measure::dots:
    case measure::won:
    case measure::lost: page.out.put("{}", sessions::name_of(counted_is)); break;
    }
}

/// "Council staff: 12 support; Residents: not shown."
void put_by_audience(report_page& page, const sessions::shown_tally& counts)
{
    const auto& audiences = page.state.what->audiences;
    if (counts.by_audience.size() < 2)
        return;
    page.out.put("<p class=\"quiet\">Of them: ");
    for (std::size_t i = 0; i < counts.by_audience.size(); ++i) {
        page.out.put("{}{}", std::string_view{i == 0 ? "" : "; "}, isolated{audiences.at(i).title});
        std::string_view before = " ";
        for (const measure each : sessions::measures_of(counts.method)) {
            const auto count = counts.by_audience[i].of(each);
            if (count)
                page.out.put("{}{} ", before, *count);
            else
                page.out.put("{}", before);
            put_word(page, each);
            if (!count)
                page.out.put(" not shown");
            before = ", ";
        }
    }
    page.out.put(".</p>\n");
}

void put_figures(report_page& page, const report_idea& idea)
{
    if (idea.headline) {
        page.out.put("<p>");
        put_support(page, *idea.headline);
        if (idea.seen)
            page.out.put(" Seen by {} in all.", counted(*idea.seen, "person", "people"));
        page.out.put("</p>\n");
        put_by_audience(page, idea.headline->counts);
    } else if (idea.seen) {
        page.out.put("<p>Seen by {}.</p>\n", counted(*idea.seen, "person", "people"));
    }
    for (const idea_support& other : idea.by_phase) {
        if (idea.headline && other.counts.phase == idea.headline->counts.phase)
            continue;
        page.out.put("<p class=\"quiet\">Apart from that, in {}: ",
                     phase_title(page.state.clock.phases.at(other.counts.phase)));
        put_support(page, other);
        page.out.put("</p>\n");
    }
}

void put_origin(report_page& page, const post& p)
{
    if (const auto author = sessions::shown_author(page.state, p))
        page.out.put(" · {}", isolated{page.state.at(*author).entry.name});
    if (const auto comments = sessions::shown_comment_count(page.state, p); comments > 0)
        page.out.put(" · {}", counted(comments, "comment", "comments"));
    if (p.builds_on) {
        page.out.put(" · builds on ");
        put_idea_link(page, p.builds_on);
    }
}

void put_idea(report_page& page, const report_idea& idea)
{
    const post& p = page.state.at(idea.post);
    const auto id = std::to_string(idea.post.value);
    page.out.put("<article class=\"idea\" id=\"idea-{}\" aria-labelledby=\"idea-{}-title\">\n", id, id);
    page.out.put("<h4 id=\"idea-{}-title\">Idea {}</h4>\n<p class=\"quiet\">{}", id, id,
                 isolated{page.state.what->forums.at(p.forum.value_or(0)).title});
    put_origin(page, p);
    page.out.put("</p>\n");
    const auto text = sessions::shown_text(p);
    page.out.put("<div class=\"text\" dir=\"auto\">{}</div>\n", made_markup{text ? html_of_post(*text) : ""});
    put_figures(page, idea);
    page.out.put("</article>\n");
}

void put_overview_table(report_page& page, std::span<const report_idea> ideas)
{
    page.out.put(
        "<div class=\"wide\" role=\"region\" aria-label=\"Ideas, as a table\" "
        "tabindex=\"0\">\n<table>\n<thead>"
        "<tr><th scope=\"col\">Idea</th><th scope=\"col\">Of people</th><th scope=\"col\">Share</th>"
        "<th scope=\"col\">Likely from</th><th scope=\"col\">to</th><th "
        "scope=\"col\">Band</th></tr></thead>\n"
        "<tbody>\n");
    for (const report_idea& idea : ideas) {
        page.out.put("<tr><th scope=\"row\">");
        put_idea_link(page, idea.post);
        page.out.put("</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n", idea.headline->n,
                     percent{idea.headline->rate.value()}, percent{idea.headline->range->low},
                     percent{idea.headline->range->high}, idea.tie_band.value());
    }
    page.out.put("</tbody>\n</table>\n</div>\n");
}

void put_overview(report_page& page)
{
    std::vector<report_idea> drawn;
    for (const report_idea& idea : page.figures.ideas)
        if (drawn.size() < drawn_max && idea.headline && idea.headline->range && idea.tie_band)
            drawn.push_back(idea);
    if (drawn.empty())
        return;
    std::vector<range_bar> ranges;
    for (const report_idea& idea : drawn) {
        std::string value;
        append_argument(value, percent{idea.headline->rate.value()});
        ranges.push_back({label_of(page, idea), std::move(value), idea.headline->range->low,
                          idea.headline->rate.value(), idea.headline->range->high});
    }
    std::string caption;
    html_out{caption}.put(
        "The {} at the top: the mark is the share found, the bar where it would likely lie among many "
        "more people like them.",
        counted(drawn.size(), "idea", "ideas"));
    put_ranges(page.out, {"overview", caption, [&] { put_overview_table(page, drawn); }}, ranges);
}

bool is_judged(const report_idea& idea)
{
    return idea.headline && idea.headline->stands;
}

void put_band_title(report_page& page, const report_idea& first, std::size_t size)
{
    const auto& band = first.tie_band;
    if (!is_judged(first))
        page.out.put("<h3>Not judged by anybody: {}</h3>\n", counted(size, "idea", "ideas"));
    else if (!band)
        page.out.put("<h3>In this order: {}</h3>\n", counted(size, "idea", "ideas"));
    else if (size == 1)
        page.out.put("<h3>Band {}: one idea, apart from those before and after it</h3>\n", *band);
    else
        page.out.put("<h3>Band {}: {} that the figures cannot tell apart</h3>\n", *band,
                     counted(size, "idea", "ideas"));
}

void put_bands(report_page& page)
{
    const auto& ideas = page.figures.ideas;
    for (auto first = ideas.begin(); first != ideas.end();) {
        const auto last = std::find_if(first, ideas.end(), [&](const report_idea& idea) {
            return idea.tie_band != first->tie_band || is_judged(idea) != is_judged(*first);
        });
        put_band_title(page, *first, static_cast<std::size_t>(last - first));
        for (; first != last; ++first)
            put_idea(page, *first);
    }
}

std::string_view meaning_of_order(ballot_switch method)
{
    switch (method) {
    case ballot_switch::none:
        return "Nobody was asked about the ideas. They stand in the order of their numbers.";
    case ballot_switch::support:
    case ballot_switch::agree:
        return "In the order of the support that is safe to assume for each: the lower end of its range, so "
               "that "
               "two people of two do not outrank ninety of a hundred. Ideas whose ranges overlap share a "
               "band; "
               "within a band the order says nothing.";
    case ballot_switch::score:
        return "In the order of the mean score that is safe to assume for each: the lower end of its range, "
               "so that "
               "one five does not outrank ninety fours. Ideas whose ranges overlap share a band; within a "
               "band the "
               "order says nothing.";
    case ballot_switch::dots: return "In the order of the dots that each was given.";
    case ballot_switch::pairwise:
        return "People chose between two ideas at a time. The ideas stand in the order of their chance to be "
               "preferred to another one taken at random. The fewer pairs an idea was in, the less its place "
               "says.";
    }
    return {};
}

}  // namespace

void put_ideas(report_page& page)
{
    page.out.put("<section aria-labelledby=\"ideas\">\n<h2 id=\"ideas\">The ideas</h2>\n");
    if (page.figures.ideas.empty()) {
        page.out.put("<p>There is no idea to show.</p>\n");
    } else if (page.figures.is_sealed) {
        page.out.put(
            "<p>Support is sealed. Until that is lifted the ideas stand in no order.</p>\n<h3>{}</h3>\n",
            counted(page.figures.ideas.size(), "idea, in no order", "ideas, in no order"));
        for (const report_idea& idea : page.figures.ideas)
            put_idea(page, idea);
    } else {
        const auto& headline = page.figures.ideas.front().headline;
        page.out.put("<p>{}</p>\n",
                     meaning_of_order(headline ? headline->counts.method : ballot_switch::none));
        put_overview(page);
        put_bands(page);
    }
    page.out.put("</section>\n");
}

void put_families(report_page& page)
{
    if (page.figures.families.empty())
        return;
    page.out.put(
        "<section aria-labelledby=\"families\">\n<h2 id=\"families\">Ideas that grew</h2>\n"
        "<p>Each family began with one idea; others built on it. All of them are credited.</p>\n<ol>\n");
    for (const auto& family : page.figures.families) {
        page.out.put("<li>");
        put_idea_link(page, family.root);
        page.out.put("\n<ul>\n");
        for (const sessions::post_id idea : family.ideas) {
            if (idea == family.root)
                continue;
            page.out.put("<li>");
            put_idea_link(page, idea);
            page.out.put("</li>\n");
        }
        page.out.put("</ul>\n</li>\n");
    }
    page.out.put("</ol>\n</section>\n");
}

}  // namespace jamhall::report
