// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/desk.hpp"

#include "sessions/rules/telling.hpp"
#include "sessions/views/feeds.hpp"
#include "sessions/views/my_jam.hpp"
#include "sessions/views/polls.hpp"
#include "tests/support/sessions/given_when_then.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace jamhall::test;
using namespace jamhall::sessions;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

constexpr forum_index streets = 0;
constexpr forum_index parks = 1;
constexpr feed_id desk_of_streets{feed_kind::desk, streets};
constexpr feed_id desk_of_parks{feed_kind::desk, parks};
constexpr feed_id feed_of_streets{feed_kind::forum, streets};
constexpr feed_id lobby{feed_kind::lobby, 0};

feed_id me(person_id who)
{
    return {feed_kind::me, who.value};
}

using feeds = std::vector<feed_id>;

feeds feeds_of_last(const scenario& jam)
{
    auto found = feeds_of(jam.state(), jam.log().back());
    std::ranges::sort(found);
    for (const feed_id feed : found)
        CHECK(carries(jam.state(), feed, jam.log().back()));
    return found;
}

feeds sorted(feeds wanted)
{
    std::ranges::sort(wanted);
    return wanted;
}

/// Two ideas of Ada and Ben in the streets.
scenario with_ideas()
{
    auto jam = given(one_phase());
    jam.when(idea("Plant trees."), by(ada, start)).accepted();
    jam.when(idea("Mend the road."), by(ben, start + minutes{1})).accepted();
    return jam;
}

}  // namespace

TEST_CASE(
    "FE7: flags and decisions are told at the desk and to those concerned, on no feed for all but the hide")
{
    auto jam = with_ideas();
    jam.when(flag_on(post_id{1}, "Rude"), by(ben, start)).accepted();
    CHECK(feeds_of_last(jam) == sorted({desk_of_streets, me(ben)}));
    jam.when(hide(post_id{1}), by(fay, start)).accepted();
    CHECK(feeds_of_last(jam) == sorted({desk_of_streets, feed_of_streets, {feed_kind::thread, 1}, me(ada)}));
    jam.when(appeal_about(post_id{1}), by(ada, start)).accepted();
    CHECK(feeds_of_last(jam) == sorted({desk_of_streets, me(ada)}));
}

TEST_CASE("FE7: only those who keep a desk watch it")
{
    const auto jam = with_ideas();
    const auto watches = [&](person_id who, std::string_view feed) {
        return feed_named(jam.state(), feed, who).has_value();
    };
    CHECK(watches(fay, "desk/streets"));
    CHECK_FALSE(watches(fay, "desk/parks"));
    CHECK(watches(hugo, "desk/parks"));
    CHECK_FALSE(watches(hugo, "desk/streets"));
    CHECK(watches(olga, "desk/streets"));
    CHECK(watches(person_id{}, "desk/streets"));  // the administrator
    for (const person_id who : {ada, gita, otto, anna, rosa})
        CHECK_FALSE(watches(who, "desk/streets"));
}

TEST_CASE("FE1: a moved thread is told in both forums, and later events only in the new one")
{
    auto jam = with_ideas();
    jam.when(move_post{post_id{1}, "parks"_slug}, by(olga, start)).accepted();
    const auto moved = feeds_of_last(jam);
    CHECK(std::ranges::count(moved, feed_of_streets) == 1);
    CHECK(std::ranges::count(moved, feed_id{feed_kind::forum, parks}) == 1);
    jam.when(edit_post{post_id{1}, "Plant many trees.", {}}, by(ada, start)).accepted();
    const auto edited = feeds_of_last(jam);
    CHECK(std::ranges::count(edited, feed_of_streets) == 0);
    CHECK(std::ranges::count(edited, feed_id{feed_kind::forum, parks}) == 1);
    // A backfill of the old forum still holds what happened there before.
    const auto added = std::ranges::find_if(
        jam.log(), [](const event& e) { return std::holds_alternative<post_added>(e.body); });
    CHECK(carries(jam.state(), feed_of_streets, *added));
    CHECK_FALSE(carries(jam.state(), {feed_kind::forum, parks}, *added));
}

