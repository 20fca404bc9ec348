// SPDX-License-Identifier: Apache-2.0
#include "engine/report/report_html.hpp"

#include "tests/unit/engine/report/html_reader.hpp"
#include "tests/unit/sessions/views/told_jam.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

using namespace jamhall::sessions;
using jamhall::report::report_html;
using jamhall::report_test::tags_of;

namespace {

constexpr instant later{1'796'200'000'000};

plan three_phases(std::size_t audience_count = 1)
{
    return told_jam::plan_of({told_jam::phase_of("ideas"_slug, phase_kind::ideate),
                              told_jam::phase_of("choose"_slug, phase_kind::prioritise),
                              told_jam::phase_of("results"_slug, phase_kind::reveal)},
                             audience_count);
}

bool says(const std::string& html, std::string_view words)
{
    return html.find(words) != std::string::npos;
}

std::size_t place_of(const std::string& html, std::string_view words)
{
    const auto place = html.find(words);
    INFO(words);
    REQUIRE(place != std::string::npos);
    return place;
}

/// Forty people, three ideas, of which the second was liked best; `best_agrees` people agree with it.
struct judged_jam {
    told_jam jam{three_phases()};
    std::vector<person_id> crowd = jam.people(40);
    post_id poor, good, grown;

    explicit judged_jam(std::size_t best_agrees = 35)
    {
        jam.ring_until("ideas"_slug);
        poor = jam.idea(crowd[0], "A poor idea");
        good = jam.idea(crowd[1], "A good idea");
        grown = jam.idea(crowd[2], "A good idea, and more", 0, good);
        jam.comment(crowd[3], good);
        jam.ring_until("choose"_slug);
        for (std::size_t i = 0; i < crowd.size(); ++i) {
            jam.ballot(crowd[i], poor, i < 4 ? choice::agree : choice::disagree);
            jam.ballot(crowd[i], good, i < best_agrees ? choice::agree : choice::pass);
        }
    }
};

}  // namespace

TEST_CASE("The report is one well-formed page that runs nothing and loads nothing")
{
    judged_jam told;
    told.jam.ring_until("results"_slug);
    const std::string html = report_html(told.jam.state(), later);
    static const std::set<std::string> forbidden{"script", "img",   "iframe", "link",
                                                 "object", "embed", "form",   "base"};
    for (const auto& found : tags_of(html)) {
        CHECK(!forbidden.contains(found.name));
        for (const std::string& attribute : found.attributes) {
            CHECK(!attribute.starts_with("on"));
            CHECK(attribute != "src");
            CHECK(attribute != "style");
        }
    }
    CHECK(says(html, "<html lang=\"en\">"));
    CHECK(says(html, "content=\"default-src 'none'; style-src 'sha256-"));
}

TEST_CASE("Every drawing has a sentence, a name for screen readers and its table")
{
    judged_jam told;
    told.jam.ring_until("results"_slug);
    const std::string html = report_html(told.jam.state(), later);
    std::size_t drawings = 0;
    for (auto at = html.find("<figure id=\""); at != std::string::npos;
         at = html.find("<figure id=\"", at + 1)) {
        const auto id = html.substr(at + 12, html.find('"', at + 12) - at - 12);
        const auto figure = html.substr(at, html.find("</figure>", at) - at);
        INFO(id);
        CHECK(says(figure, "<figcaption id=\"" + id + "-caption\">"));
        CHECK(says(figure, "<svg role=\"img\" aria-labelledby=\"" + id + "-caption\""));
        CHECK(says(figure, "<table>"));
        ++drawings;
    }
    CHECK(drawings == 4);
}

TEST_CASE("The page says first what came out, then by whom, in the order of the safe share")
{
    judged_jam told;
    told.jam.ring_until("results"_slug);
    const std::string html = report_html(told.jam.state(), later);
    CHECK(place_of(html, "id=\"answer\"") < place_of(html, "id=\"people\""));
    CHECK(says(html, "One idea stands apart from all others:"));
    CHECK(place_of(html, "<article class=\"idea\" id=\"idea-2\"") <
          place_of(html, "<article class=\"idea\" id=\"idea-1\""));
    CHECK(says(html,
               "35 agree, 0 disagree, 5 pass: 88\u00A0% agree (likely between 74\u00A0% and 95\u00A0%)."));
    CHECK(says(html, "Band 1: one idea, apart from those before and after it"));
    CHECK(says(html, "Not judged by anybody: 1 idea"));
    CHECK(says(html, "1 family grew"));
    CHECK(says(html, "no referendum"));
}

TEST_CASE("Ideas that cannot be told apart share a band, in words")
{
    judged_jam told{5};
    told.jam.ring_until("results"_slug);
    const std::string html = report_html(told.jam.state(), later);
    CHECK(says(html, "2 ideas lead, and their figures cannot tell them apart:"));
    CHECK(says(html, "Band 1: 2 ideas that the figures cannot tell apart"));
}

