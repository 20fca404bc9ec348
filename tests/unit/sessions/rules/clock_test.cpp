// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/clock.hpp"

#include "tests/support/sessions/given_when_then.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::test;

namespace {

constexpr phase_index lobby = 0, ideas = 1, choose = 2, results = 3, archive = 4;
constexpr instant first_bell = start + hours{1};

phase_began by_clock(phase_index phase)
{
    return {phase, clock_cause::clock};
}

phase_began by_person(phase_index phase)
{
    return {phase, clock_cause::person};
}

event_bodies bodies_of(const std::vector<event>& events)
{
    event_bodies made;
    for (const auto& each : events)
        made.push_back(each.body);
    return made;
}

}  // namespace

TEST_CASE("PH1: a command that comes with the bell is too late, although no timer rang")
{
    auto jam = given(three_phases());
    jam.when(idea(), by(ada, first_bell - duration{1})).accepted();
    jam.when(idea(), by(ada, first_bell)).then(reject_code::phase_closed);
    CHECK(bodies_of(jam.bells()) == event_bodies{by_clock(choose)});
    CHECK(jam.bells().front().at == first_bell);
}

TEST_CASE("PH1: a post drafted in the phase that ended last is judged by it for the time of grace")
{
    auto jam = given(three_phases());
    const auto late = drafted_in("ideas"_slug, idea());
    jam.when(late, by(ada, first_bell + seconds{29})).accepted();
    jam.when(late, by(ada, first_bell + seconds{30})).then(reject_code::phase_closed);
    jam.when(drafted_in("results"_slug, idea()), by(ada, first_bell + seconds{30}))
        .then(reject_code::phase_closed);
}

TEST_CASE("PH1: an edit has the same grace as a post, a ballot and a post without the field have none")
{
    auto jam = given(three_phases());
    jam.when(idea(), by(ada, start)).accepted();
    const auto late = first_bell + seconds{5};
    jam.when(edit_post{post_id{1}, "Plant oaks.", {}}, by(ada, late)).then(reject_code::phase_closed);
    jam.when(edit_post{post_id{1}, "Plant oaks.", "ideas"_slug}, by(ada, late)).accepted();
    jam.when(idea(), by(ada, late)).then(reject_code::phase_closed);
    jam.when(cast_ballot{post_id{1}, choice::support}, by(ben, late)).then(reject_code::bad_field, "choice");
}

TEST_CASE("PH1: grace follows an advance as it follows a bell, but only for the phase that ended last")
{
    auto jam = given(three_phases());
    const auto now = start + minutes{10};
    jam.when(advance_phase{}, by(olga, now)).then({by_person(choose)});
    jam.when(drafted_in("ideas"_slug, idea()), by(ada, now + seconds{5})).accepted();
    jam.when(advance_phase{}, by(olga, now + seconds{10})).then({by_person(results)});
    jam.when(drafted_in("ideas"_slug, idea()), by(ada, now + seconds{15})).then(reject_code::phase_closed);
}

TEST_CASE("PH1: a phase that does not exist is no phase to draft in")
{
    given(three_phases())
        .when(drafted_in("never"_slug, idea()), by(ada, start))
        .then(reject_code::bad_field, "drafted_in");
}

TEST_CASE("PH1: grace can be none")
{
    auto plan = three_phases();
    plan.policy([](policies& p) { p.grace_s = 0; });
    given(plan).when(drafted_in("ideas"_slug, idea()), by(ada, first_bell)).then(reject_code::phase_closed);
}

TEST_CASE("PH2: lengths are elapsed time from the bell before")
{
    const auto clock = clock_of(three_phases().build(), created);
    REQUIRE(clock.phases.size() == 5);
    CHECK(clock.phases[lobby].begins_at == created);
    CHECK(clock.phases[lobby].ends_at == start);
    CHECK(clock.phases[ideas].begins_at == start);
    CHECK(clock.phases[ideas].ends_at == first_bell);
    CHECK(clock.phases[choose].ends_at == start + minutes{90});
    CHECK(clock.phases[results].ends_at == start + hours{2});
    CHECK(clock.phases[archive].begins_at == start + hours{2});
    CHECK_FALSE(clock.phases[archive].ends_at);
}