TEST_CASE(
    "FE2: an edit is told to those whom it newly mentions, a held text to whom it mentions once it is "
    "approved")
{
    auto jam = with_ideas();
    const feeds always{feed_of_streets, desk_of_streets, {feed_kind::thread, 1}, me(ada)};
    const auto told_of = [&](std::string text) {
        jam.when(edit_post{post_id{1}, std::move(text), {}}, by(ada, start)).accepted();
        auto found = feeds_of_last(jam);
        std::erase_if(found, [&](feed_id feed) { return std::ranges::count(always, feed) > 0; });
        return found;
    };
    CHECK(told_of("Ask @[Ben](person/4) and @[Ada](person/3)") == feeds{me(ben)});
    CHECK(told_of("Ask @[Ben](person/4) or @[Cleo](person/5)") == feeds{me(cleo)});
    CHECK(told_of("Ask @[Ben](person/4)").empty());

    a_plan plan;
    plan.phase("main"_slug, phase_kind::ideate, hours{1},
               [](switches& s) { s.moderation = moderation_switch::before; });
    jam = given(plan);
    jam.when(idea("Ask @[Ben](person/4)"), by(ada, start)).accepted();
    CHECK(feeds_of_last(jam) == sorted({me(ada), desk_of_streets}));
    jam.when(edit_post{post_id{1}, "Ask @[Cleo](person/5)", {}}, by(ada, start)).accepted();
    CHECK(std::ranges::count(feeds_of_last(jam), me(cleo)) == 0);
    jam.when(approve_post{post_id{1}}, by(fay, start)).accepted();
    const auto approved = jam.log().back();
    CHECK(told_of("Ask @[Cleo](person/5) or @[Hugo](person/6)") == feeds{me(hugo)});
    // Also later: with the approval whom it named then, and with each edit whom that one named.
    CHECK(carries(jam.state(), me(cleo), approved));
    for (const person_id who : {ben, hugo})
        CHECK_FALSE(carries(jam.state(), me(who), approved));
}

TEST_CASE("FE2: a merge and its response are told to authors and to whoever had cast a ballot before")
{
    auto jam = with_ideas();
    jam.when(cast_ballot{post_id{1}, choice::support}, by(cleo, start)).accepted();
    jam.when(merge_post{post_id{1}, post_id{2}}, by(fay, start)).accepted();
    auto told = feeds_of_last(jam);
    for (const person_id who : {ada, ben, cleo})
        CHECK(std::ranges::count(told, me(who)) == 1);
    CHECK(std::ranges::count(told, me(gita)) == 0);
    jam.when(respond{post_id{2}, response_outcome::adopted, "We do it.", "", ""}, by(olga, start)).accepted();
    told = feeds_of_last(jam);
    for (const person_id who : {ada, ben, cleo})
        CHECK(std::ranges::count(told, me(who)) == 1);
    CHECK(std::ranges::count(told, lobby) == 1);
}

TEST_CASE("PH6: unsealing is told on every feed")
{
    auto jam = with_ideas();
    jam.when(grant_role{cleo, role::organizer, {}}, by(olga, start)).accepted();
    jam.when(unseal{"main"_slug}, by(olga, start)).accepted();
    CHECK(feeds_of_last(jam) == feeds{lobby});
    jam.when(unseal{"main"_slug}, by(cleo, start)).accepted();
    for (const feed_id any : {lobby, feed_of_streets, desk_of_parks, me(ada), feed_id{feed_kind::thread, 1}})
        CHECK(carries(jam.state(), any, jam.log().back()));
    CHECK(tells_everybody(jam.log().back()));
}

TEST_CASE("DK1: the queue of a forum, longest wait first")
{
    auto jam = with_ideas();
    CHECK(queue_of(jam.state(), streets) == std::vector{post_id{1}, post_id{2}});  // first posts of both
    jam.when(approve_post{post_id{1}}, by(fay, start + minutes{2})).accepted();
    CHECK(queue_of(jam.state(), streets) == std::vector{post_id{2}});
    jam.when(flag_on(post_id{1}), by(cleo, start + minutes{3})).accepted();
    CHECK(queue_of(jam.state(), streets) == std::vector{post_id{2}, post_id{1}});
    CHECK(queue_of(jam.state(), parks).empty());
}

