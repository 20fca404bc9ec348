// SPDX-License-Identifier: Apache-2.0
#include "sessions/core/limits.hpp"
#include "sessions/rules/clock.hpp"
#include "sessions/rules/evolve.hpp"
#include "tests/support/sessions/given_when_then.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::test;

namespace {

/// Every command that is neither the hall's note nor taken by a closed jam.
std::vector<command> ended_by_closing()
{
    return {join{{1, 1}},
            idea(),
            edit_post{post_id{1}, "Plant oaks.", {}},
            cast_ballot{post_id{1}, choice::support},
            announce{"Hello", {}},
            advance_phase{},
            extend_phase{5},
            pause_clock{},
            resume_clock{},
            close_jam{},
            cancel_jam{"Too late"},
            mute_person{ada, {}, 10, ""},
            unmute_person{ada},
            take_shift{"streets"_slug, start, 3},
            drop_shift{"streets"_slug, start, 3},
            offer_shift{"streets"_slug, start, 3, fay},
            hand_over{"streets"_slug, "Quiet."},
            say{"Hello", {}},
            put_person{{}, entry_of("Dan")}};
}

/// The organizer's own idea, so that no permission stands in the way.
scenario with_idea()
{
    auto jam = given(three_phases());
    jam.when(idea(), by(olga, start)).accepted();
    return jam;
}

}  // namespace

TEST_CASE("MO5: a closed jam takes withdrawals and role changes, but posts, shifts and the like are over")
{
    auto jam = with_idea();
    jam.when(close_jam{}, by(olga, start)).accepted();
    for (const auto& asked : ended_by_closing()) {
        INFO(name_of(asked));
        jam.when(asked, by(olga, start)).then(reject_code::jam_over);
    }
    jam.when(grant_role{ada, role::analyst, {}}, by(olga, start)).accepted();
    jam.when(revoke_role{ada, role::analyst}, by(olga, start)).accepted();
    jam.when(withdraw_post{post_id{1}}, by(olga, start)).accepted();
    CHECK(jam.posted(1).state == post_state::withdrawn);
}

TEST_CASE("MO5: a cancelled jam takes nothing")
{
    auto jam = with_idea();
    jam.when(cancel_jam{"The hall is flooded."}, by(olga, start))
        .then({jam_cancelled{"The hall is flooded."}});
    for (const auto& asked : ended_by_closing()) {
        INFO(name_of(asked));
        jam.when(asked, by(olga, start)).then(reject_code::jam_over);
    }
    jam.when(grant_role{ada, role::analyst, {}}, by(olga, start)).then(reject_code::jam_over);
    jam.when(withdraw_post{post_id{1}}, by(olga, start)).then(reject_code::jam_over);
}

TEST_CASE("MO5: once the jam is over the hall has nothing more to note")
{
    auto jam = with_idea();
    if (GENERATE(true, false))
        jam.when(close_jam{}, by(olga, start)).accepted();
    else
        jam.when(cancel_jam{"Flooded"}, by(olga, start)).accepted();
    jam.when(register_person{}, by(ada, start)).then(event_bodies{});
    jam.when(enter_person{}, by(ada, start)).then(event_bodies{});
    jam.when(record_seen{{{post_id{1}, 1}}}, by_hall(start)).then(event_bodies{});
}

TEST_CASE("PH12: closing by hand begins the archive, whatever ran")
{
    scenario jam{opened(three_phases())};
    if (const bool has_started = GENERATE(true, false); has_started)
        jam.at(start + minutes{75});
    jam.when(close_jam{}, by(olga, jam.state().last_at))
        .then({jam_closed{}, phase_began{4, clock_cause::person}});
    CHECK(jam.state().stage == jam_stage::closed);
    CHECK(jam.state().clock.now_running().id == "archive"_slug);
    CHECK_FALSE(next_deadline(jam.state()));
    jam.at(start + hours{10});
    CHECK(jam.bells().empty());
}

TEST_CASE("PH12: closing while the agenda's own archive runs begins the implicit one")
{
    a_plan plan;
    plan.phase("ideas"_slug, phase_kind::ideate, hours{1})
        .phase("archive"_slug, phase_kind::archive, hours{1});
    auto jam = given(plan);
    jam.when(close_jam{}, by(olga, start + hours{1})).accepted();
    CHECK(jam.state().clock.now_running().id == "archive-2"_slug);
}

TEST_CASE("PH12: closing a jam that waits in a later lobby leaves no phase half begun")
{
    a_plan plan;
    plan.phase("ideas"_slug, phase_kind::ideate, hours{1}).phase("break"_slug, phase_kind::lobby, hours{1});
    scenario jam{opened(plan)};
    jam.when(close_jam{}, by(olga, created + minutes{5})).accepted();
    CHECK(jam.state().clock.phases[1].begins_at == created);
    CHECK(jam.state().clock.phases[1].ends_at == created + minutes{5});
    CHECK(jam.state().clock.phases[1].has_ended);
}

TEST_CASE("PH12: cancelling stops the clock where it stands and needs a reason")
{
    auto jam = given(three_phases());
    jam.when(cancel_jam{" "}, by(olga, start)).then(reject_code::bad_field, "note");
    jam.when(cancel_jam{std::string(limits::note_length_max + 1, 'x')}, by(olga, start))
        .then(reject_code::text_too_long, "note");
    jam.when(cancel_jam{"Flooded"}, by(ada, start)).then(reject_code::not_allowed);
    jam.when(cancel_jam{"Flooded"}, by_administrator(start)).accepted();
    CHECK(jam.state().clock.now_running().id == "ideas"_slug);
    jam.at(start + hours{10});
    CHECK(jam.bells().empty());
}

TEST_CASE("PH13: a jam is created by the hall from a plan without faults that is not over already")
{
    const auto create = [](const plan& written) {
        return decide({}, create_jam{"jam"_slug, std::make_shared<const plan>(written), 7}, by_hall(created));
    };
    const auto made = create(three_phases());
    REQUIRE(made.has_value());
    REQUIRE(made->size() == 1);
    CHECK(std::get<jam_created>(made->front()).seed == 7);

    auto faulty = three_phases();
    faulty.but([](plan& p) { p.title = ""; });
    CHECK(create(faulty).error().field == "/title");
    auto over = three_phases();
    over.starts_at(created - hours{2});
    CHECK(create(over).error().field == "/starts_at");
}

TEST_CASE("PH13: what needs a jam is a bug without one, and so is creating it twice")
{
    CHECK_THROWS_AS(decide({}, idea(), by(ada, start)), invariant_broken);
    const auto jam = given(one_phase());
    CHECK_THROWS_AS(decide(jam.state(), create_jam{"jam"_slug, jam.state().what, 7}, by_hall(start)),
                    invariant_broken);
}