TEST_CASE("PH3: moves of the clock are events, and bells tell who or what rang them")
{
    auto jam = given(three_phases());
    jam.when(extend_phase{5}, by(olga, start)).then({clock_extended{5}});
    jam.when(pause_clock{}, by(olga, start)).then({clock_paused{}});
    jam.when(resume_clock{}, by(olga, start)).then({clock_resumed{}});
    jam.when(advance_phase{}, by(olga, start)).then({by_person(choose)});
    jam.at(start + minutes{30});
    CHECK(bodies_of(jam.bells()) == event_bodies{by_clock(results)});
}

TEST_CASE("PH4: bells missed while down ring in order, each at its scheduled instant")
{
    scenario jam{opened(three_phases())};
    jam.at(start + minutes{95}, clock_cause::recovery);
    CHECK(bodies_of(jam.bells()) == event_bodies{phase_began{ideas, clock_cause::recovery},
                                                 phase_began{choose, clock_cause::recovery},
                                                 phase_began{results, clock_cause::recovery}});
    REQUIRE(jam.bells().size() == 3);
    CHECK(jam.bells()[0].at == start);
    CHECK(jam.bells()[1].at == first_bell);
    CHECK(jam.bells()[2].at == start + minutes{90});
    CHECK(jam.state().clock.now_running().ends_at == start + hours{2});
}

TEST_CASE("PH5: a bell keeps who had seen each idea when the phase ended")
{
    auto jam = given(three_phases());
    jam.when(idea(), by(ada, start)).accepted();
    jam.when(record_seen{{{post_id{1}, 4}}}, by_hall(start)).accepted();
    jam.at(first_bell);
    jam.when(record_seen{{{post_id{1}, 2}}}, by_hall(first_bell)).accepted();
    CHECK(jam.state().boxes[ideas].seen_at_end == std::vector<std::uint32_t>{4});
    CHECK(jam.state().boxes[choose].seen_at_end.empty());
    CHECK(jam.posted(1).seen_count == 6);
}

TEST_CASE("PH7: extending moves the end, and phases with a length follow")
{
    auto jam = given(three_phases());
    jam.when(extend_phase{20}, by(olga, start)).accepted();
    CHECK(next_deadline(jam.state()) == first_bell + minutes{20});
    CHECK(jam.state().clock.phases[results].ends_at == start + minutes{140});
    jam.when(idea(), by(ada, first_bell + minutes{19})).accepted();
}

TEST_CASE("PH7: a later fixed end stays, and leaving a phase under a minute is refused")
{
    a_plan plan;
    plan.phase("ideas"_slug, phase_kind::ideate, hours{1});
    plan.phase_until("choose"_slug, phase_kind::prioritise, start + minutes{90});
    plan.phase("results"_slug, phase_kind::reveal, minutes{30});
    auto jam = given(plan);
    jam.when(extend_phase{29}, by(olga, start)).accepted();
    CHECK(jam.state().clock.phases[choose].begins_at == start + minutes{89});
    CHECK(jam.state().clock.phases[choose].ends_at == start + minutes{90});
    CHECK(jam.state().clock.phases[results].ends_at == start + hours{2});
    jam.when(extend_phase{1}, by(olga, start)).then(reject_code::bad_field);
    CHECK(jam.refused().message.find("Prioritise") != std::string::npos);
}

TEST_CASE("PH7: a pause stops the clock, not the people, and resuming gives back what remained")
{
    auto jam = given(three_phases());
    jam.when(pause_clock{}, by(olga, start + minutes{50})).accepted();
    CHECK(jam.state().clock.is_paused());
    CHECK_FALSE(jam.state().clock.now_running().ends_at);
    CHECK_FALSE(next_deadline(jam.state()));
    CHECK_FALSE(jam.state().clock.phases[choose].begins_at);
    jam.when(idea(), by(ada, start + hours{5})).accepted();
    jam.when(resume_clock{}, by(olga, start + hours{6})).accepted();
    CHECK(next_deadline(jam.state()) == start + hours{6} + minutes{10});
    CHECK(jam.state().clock.phases[choose].ends_at == start + hours{6} + minutes{40});
}

TEST_CASE("PH7: extending a paused phase adds to what remains, advancing ends the pause")
{
    auto jam = given(three_phases());
    jam.when(pause_clock{}, by(olga, start + minutes{50})).accepted();
    jam.when(extend_phase{15}, by(olga, start + minutes{55})).accepted();
    CHECK(jam.state().clock.paused_remaining == minutes{25});
    jam.when(advance_phase{}, by(olga, start + minutes{58})).accepted();
    CHECK_FALSE(jam.state().clock.is_paused());
    CHECK(next_deadline(jam.state()) == start + minutes{88});
}