TEST_CASE("DK2: threads nobody but their author answered, once the plan's patience is over")
{
    auto jam = with_ideas();
    CHECK(unanswered_in(jam.state(), streets, start + minutes{19}, 10).empty());
    const auto both = unanswered_in(jam.state(), streets, start + minutes{21}, 10);
    REQUIRE(both.size() == 2);
    CHECK(both[0].post == post_id{1});
    CHECK(unanswered_in(jam.state(), streets, start + minutes{21}, 1).size() == 1);
    jam.when(comment_on(post_id{1}), by(ada, start + minutes{5})).accepted();
    CHECK(unanswered_in(jam.state(), streets, start + minutes{21}, 10).size() == 2);
    jam.when(comment_on(post_id{1}), by(cleo, start + minutes{6})).accepted();
    CHECK(unanswered_in(jam.state(), streets, start + minutes{21}, 10).size() == 1);
}

TEST_CASE("DK3: gaps are the hours in which nobody is on a forum, to the end of the jam")
{
    auto jam = given(one_phase());
    jam.when(take_shift{"streets"_slug, start, 1}, by(fay, start)).accepted();
    const auto gaps = coverage_gaps(jam.state(), start);
    REQUIRE(gaps.size() == 1);
    CHECK(gaps[0].forum == parks);
    CHECK(gaps[0].from == start);
    CHECK(gaps[0].to == start + hours{1});
    jam.when(take_shift{"parks"_slug, start, 1}, by(hugo, start)).accepted();
    CHECK(coverage_gaps(jam.state(), start).empty());
    jam.when(revoke_role{hugo, role::host}, by(olga, start)).accepted();
    CHECK(coverage_gaps(jam.state(), start).size() == 1);
}

TEST_CASE("DK4: the handover note drafts itself from what happened since the last one")
{
    auto jam = with_ideas();
    jam.when(comment_on(post_id{2}, "Soon?"), by(ada, start + minutes{5})).accepted();
    const auto now = start + minutes{30};
    auto facts = facts_of_shift(jam.state(), streets, now);
    CHECK(facts.threads_opened == 2);
    CHECK(facts.comments == 1);
    CHECK(facts.busiest == std::vector{post_id{2}});
    CHECK(facts.quietest == std::vector{post_id{1}});
    CHECK(facts.unanswered == std::vector{post_id{1}});
    const auto text = handover_draft(jam.state(), streets, facts, now);
    CHECK(text.find("2 new threads and 1 new comment in the last 30 minutes") != std::string::npos);
    CHECK(text.find("#1 “Plant trees.”") != std::string::npos);
    jam.when(hand_over{"streets"_slug, text}, by(fay, now)).accepted();
    facts = facts_of_shift(jam.state(), streets, now + minutes{1});
    CHECK(facts.since == now);
    CHECK(facts.threads_opened == 0);
}

TEST_CASE("DK4: the note names what was taken on, and what is reported or held with its rule and age")
{
    auto jam = with_ideas();
    jam.when(idea("Lamps."), by(gita, start + minutes{2})).accepted();
    jam.when(comment_on(post_id{1}, "I ask the parks office."), by(fay, start + minutes{3})).accepted();
    jam.when(comment_on(post_id{3}, "Where?"), by(fay, start + minutes{3})).accepted();
    jam.when(comment_on(post_id{3}, "At the station."), by(gita, start + minutes{4})).accepted();
    jam.when(claim_thread{post_id{2}}, by(fay, start + minutes{4})).accepted();
    jam.when(flag_on(post_id{2}), by(cleo, start + minutes{5})).accepted();
    const auto now = start + minutes{30};
    const auto facts = facts_of_shift(jam.state(), streets, now);
    // The last word on the third has its author; the claim of the second has run out, and was made in this shift.
    CHECK(facts.taken_on == std::vector<taken_thread>{{post_id{1}, fay, false}, {post_id{2}, fay, true}});
    CHECK(facts.undecided == std::vector{post_id{2}});
    const auto text = handover_draft(jam.state(), streets, facts, now);
    CHECK(text.find("#1 “Plant trees.” – last word by Fay") != std::string::npos);
    CHECK(text.find("#2 “Mend the road.” – claimed by Fay") != std::string::npos);
    CHECK(text.find("#2 “Mend the road.” – reported: “No personal attacks”, waits 25 minutes") !=
          std::string::npos);
    jam.when(hand_over{"streets"_slug, "Done."}, by(fay, now)).accepted();
    CHECK(facts_of_shift(jam.state(), streets, now + minutes{1}).taken_on.empty());
}

