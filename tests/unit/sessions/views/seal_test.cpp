// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/seal.hpp"

#include "sessions/views/me_view.hpp"
#include "tests/unit/sessions/views/told_jam.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::sessions;

namespace {

constexpr phase_index first_phase = 1;  // after the implicit lobby

plan ideas_then_results(std::size_t audience_count = 1)
{
    return told_jam::plan_of({told_jam::phase_of("ideas"_slug, phase_kind::ideate),
                              told_jam::phase_of("choose"_slug, phase_kind::prioritise),
                              told_jam::phase_of("results"_slug, phase_kind::reveal)},
                             audience_count);
}

plan live_ideas(std::size_t audience_count = 1)
{
    auto phase = told_jam::phase_of("ideas"_slug, phase_kind::ideate);
    phase.rules.tallies = tallies_switch::live;
    return told_jam::plan_of({phase, told_jam::phase_of("results"_slug, phase_kind::reveal)}, audience_count);
}

}  // namespace

TEST_CASE("BA2: while the running phase is sealed no tally of any phase is shown")
{
    told_jam jam{ideas_then_results()};
    const auto crowd = jam.people(3);
    jam.ring_until("ideas"_slug);
    const auto idea = jam.idea(crowd[0]);
    jam.ballot(crowd[1], idea, choice::support);
    jam.seen(idea, 3);

    const auto nothing_is_shown = [&] {
        CHECK_FALSE(tallies_are_shown(jam.state()));
        for (phase_index phase = 0; phase < jam.state().clock.phases.size(); ++phase) {
            CHECK_FALSE(tally_of(jam.state(), phase, idea).has_value());
            CHECK_FALSE(proportion_of(jam.state(), phase, idea).has_value());
            CHECK_FALSE(turnout_of(jam.state(), phase).has_value());
        }
        CHECK_FALSE(headline_tally(jam.state(), jam.state().at(idea)).has_value());
        CHECK_FALSE(headline_phase(jam.state()).has_value());
        CHECK_FALSE(seen_count(jam.state(), idea).has_value());
    };
    nothing_is_shown();
    jam.ring_until("choose"_slug);
    nothing_is_shown();

    jam.ring_until("results"_slug);
    CHECK(tallies_are_shown(jam.state()));
    CHECK(tally_of(jam.state(), first_phase, idea).value().all.of(measure::support) == 1);
    CHECK(seen_count(jam.state(), idea) == 3U);
}

TEST_CASE("BA2: closing lifts the seal, and a jam cancelled while sealed stays sealed")
{
    told_jam closed{ideas_then_results()};
    closed.ring_until("ideas"_slug);
    told_jam cancelled = closed;
    closed.tell(jam_closed{}, {});
    CHECK(tallies_are_shown(closed.state()));
    cancelled.tell(jam_cancelled{"Flood"}, {});
    CHECK_FALSE(tallies_are_shown(cancelled.state()));
    CHECK_FALSE(headline_phase(cancelled.state()).has_value());
}

TEST_CASE("BA2: a jam cancelled while its tallies were live still shows them")
{
    told_jam jam{live_ideas()};
    jam.ring_until("ideas"_slug);
    jam.tell(jam_cancelled{"Flood"}, {});
    CHECK(tallies_are_shown(jam.state()));
}

TEST_CASE("BA2: everybody sees their own ballots, sealed or not")
{
    told_jam jam{ideas_then_results()};
    const auto crowd = jam.people(2);
    jam.ring_until("ideas"_slug);
    const auto first = jam.idea(crowd[0]);
    const auto second = jam.idea(crowd[0]);
    jam.ballot(crowd[1], second, choice::support);
    jam.ballot(crowd[1], first, choice::support);
    jam.ballot(crowd[1], first, choice::withdraw);
    jam.ring_until("choose"_slug);
    jam.ballot(crowd[1], first, choice::disagree);

    const auto mine = me_of(jam.state(), crowd[1]);
    REQUIRE(mine.ballots.size() == 2);
    CHECK(mine.ballots[0].phase == first_phase);
    CHECK(mine.ballots[0].post == second);
    CHECK(mine.ballots[0].says == choice::support);
    CHECK(mine.ballots[1].phase == first_phase + 1);
    CHECK(mine.ballots[1].post == first);
    CHECK(mine.ballots[1].says == choice::disagree);
    CHECK(mine.posts.empty());

    const auto others = me_of(jam.state(), crowd[0]);
    CHECK(others.ballots.empty());
    REQUIRE(others.posts.size() == 2);
    CHECK(others.posts[0].post == first);
}

