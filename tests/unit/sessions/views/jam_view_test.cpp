// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/jam_view.hpp"

#include "tests/unit/sessions/views/told_jam.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::sessions;

namespace {

plan two_phases()
{
    return told_jam::plan_of({told_jam::phase_of("ideas"_slug, phase_kind::ideate),
                              told_jam::phase_of("results"_slug, phase_kind::reveal)});
}

}  // namespace

TEST_CASE(
    "VI6: a jam is scheduled until it starts or is started, and then runs until it is closed or cancelled")
{
    told_jam jam{two_phases()};
    const auto starts = jam.state().what->starts_at;
    const auto before = starts - duration{1};
    CHECK(standing_of(jam.state(), before) == jam_standing::scheduled);
    CHECK(standing_of(jam.state(), starts) == jam_standing::running);
    told_jam early = jam;
    early.ring_until("ideas"_slug);
    CHECK(standing_of(early.state(), before) == jam_standing::running);
    told_jam cancelled = jam;
    cancelled.tell(jam_cancelled{"Flood"}, {});
    CHECK(standing_of(cancelled.state(), before) == jam_standing::cancelled);
    jam.tell(jam_closed{}, {});
    CHECK(standing_of(jam.state(), before) == jam_standing::closed);
    CHECK(name_of(jam_standing::scheduled) == "scheduled");
}

TEST_CASE("VI6: the agenda lists every phase with its bells, and a paused one has no end")
{
    told_jam jam{two_phases()};
    jam.ring_until("ideas"_slug);
    const auto agenda = agenda_of(jam.state());
    REQUIRE(agenda.size() == 4);
    CHECK(agenda[1].id == "ideas"_slug);
    CHECK(agenda[1].begins_at == jam.last().at);
    CHECK(agenda[1].ends_at == agenda[2].begins_at);
    CHECK(agenda[1].rules->ballot == ballot_switch::support);
    CHECK_FALSE(agenda[3].ends_at.has_value());
    jam.tell(clock_paused{}, {});
    CHECK(running_phase(jam.state()).is_paused);
    CHECK_FALSE(running_phase(jam.state()).ends_at.has_value());
    CHECK_FALSE(agenda_of(jam.state())[2].begins_at.has_value());
    CHECK_FALSE(agenda_of(jam.state())[2].is_paused);
}

TEST_CASE("VI6: forums are listed with their ideas and their last post, which no ballot moves")
{
    told_jam jam{two_phases()};
    const auto crowd = jam.people(2);
    jam.ring_until("ideas"_slug);
    const auto idea = jam.idea(crowd[0], "Here", 1);
    const auto posted = jam.last().at;
    jam.ballot(crowd[1], idea, choice::support);
    const auto forums = forums_of(jam.state());
    REQUIRE(forums.size() == 2);
    CHECK(forums[1].id == "parks"_slug);
    CHECK(forums[1].title == "Parks");
    CHECK(forums[1].ideas == 1);
    CHECK(forums[1].last_at == posted);
    CHECK(forums[0].ideas == 0);
    CHECK_FALSE(forums[0].last_at.has_value());
}