TEST_CASE("DK4: the note attributes to nobody what was said without a name")
{
    auto jam = given(a_plan{}.phase("main"_slug, phase_kind::ideate, hours{1},
                                    [](switches& rules) { rules.names = names_switch::hidden; }));
    jam.when(idea(), by(ada, start)).accepted();
    jam.when(comment_on(post_id{1}), by(fay, start + minutes{1})).accepted();
    const auto facts = facts_of_shift(jam.state(), streets, start + minutes{2});
    CHECK(facts.comments == 1);
    CHECK(facts.taken_on.empty());
}

TEST_CASE("VI4: while names are hidden the note attributes nothing that was said before to anybody")
{
    auto jam = given(a_plan{}
                         .phase("open"_slug, phase_kind::ideate, hours{1})
                         .phase("blind"_slug, phase_kind::ideate, hours{1},
                                [](switches& rules) { rules.names = names_switch::hidden; })
                         .phase("later"_slug, phase_kind::ideate, hours{1}));
    jam.when(idea(), by(ada, start)).accepted();
    jam.when(comment_on(post_id{1}), by(fay, start + minutes{1})).accepted();
    jam.at(start + minutes{61});
    CHECK(facts_of_shift(jam.state(), streets, start + minutes{61}).taken_on.empty());
    // Fay's own, without her name; what she says of it later is hers, and that it is her idea is not told.
    jam.when(idea("Lamps."), by(fay, start + minutes{62})).accepted();
    jam.at(start + minutes{121});
    jam.when(comment_on(post_id{3}), by(fay, start + minutes{122})).accepted();
    const auto facts = facts_of_shift(jam.state(), streets, start + minutes{150});
    CHECK(facts.taken_on == std::vector<taken_thread>{{post_id{1}, fay, false}, {post_id{3}, fay, false}});
    CHECK(unanswered_in(jam.state(), streets, start + minutes{150}, 10).empty());
}

TEST_CASE("VI2: the desk lists and quotes no thread that the phase shows nobody")
{
    for (const auto others : {others_switch::hidden, others_switch::sampled}) {
        auto jam = given(a_plan{}.phase("main"_slug, phase_kind::ideate, hours{1}, [&](switches& rules) {
            rules.others = others;
            rules.sample_size = 1;
        }));
        jam.when(idea("Plant trees."), by(ada, start)).accepted();
        jam.when(prompt(), by(fay, start)).accepted();
        jam.when(comment_on(post_id{2}), by(ben, start)).accepted();
        jam.when(claim_thread{post_id{1}}, by(fay, start + minutes{29})).accepted();
        const auto now = start + minutes{30};
        CHECK(unanswered_in(jam.state(), streets, now, 10).empty());
        const auto facts = facts_of_shift(jam.state(), streets, now);
        CHECK(facts.threads_opened == 2);
        CHECK(facts.comments == 0);
        CHECK(facts.busiest.empty());
        CHECK(facts.quietest.empty());
        CHECK(facts.taken_on.empty());
        const auto text = handover_draft(jam.state(), streets, facts, now);
        CHECK(text.find("Plant trees.") == std::string::npos);
    }
}