TEST_CASE("BA2: a sealed report says so, and sealed jams that differ in ballots alone have the same page")
{
    const judged_jam liked{35};
    const judged_jam disliked{2};
    const std::string html = report_html(liked.jam.state(), later);
    CHECK(html == report_html(disliked.jam.state(), later));
    CHECK(says(html, "Support is <strong>sealed</strong>"));
    CHECK(says(html, "3 ideas, in no order"));
    CHECK(!says(html, "35 agree"));
    CHECK(!says(html, "Seen by"));
    CHECK(!says(html, "Band 1"));
    CHECK(tags_of(html).size() > 100);
}

TEST_CASE("BA7: small groups are withheld, with the reason")
{
    told_jam jam{three_phases(2)};
    for (std::size_t i = 0; i < 30; ++i)
        jam.person({role::participant}, i < 27 ? 0 : 1,
                   {{"unit", i < 20   ? "Parks"
                             : i < 28 ? "Streets"
                                      : "Mayor"}});
    jam.ring_until("ideas"_slug);
    const std::string html = report_html(jam.state(), later);
    CHECK(says(html, "<td class=\"withheld\">not shown</td>"));
    CHECK(says(html,
               "Not shown: fewer than 5 people, or a number from which such a number could be worked out."));
    CHECK(says(html, "<bdi>Mayor</bdi></th><td class=\"withheld\">not shown</td>"));
    CHECK(!says(html, "<bdi>Mayor</bdi></th><td>2</td>"));
}

TEST_CASE("PH9: a page never names who wrote while names were hidden")
{
    auto planned = three_phases();
    planned.agenda[0].rules.names = names_switch::hidden;
    told_jam jam{planned};
    const auto author = jam.person();
    jam.ring_until("ideas"_slug);
    jam.idea(author, "Without a name");
    jam.ring_until("results"_slug);
    const std::string html = report_html(jam.state(), later);
    CHECK(says(html, "Without a name"));
    CHECK(!says(html, jam.state().at(author).entry.name));
}

TEST_CASE("Hostile words stay words, wherever they stand")
{
    const std::string hostile = "</title></style></text></bdi>\"'><script>alert(1)</script>\xE2\x80\xAE{}";
    auto planned = three_phases(2);
    planned.title = planned.purpose = planned.time_zone = hostile;
    planned.mandate = charter{hostile, hostile, hostile, hostile};
    planned.rules[0].text = hostile;
    planned.policy.support_word = hostile;
    planned.agenda[1].rules = preset_of(phase_kind::ideate);
    for (auto& forum : planned.forums)
        forum.title = forum.question = hostile;
    for (auto& audience : planned.audiences)
        audience.title = hostile;
    told_jam jam{planned};
    const auto author = jam.person({role::participant}, 0, {{hostile, hostile}});
    jam.state().people.edit(0).entry.name = hostile;
    jam.ring_until("ideas"_slug);
    const auto idea = jam.idea(author, hostile);
    jam.idea(author, hostile, 1, idea);
    jam.ballot(author, idea, choice::support);
    jam.ring_until("results"_slug);
    const std::string html = report_html(jam.state(), later);
    for (const auto& found : tags_of(html))
        CHECK(found.name != "script");
    CHECK(says(html, "&lt;script&gt;"));
    // Directions are isolated: what turns the text around stands in a <bdi> or an element with dir="auto".
    for (auto at = html.find("\xE2\x80\xAE"); at != std::string::npos;
         at = html.find("\xE2\x80\xAE", at + 1)) {
        const auto open = html.rfind('<', at);
        const auto element = html.substr(open, html.find('>', open) - open);
        INFO(element << " " << html.substr(at > 200 ? at - 200 : 0, 200));
        CHECK((element == "<bdi" || says(element, "dir=\"auto\"") || element.starts_with("<p") ||
               element.starts_with("<title") || element.starts_with("<text") || says(element, "aria-label") ||
               element.starts_with("<time") || element.starts_with("</time")));
    }
}

TEST_CASE("A jam without people, posts or phases has a report")
{
    told_jam jam{three_phases()};
    const std::string html = report_html(jam.state(), later);
    CHECK(tags_of(html).size() > 50);
    CHECK(says(html, "There is no idea to show."));
    CHECK(says(html, "Nobody has posted yet."));
}

TEST_CASE("The word vote is in no report")
{
    judged_jam told;
    told.jam.ring_until("results"_slug);
    std::string html = report_html(told.jam.state(), later);
    std::ranges::transform(html, html.begin(), [](char c) { return static_cast<char>(std::tolower(c)); });
    CHECK(!says(html, "vote"));
}