TEST_CASE("PH7: pausing twice, resuming a running clock and odd numbers of minutes are refused")
{
    auto jam = given(three_phases());
    jam.when(resume_clock{}, by(olga, start)).then(reject_code::not_allowed);
    jam.when(pause_clock{}, by(olga, start)).accepted();
    jam.when(pause_clock{}, by(olga, start)).then(reject_code::not_allowed);
    const auto minutes_given = GENERATE(std::int64_t{0}, std::int64_t{-5}, std::int64_t{1} << 40);
    jam.when(extend_phase{minutes_given}, by(olga, start)).then(reject_code::bad_field, "minutes");
}

TEST_CASE("PH7: no phase lasts more than five years, however often it is extended")
{
    auto jam = given(three_phases());
    for (int year = 0; year < 4; ++year)
        jam.when(extend_phase{60 * 24 * 366}, by(olga, start)).accepted();
    jam.when(extend_phase{60 * 24 * 366}, by(olga, start)).then(reject_code::bad_field, "minutes");
}

TEST_CASE("PH7: a bell does not ring before the last event")
{
    auto jam = given(three_phases());
    jam.when(extend_phase{5}, by(olga, first_bell - seconds{1})).accepted();
    auto log = jam.log();
    append(log, first_bell + minutes{7}, ada, joined{{1, 1}});  // real time jumped ahead, then back
    const auto due = due_bell(given(log).state(), first_bell + minutes{5}, clock_cause::clock);
    REQUIRE(due);
    CHECK(due->at == first_bell + minutes{7});
}

TEST_CASE("PH8: before the start runs an implicit lobby, after the last end an implicit archive")
{
    scenario jam{opened(one_phase())};
    CHECK(jam.state().clock.now_running().id == "lobby"_slug);
    jam.when(idea(), by(ada, start - duration{1})).then(reject_code::phase_closed);
    jam.when(idea(), by(ada, start)).accepted();
    jam.at(first_bell);
    CHECK(bodies_of(jam.bells()) == event_bodies{by_clock(2), jam_closed{}});
    CHECK(jam.state().clock.now_running().id == "archive"_slug);
    CHECK_FALSE(next_deadline(jam.state()));
}

TEST_CASE("PH8: a lobby that opens the agenda runs from the creation to its own end")
{
    a_plan plan;
    plan.phase("welcome"_slug, phase_kind::lobby, minutes{10})
        .phase("ideas"_slug, phase_kind::ideate, hours{1});
    scenario jam{opened(plan)};
    CHECK(jam.state().clock.now_running().id == "welcome"_slug);
    CHECK(next_deadline(jam.state()) == start + minutes{10});
    jam.at(start + minutes{10});
    CHECK(bodies_of(jam.bells()) == event_bodies{by_clock(1)});
    CHECK(jam.state().clock.phases.size() == 3);
}

TEST_CASE("PH8: a lobby later in the agenda is held before the start and comes again in its place")
{
    a_plan plan;
    plan.phase("ideas"_slug, phase_kind::ideate, hours{1}).phase("break"_slug, phase_kind::lobby, hours{12});
    plan.phase("more"_slug, phase_kind::ideate, hours{1});
    scenario jam{opened(plan)};
    const auto id = [&] { return jam.state().clock.now_running().id.str(); };
    CHECK(id() == "break");
    CHECK(next_deadline(jam.state()) == start);
    CHECK(jam.state().clock.phases[2].begins_at == start + hours{13});
    jam.at(start);
    CHECK(id() == "ideas");
    CHECK(jam.state().clock.phases[1].begins_at == start + hours{1});
    jam.at(start + hours{1});
    CHECK(id() == "break");
    CHECK(next_deadline(jam.state()) == start + hours{13});
    jam.at(start + hours{14});
    CHECK(jam.state().stage == jam_stage::closed);
}

TEST_CASE("PH8: extending the lobby moves the start")
{
    scenario jam{opened(three_phases())};
    jam.when(extend_phase{15}, by(olga, created)).accepted();
    jam.at(start + minutes{14});
    CHECK(jam.bells().empty());
    jam.at(start + minutes{15});
    CHECK(bodies_of(jam.bells()) == event_bodies{by_clock(ideas)});
    CHECK(next_deadline(jam.state()) == start + minutes{75});
}

