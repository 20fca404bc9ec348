// SPDX-License-Identifier: Apache-2.0
#include "engine/report/figures.hpp"
#include "engine/report/report_page.hpp"

#include <algorithm>
#include <vector>

namespace jamhall::report {
namespace {

void put_phases_table(report_page& page)
{
    page.out.put(
        "<div class=\"wide\" role=\"region\" aria-label=\"Phases, as a table\" "
        "tabindex=\"0\">\n<table>\n<thead>"
        "<tr><th scope=\"col\">Phase</th><th scope=\"col\">Began</th><th scope=\"col\">Ended</th>"
        "<th scope=\"col\">Ideas</th><th scope=\"col\">Comments</th><th scope=\"col\">Ballots</th>"
        "<th scope=\"col\">from people</th></tr></thead>\n<tbody>\n");
    for (const auto& row : page.figures.phases) {
        const sessions::phase& of = page.state.clock.phases.at(row.phase);
        page.out.put("<tr><th scope=\"row\">{}</th>", phase_title(of));
        page.out.put("<td>{}</td>", of.begins_at ? written_time(page.state, *of.begins_at) : "");
        page.out.put("<td>{}</td>", of.has_ended && of.ends_at ? written_time(page.state, *of.ends_at) : "");
        page.out.put("<td>{}</td><td>{}</td>", row.ideas, row.comments);
        if (row.ballots)
            page.out.put("<td>{}</td><td>{}</td></tr>\n", row.ballots->ballots, row.ballots->people);
        else if (of.rules.ballot == sessions::ballot_switch::none)
            page.out.put("<td>none taken</td><td></td></tr>\n");
        else
            page.out.put("<td class=\"withheld\">sealed</td><td></td></tr>\n");
    }
    page.out.put("</tbody>\n</table>\n</div>\n");
}

/// Bars of posts, as long as their share of the most.
struct post_count {
    std::string label;
    std::uint32_t ideas = 0;
    std::uint32_t comments = 0;
};

std::vector<bar> bars_of(const std::vector<post_count>& counts)
{
    std::uint32_t most = 1;
    for (const post_count& one : counts)
        most = std::max(most, one.ideas + one.comments);
    std::vector<bar> bars;
    for (const post_count& one : counts)
        bars.push_back(
            {one.label,
             counted(one.ideas, "idea", "ideas") + ", " + counted(one.comments, "comment", "comments"),
             static_cast<double>(one.ideas + one.comments) / most});
    return bars;
}

void put_forums_table(report_page& page)
{
    page.out.put(
        "<table>\n<thead><tr><th scope=\"col\">Forum</th><th scope=\"col\">Ideas</th>"
        "<th scope=\"col\">Comments</th><th scope=\"col\">Authors</th></tr></thead>\n<tbody>\n");
    for (const auto& row : page.figures.forums)
        page.out.put("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                     isolated{page.state.what->forums.at(row.forum).title}, row.ideas, row.comments,
                     row.authors);
    page.out.put("</tbody>\n</table>\n");
}

}  // namespace

void put_phases(report_page& page)
{
    page.out.put("<section aria-labelledby=\"phases\">\n<h2 id=\"phases\">Phase by phase</h2>\n");
    if (page.figures.phases.empty()) {
        page.out.put("<p>The jam has not begun.</p>\n</section>\n");
        return;
    }
    std::vector<post_count> counts;
    for (const auto& row : page.figures.phases)
        counts.push_back({phase_title(page.state.clock.phases.at(row.phase)), row.ideas, row.comments});
    put_bars(page.out,
             {"by-phase", "When people posted: ideas and comments of each phase.",
              [&] { put_phases_table(page); }},
             bars_of(counts));
    page.out.put("</section>\n");
}

void put_forums(report_page& page)
{
    page.out.put("<section aria-labelledby=\"forums\">\n<h2 id=\"forums\">Forum by forum</h2>\n<dl>\n");
    for (const auto& forum : page.state.what->forums)
        page.out.put("<dt dir=\"auto\">{}</dt><dd dir=\"auto\">{}</dd>\n", forum.title, forum.question);
    page.out.put("</dl>\n");
    std::vector<post_count> counts;
    for (const auto& row : page.figures.forums)
        counts.push_back({page.state.what->forums.at(row.forum).title, row.ideas, row.comments});
    put_bars(page.out, {"by-forum", "Ideas and comments of each forum.", [&] { put_forums_table(page); }},
             bars_of(counts));
    page.out.put("</section>\n");
}

void put_voice(report_page& page)
{
    const auto& figures = page.figures;
    page.out.put("<section aria-labelledby=\"voice\">\n<h2 id=\"voice\">How evenly people spoke</h2>\n");
    if (figures.top_tenth_share == 0)
        page.out.put("<p>Nobody has posted yet.</p>\n");
    else
        page.out.put(
            "<p>The busiest tenth of those who posted wrote {} of all ideas and comments. The Gini "
            "coefficient of "
            "posts per person is {}: 0 where all post the same, 1 where one posts everything.</p>\n",
            percent{figures.top_tenth_share}, two_digits(figures.gini));
    page.out.put("</section>\n");
}

void put_moderation(report_page& page)
{
    const auto& moderation = page.figures.moderation;
    page.out.put(
        "<section aria-labelledby=\"moderation\">\n<h2 id=\"moderation\">What was taken down</h2>\n<p>{} "
        "hidden for "
        "breaking a rule; {} taken back by the author.</p>\n",
        counted(moderation.hidden, "post was", "posts were"), counted(moderation.withdrawn, "was", "were"));
    if (!page.state.what->rules.empty()) {
        page.out.put("<p>The rules of this jam:</p>\n<ul>\n");
        for (const auto& rule : page.state.what->rules)
            page.out.put("<li dir=\"auto\">{}</li>\n", rule.text);
        page.out.put("</ul>\n");
    }
    page.out.put("</section>\n");
}

void put_method(report_page& page)
{
    page.out.put(
        "<section aria-labelledby=\"method\">\n<h2 id=\"method\">How to read the figures</h2>\n<ul>\n"
        "<li>Shares are of those who saw an idea, or who answered agree, disagree or pass; never of "
        "everybody. Ballots of "
        "different phases are never added up: the last phase with ballots counts, the others stand beside "
        "it.</li>\n"
        "<li>The range is the Wilson interval at 95 % (E. B. Wilson, 1927). It speaks of chance only, not of "
        "who "
        "chose to take part.</li>\n"
        "<li>An idea had a fair hearing when at least {} saw it, or a tenth of those who came in where that "
        "is less.</li>\n"
        "<li>Groups of fewer than {} people are not shown, nor numbers that would give them away.</li>\n"
        "<li>Who cast which ballot is shown to nobody.</li>\n</ul>\n",
        counted(static_cast<std::uint64_t>(page.state.what->policy.exposure_floor), "person", "people"),
        page.small_cell());
    page.out.put("<p class=\"caveat\">{}</p>\n</section>\n", page.figures.caveat);
}

}  // namespace jamhall::report