TEST_CASE("BA3: the headline is the running phase while it takes ballots, then the last one with any")
{
    told_jam jam{live_ideas()};
    const auto crowd = jam.people(1);
    CHECK_FALSE(headline_phase(jam.state()).has_value());
    jam.ring_until("ideas"_slug);
    const auto idea = jam.idea(crowd[0]);
    CHECK(headline_phase(jam.state()) == first_phase);
    jam.ballot(crowd[0], idea, choice::support);
    jam.ring_until("results"_slug);
    CHECK(headline_phase(jam.state()) == first_phase);

    told_jam passed{ideas_then_results()};
    const auto other = passed.people(1);
    passed.ring_until("ideas"_slug);
    const auto liked = passed.idea(other[0]);
    passed.ballot(other[0], liked, choice::support);
    passed.ring_until("choose"_slug);
    passed.ring_until("results"_slug);
    CHECK(headline_phase(passed.state()) == first_phase);  // nobody answered in the phase after it
    CHECK(headline_tally(passed.state(), passed.state().at(liked)).value().phase == first_phase);
}

TEST_CASE("BA3: tallies of phases stand side by side and are not added")
{
    told_jam jam{ideas_then_results()};
    const auto crowd = jam.people(3);
    jam.ring_until("ideas"_slug);
    const auto idea = jam.idea(crowd[0]);
    jam.ballot(crowd[0], idea, choice::support);
    jam.ballot(crowd[1], idea, choice::support);
    jam.ring_until("choose"_slug);
    jam.ballot(crowd[0], idea, choice::agree);
    jam.ballot(crowd[2], idea, choice::pass);
    jam.ring_until("results"_slug);
    CHECK(tally_of(jam.state(), 1, idea).value().all.counts == tally{{2, 0, 0, 0}}.counts);
    CHECK(tally_of(jam.state(), 2, idea).value().all.counts == tally{{0, 1, 0, 1}}.counts);
    CHECK(headline_tally(jam.state(), jam.state().at(idea)).value().phase == 2);
    CHECK_FALSE(tally_of(jam.state(), 3, idea).has_value());
    CHECK_FALSE(tally_of(jam.state(), 99, idea).has_value());
}

TEST_CASE("BA4: support is a share of those who saw the idea by the phase's end")
{
    told_jam jam{live_ideas()};
    const auto crowd = jam.people(10);
    jam.ring_until("ideas"_slug);
    const auto idea = jam.idea(crowd[0]);
    const auto unseen = jam.idea(crowd[0]);
    jam.seen(idea, 4);
    jam.ballot(crowd[1], idea, choice::support);
    CHECK(proportion_of(jam.state(), 1, idea) == proportion{1, 4});
    jam.seen(idea, 2);
    CHECK(proportion_of(jam.state(), 1, idea) == proportion{1, 6});
    jam.ring_until("results"_slug);
    jam.seen(idea, 3);
    CHECK(proportion_of(jam.state(), 1, idea) == proportion{1, 6});
    CHECK(proportion_of(jam.state(), 1, unseen) == proportion{0, 0});
}

TEST_CASE("BA4: a ballot counts as having seen the idea before its exposure is flushed")
{
    told_jam jam{live_ideas()};
    const auto crowd = jam.people(3);
    jam.ring_until("ideas"_slug);
    const auto idea = jam.idea(crowd[0]);
    jam.ballot(crowd[1], idea, choice::support);
    jam.ballot(crowd[2], idea, choice::support);
    jam.seen(idea, 1);
    CHECK(proportion_of(jam.state(), 1, idea) == proportion{2, 2});
}

TEST_CASE("BA4: agreement is a share of those who answered")
{
    told_jam jam{ideas_then_results()};
    const auto crowd = jam.people(6);
    jam.ring_until("ideas"_slug);
    const auto idea = jam.idea(crowd[0]);
    jam.seen(idea, 6);
    jam.ring_until("choose"_slug);
    jam.ballot(crowd[0], idea, choice::agree);
    jam.ballot(crowd[1], idea, choice::agree);
    jam.ballot(crowd[2], idea, choice::disagree);
    jam.ballot(crowd[3], idea, choice::pass);
    jam.ring_until("results"_slug);
    CHECK(proportion_of(jam.state(), 2, idea) == proportion{2, 4});
    CHECK(turnout_of(jam.state(), 2) == turnout{4, 4});
}

TEST_CASE("BA7: the tally of a small audience is left out, with a second one that would give it back")
{
    told_jam jam{live_ideas(3)};
    const auto staff = jam.people(3, 0);
    const auto residents = jam.people(9, 1);
    const auto guests = jam.people(20, 2);
    jam.ring_until("ideas"_slug);
    const auto idea = jam.idea(staff[0]);
    for (const auto& group : {staff, residents, guests})
        for (person_id who : group)
            jam.ballot(who, idea, choice::support);
    const auto shown = tally_of(jam.state(), 1, idea).value();
    CHECK(shown.all.of(measure::support) == 32);
    REQUIRE(shown.by_audience.size() == 3);
    CHECK_FALSE(shown.by_audience[0].of(measure::support).has_value());
    CHECK_FALSE(shown.by_audience[1].of(measure::support).has_value());
    CHECK(shown.by_audience[2].of(measure::support) == 20U);
}

TEST_CASE("BA7: tallies have no audiences where the plan has one")
{
    told_jam jam{live_ideas()};
    const auto crowd = jam.people(1);
    jam.ring_until("ideas"_slug);
    const auto idea = jam.idea(crowd[0]);
    CHECK(tally_of(jam.state(), 1, idea).value().by_audience.empty());
}