TEST_CASE("PH8: the implicit archive takes the next free name when the agenda has an archive of its own")
{
    a_plan plan;
    plan.phase("ideas"_slug, phase_kind::ideate, hours{1})
        .phase("archive"_slug, phase_kind::archive, hours{1});
    plan.phase("archive-2"_slug, phase_kind::archive, hours{1});
    auto jam = given(plan);
    jam.at(start + hours{2});
    CHECK(jam.state().stage == jam_stage::open);
    jam.when(idea(), by(ada, start + hours{2})).then(reject_code::phase_closed);
    jam.at(start + hours{3});
    CHECK(jam.state().clock.now_running().id == "archive-3"_slug);
    CHECK(jam.state().stage == jam_stage::closed);
}

TEST_CASE("PH8: a start that has come already begins the first phase at once")
{
    auto plan = three_phases();
    plan.starts_at(created - seconds{1});
    scenario jam{opened(plan)};
    jam.at(created);
    CHECK(bodies_of(jam.bells()) == event_bodies{by_clock(ideas)});
    CHECK(next_deadline(jam.state()) == created + hours{1});
}

TEST_CASE("PH9: a post written while names were hidden stays nameless")
{
    a_plan plan;
    plan.phase("quiet"_slug, phase_kind::brainwrite, hours{1})
        .phase("ideas"_slug, phase_kind::ideate, hours{1});
    auto jam = given(plan);
    jam.when(idea(), by(ada, start)).accepted();
    jam.when(drafted_in("quiet"_slug, idea()), by(ada, first_bell + seconds{5})).accepted();
    jam.when(idea(), by(ada, first_bell + seconds{5})).accepted();
    CHECK(jam.posted(1).is_nameless);
    CHECK(jam.posted(2).is_nameless);
    CHECK_FALSE(jam.posted(3).is_nameless);
}

TEST_CASE("PH10: after a long pause, phases whose fixed end has passed are passed over")
{
    a_plan plan;
    plan.phase("ideas"_slug, phase_kind::ideate, hours{1});
    plan.phase_until("choose"_slug, phase_kind::prioritise, start + hours{2});
    plan.phase("results"_slug, phase_kind::reveal, hours{1});
    auto jam = given(plan);
    jam.when(pause_clock{}, by(olga, start)).accepted();
    const auto now = start + hours{2} - seconds{59};
    jam.when(resume_clock{}, by(olga, now)).then(reject_code::bad_field);
    jam.when(advance_phase{}, by(olga, now)).then({by_person(results)});
    CHECK_FALSE(jam.state().clock.phases[choose].has_begun);
    CHECK(jam.state().clock.phases[choose].has_ended);
    CHECK(next_deadline(jam.state()) == now + hours{1});
}

TEST_CASE("PH10: with a minute left before its fixed end a phase still begins")
{
    a_plan plan;
    plan.phase("ideas"_slug, phase_kind::ideate, hours{1});
    plan.phase_until("choose"_slug, phase_kind::prioritise, start + hours{2});
    auto jam = given(plan);
    jam.when(pause_clock{}, by(olga, start)).accepted();
    jam.when(advance_phase{}, by(olga, start + minutes{119})).then({by_person(choose)});
    CHECK(next_deadline(jam.state()) == start + hours{2});
}

TEST_CASE("PH11: after the last bell rung by clock or advance, drafts keep their grace and the rest is late")
{
    auto jam = given(one_phase());
    jam.when(idea(), by(ada, start)).accepted();
    const bool by_hand = GENERATE(false, true);
    const auto end = by_hand ? start + minutes{5} : first_bell;
    if (by_hand)
        jam.when(advance_phase{}, by(olga, end)).then({by_person(2), jam_closed{}});
    const auto late = end + seconds{10};
    jam.when(drafted_in("main"_slug, idea()), by(ada, late)).accepted();
    jam.when(idea(), by(ada, late)).then(reject_code::phase_closed);
    jam.when(cast_ballot{post_id{1}, choice::support}, by(ben, late)).then(reject_code::phase_closed);
    jam.when(announce{"Thank you", {}}, by(olga, late)).then(reject_code::jam_over);
    jam.when(drafted_in("main"_slug, idea()), by(ada, end + seconds{30})).then(reject_code::jam_over);
}

TEST_CASE("PH11: closing by hand ends the phase without grace")
{
    auto jam = given(three_phases());
    jam.when(close_jam{}, by(olga, start)).then({jam_closed{}, by_person(archive)});
    jam.when(drafted_in("ideas"_slug, idea()), by(ada, start + seconds{5})).then(reject_code::jam_over);
}
