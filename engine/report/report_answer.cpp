// SPDX-License-Identifier: Apache-2.0
#include "engine/report/report_page.hpp"
#include "sessions/views/jam_view.hpp"

#include <algorithm>

namespace jamhall::report {
namespace {

using sessions::involvement;

/// Ideas named in one finding.
constexpr std::size_t named_max = 5;

void put_links(report_page& page, std::span<const sessions::post_id> ideas)
{
    page.out.put("\n<ul>\n");
    for (std::size_t i = 0; i < ideas.size() && i < named_max; ++i) {
        page.out.put("<li>");
        put_idea_link(page, ideas[i]);
        page.out.put("</li>\n");
    }
    if (ideas.size() > named_max)
        page.out.put("<li>and {} more</li>\n", ideas.size() - named_max);
    page.out.put("</ul>");
}

void put_turnout(report_page& page)
{
    const auto& all = page.figures.participation.all;
    const auto invited = all.of(involvement::invited).value_or(0);
    const auto entered = all.of(involvement::entered).value_or(0);
    page.out.put("<li>Of {} invited, {} came in", counted(invited, "person", "people"), entered);
    if (invited > 0)
        page.out.put(" ({})", percent{static_cast<double>(entered) / invited});
    page.out.put("; {} posted an idea or a comment", all.of(involvement::posted).value_or(0));
    if (const auto supported = all.of(involvement::supported))
        page.out.put("; {} said what they thought of others’ ideas by a ballot", *supported);
    page.out.put(".</li>\n");
}

void put_harvest(report_page& page)
{
    std::uint64_t ideas = 0;
    std::uint64_t comments = 0;
    for (const auto& forum : page.figures.forums) {
        ideas += forum.ideas;
        comments += forum.comments;
    }
    page.out.put("<li>They posted {} and {} in {}.</li>\n", counted(ideas, "idea", "ideas"),
                 counted(comments, "comment", "comments"),
                 counted(page.figures.forums.size(), "forum", "forums"));
}

/// The ideas of the first band, best first.
std::vector<sessions::post_id> strongest(const sessions::jam_report& figures)
{
    std::vector<sessions::post_id> found;
    for (const auto& idea : figures.ideas)
        if (idea.tie_band == 1U)
            found.push_back(idea.post);
    return found;
}

void put_strongest(report_page& page)
{
    if (page.figures.is_sealed) {
        const auto running = sessions::running_phase(page.state);
        page.out.put("<li>Support is <strong>sealed</strong>: nobody sees it yet");
        if (running.ends_at && !running.is_paused)
            page.out.put("; the running phase ends on {}", written_time(page.state, *running.ends_at));
        page.out.put(". The ideas below stand in no order.</li>\n");
        return;
    }
    const auto first = strongest(page.figures);
    if (first.empty()) {
        page.out.put("<li>No idea has been judged by anybody yet.</li>\n");
        return;
    }
    if (first.size() == 1)
        page.out.put("<li>One idea stands apart from all others:");
    else
        page.out.put("<li>{} lead, and their figures cannot tell them apart:",
                     counted(first.size(), "idea", "ideas"));
    put_links(page, first);
    page.out.put("</li>\n");
}

void put_growth(report_page& page)
{
    const auto& families = page.figures.families;
    if (families.empty())
        return;
    const auto largest =
        std::ranges::max_element(families, {}, [](const auto& family) { return family.ideas.size(); });
    page.out.put("<li>{} grew as people built on one another’s ideas. The largest holds {} and began with ",
                 counted(families.size(), "family", "families"),
                 counted(largest->ideas.size(), "idea", "ideas"));
    put_idea_link(page, largest->root);
    page.out.put("</li>\n");
}

void put_hearing(report_page& page)
{
    const auto& never = page.figures.never_heard;
    if (!never || page.figures.ideas.empty())
        return;
    if (never->empty()) {
        page.out.put("<li>Every idea was seen by enough people to get a fair hearing.</li>\n");
        return;
    }
    page.out.put("<li>{} seen by too few people to get a fair hearing; low support says little about them:",
                 counted(never->size(), "idea was", "ideas were"));
    put_links(page, *never);
    page.out.put("</li>\n");
}

}  // namespace

void put_answer(report_page& page)
{
    page.out.put("<section aria-labelledby=\"answer\">\n<h2 id=\"answer\">In short</h2>\n");
    if (page.state.stage == sessions::jam_stage::cancelled)
        page.out.put("<p><strong>This jam was cancelled.</strong></p>\n");
    page.out.put("<ul class=\"findings\">\n");
    put_turnout(page);
    put_harvest(page);
    put_strongest(page);
    put_growth(page);
    put_hearing(page);
    page.out.put("</ul>\n<p class=\"caveat\">{}</p>\n</section>\n", page.figures.caveat);
}

}  // namespace jamhall::report