TEST_CASE("DK4: the longest note still fits into a handover")
{
    plan long_rules = one_phase();
    const std::string long_text(180, 'x');
    for (int i = 0; i < 3; ++i)
        long_rules.rules.push_back(
            {*slug::parse("long-" + std::to_string(i)), std::to_string(i) + long_text});
    auto jam = given(long_rules);
    for (std::uint32_t i = 0; i < 15; ++i) {
        const auto at = start + minutes{1 + i};
        jam.when(idea(std::to_string(i) + long_text), by(i % 2 == 0 ? ada : ben, at)).accepted();
        for (const auto& [who, rule] :
             {std::pair{cleo, "long-0"}, std::pair{gita, "long-1"}, std::pair{olga, "long-2"}})
            jam.when(raise_flag{post_id{i + 1}, *slug::parse(rule), "Rude"}, by(who, at)).accepted();
    }
    const auto now = start + minutes{50};
    for (std::uint32_t i = 0; i < 15; ++i)
        jam.when(claim_thread{post_id{i + 1}}, by(fay, now)).accepted();
    const auto text = handover_draft(jam.state(), streets, facts_of_shift(jam.state(), streets, now), now);
    CHECK(text.find("- and 7 more") != std::string::npos);
    jam.when(hand_over{"streets"_slug, text}, by(fay, now)).accepted();
}

TEST_CASE("QP5: sealed results show no counts until the poll is closed, and never who answered")
{
    auto jam = given(one_phase());
    jam.when(open_poll{{}, "Tea or coffee?", {"Tea", "Coffee"}, poll_kind::single, poll_results::sealed, 5},
             by(olga, start))
        .accepted();
    jam.when(answer_poll{poll_id{1}, {1}}, by(ada, start)).accepted();
    auto shown = view_of(jam.state(), jam.state().at(poll_id{1}));
    CHECK(shown.is_open);
    CHECK(shown.answered == 1);
    CHECK_FALSE(shown.counts);
    CHECK(open_polls(jam.state()).size() == 1);
    jam.at(start + minutes{5});
    shown = view_of(jam.state(), jam.state().at(poll_id{1}));
    CHECK_FALSE(shown.is_open);
    REQUIRE(shown.counts);
    CHECK(std::vector(shown.counts->begin(), shown.counts->end()) == std::vector<std::uint32_t>{0, 1});
    CHECK(open_polls(jam.state()).empty());
}

TEST_CASE("MJ1: my jam says what is new since one read it, who named one and what one is asked")
{
    auto jam = with_ideas();
    jam.when(comment_on(post_id{1}, "Ask @[Ada](person/3) about it."), by(cleo, start + minutes{2}))
        .accepted();
    const log_offset read = jam.state().last_offset;
    jam.when(comment_on(post_id{1}, "Who waters them?"), by(ben, start + minutes{3})).accepted();
    jam.when(idea("Benches."), by(cleo, start + minutes{4})).accepted();
    reader_marks marks{{}, {{"forum/streets", read}, {"thread/1", read}}};
    const auto mine = my_jam_of(jam.state(), ada, marks);
    REQUIRE(mine.forums.size() == 1);
    CHECK(mine.forums[0].ideas == 1);
    CHECK(mine.forums[0].comments == 1);
    REQUIRE(mine.threads.size() == 1);
    CHECK(mine.threads[0].comments == 1);
    CHECK(mine.mentions.empty());
    CHECK(mine.questions.empty());
    const auto named_in = [&](const char* feed, log_offset upto) {
        return my_jam_of(jam.state(), ada, {{}, {{feed, upto}}}).mentions;
    };
    CHECK(my_jam_of(jam.state(), ada, {}).mentions == std::vector{post_id{3}});
    CHECK(named_in("forum/streets", read) == std::vector{post_id{3}});
    CHECK(named_in("thread/1", log_offset{read.value - 1}) == std::vector{post_id{3}});
    CHECK(named_in("thread/1", read).empty());
    CHECK(named_in("me", read).empty());
    jam.when(idea("@[Ada](person/3) knows."), by(cleo, start + minutes{4})).accepted();
    const log_offset then = jam.state().last_offset;
    CHECK(named_in("thread/1", then).size() == 1);
    CHECK(named_in("forum/streets", then) == std::vector{post_id{3}});

    jam.when(cast_ballot{post_id{1}, choice::support}, by(ben, start + minutes{5})).accepted();
    jam.when(merge_post{post_id{1}, post_id{2}}, by(fay, start + minutes{5})).accepted();
    CHECK(my_jam_of(jam.state(), ben, {}).questions.size() == 1);
    jam.when(move_support{post_id{1}, false}, by(ben, start + minutes{6})).accepted();
    CHECK(my_jam_of(jam.state(), ben, {}).questions.empty());
}
