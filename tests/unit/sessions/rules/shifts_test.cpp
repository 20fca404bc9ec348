// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/shifts.hpp"

#include "sessions/core/limits.hpp"
#include "tests/support/sessions/given_when_then.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::test;

namespace {

constexpr auto streets = "streets"_slug;
constexpr auto parks = "parks"_slug;
constexpr instant morning = start + minutes{10};

take_shift three_hours(slug forum = streets, instant at = morning)
{
    return {forum, at, 3};
}

/// A jam in which Fay has three hours on the streets.
scenario with_shift()
{
    auto jam = given(three_phases());
    jam.when(three_hours(), by(fay, start)).accepted();
    return jam;
}

/// The same with Cleo as another facilitator of the streets.
scenario with_colleague()
{
    auto jam = with_shift();
    jam.when(grant_role{cleo, role::facilitator, {streets}}, by(olga, start)).accepted();
    return jam;
}

const shift_desk& desk(const scenario& jam)
{
    return jam.state().desk;
}

}  // namespace

TEST_CASE("SH1: facilitators and hosts take hours on their forums, organizers on all")
{
    const auto taken = [](person_id who, slug forum) {
        auto jam = given(three_phases());
        jam.when(three_hours(forum), by(who, start));
        return jam;
    };
    taken(fay, streets).then({shift_taken{0, morning, 3, {}}});
    taken(hugo, parks).then({shift_taken{1, morning, 3, {}}});
    taken(olga, parks).accepted();
    taken(fay, parks).then(reject_code::not_allowed);
    CHECK(taken(hugo, streets).refused().message ==
          "The shift desk is for the facilitators and hosts of this forum and for organizers.");
    for (const auto who : {ada, ben, gita, otto, anna, rosa})
        taken(who, streets).then(reject_code::not_allowed);
    taken(olga, "nowhere"_slug).then(reject_code::no_such_forum, "forum");
    auto jam = given(three_phases());
    jam.when(three_hours(), by_administrator(start)).then(reject_code::not_allowed);
    CHECK(jam.refused().message == "The administrator is nobody in this jam and works no shifts in it.");
}

TEST_CASE("SH1: a shift is of whole hours, begins on a whole minute and is not over")
{
    auto jam = given(three_phases());
    const auto refused = [&](instant at, std::int64_t hours, const char* field) {
        jam.when(take_shift{streets, at, hours}, by(fay, start)).then(reject_code::bad_field, field);
    };
    refused(start, 0, "hours");
    refused(start, 25, "hours");
    refused(start, INT64_MAX, "hours");
    refused(start + seconds{30}, 3, "starts_at_ms");
    refused(start - hours{3}, 3, "starts_at_ms");
    CHECK(jam.refused().message == "These hours are over already.");
    refused(instant{-60'000}, 3, "starts_at_ms");
    refused(instant{INT64_MAX - 7}, 3, "starts_at_ms");
    refused(start + limits::phase_length_max + minutes{1}, 3, "starts_at_ms");
    jam.when(take_shift{streets, start - hours{3} + minutes{1}, 3}, by(fay, start)).accepted();
    jam.when(take_shift{streets, start + minutes{1}, 24}, by(fay, start)).accepted();
}

TEST_CASE("SH1: nobody works twice at a time on a forum, but several people may, and one on two forums")
{
    auto jam = with_shift();
    for (const auto at : {morning, morning - hours{1}, morning + hours{2}})
        jam.when(three_hours(streets, at), by(fay, start)).then(reject_code::bad_field, "starts_at_ms");
    CHECK(jam.refused().message == "You have a shift on this forum at that time already.");
    jam.when(three_hours(streets, morning + hours{3}), by(fay, start)).accepted();
    jam.when(three_hours(), by(olga, start)).accepted();
    jam.when(three_hours(parks), by(olga, start)).accepted();
    REQUIRE(desk(jam).shifts.size() == 4);
    CHECK(desk(jam).shifts[0] == shift{olga, 0, morning, 3, {}});
    CHECK(desk(jam).shifts[1] == shift{fay, 0, morning, 3, {}});
    CHECK(desk(jam).shifts[2] == shift{olga, 1, morning, 3, {}});
    CHECK(desk(jam).shifts[3] == shift{fay, 0, morning + hours{3}, 3, {}});
}

TEST_CASE("SH1: one drops one's own shift while it is not over")
{
    auto jam = with_shift();
    jam.when(drop_shift{streets, morning, 3}, by(olga, start)).then(reject_code::bad_field, "starts_at_ms");
    jam.when(drop_shift{streets, morning, 2}, by(fay, start)).then(reject_code::bad_field, "starts_at_ms");
    CHECK(jam.refused().message == "You have no shift of these hours on this forum.");
    jam.when(drop_shift{streets, morning, 3}, by(ada, start)).then(reject_code::not_allowed);
    jam.when(drop_shift{streets, morning, 3}, by(fay, start)).then({shift_dropped{0, morning, 3}});
    CHECK(desk(jam).shifts.empty());
    jam.when(take_shift{streets, start, 1}, by(fay, start)).accepted();
    jam.when(drop_shift{streets, start, 1}, by(fay, start + hours{1}))
        .then(reject_code::not_allowed, "starts_at_ms");
    CHECK(jam.refused().message == "This shift is over.");
}

TEST_CASE("SH1: a shift that was offered changes hands when the other takes it")
{
    auto jam = with_colleague();
    jam.when(offer_shift{streets, morning, 3, cleo}, by(fay, start))
        .then({shift_offered{0, morning, 3, cleo}});
    CHECK(desk(jam).shifts.front().offered_to == cleo);
    CHECK(desk(jam).shifts.front().person == fay);
    jam.when(three_hours(), by(cleo, start)).then({shift_taken{0, morning, 3, fay}});
    CHECK(desk(jam).shifts == std::vector{shift{cleo, 0, morning, 3, {}}});
}

TEST_CASE("SH1: somebody to whom the shift was not offered takes the same hours beside it")
{
    auto jam = with_colleague();
    jam.when(offer_shift{streets, morning, 3, cleo}, by(fay, start)).accepted();
    jam.when(three_hours(), by(olga, start)).then({shift_taken{0, morning, 3, {}}});
    CHECK(desk(jam).shifts.size() == 2);
    jam.when(offer_shift{streets, morning, 3, olga}, by(fay, start)).then(reject_code::bad_field, "to");
    CHECK(jam.refused().message == "This person has a shift on this forum at that time already.");
}

TEST_CASE("SH1: a shift is offered to somebody else who may work there")
{
    auto jam = with_colleague();
    const auto offered = [&](person_id to) -> scenario& {
        return jam.when(offer_shift{streets, morning, 3, to}, by(fay, start));
    };
    offered(fay).then(reject_code::bad_field, "to");
    offered(hugo).then(reject_code::bad_field, "to");
    CHECK(jam.refused().message == "This person is neither facilitator nor host of this forum.");
    offered(person_id{99}).then(reject_code::no_such_person, "to");
    offered(person_id{}).then(reject_code::no_such_person, "to");
    jam.when(offer_shift{streets, morning, 2, cleo}, by(fay, start))
        .then(reject_code::bad_field, "starts_at_ms");
    jam.when(offer_shift{streets, morning, 3, fay}, by(cleo, start))
        .then(reject_code::bad_field, "starts_at_ms");
    offered(cleo).accepted();
    offered(olga).accepted();
    CHECK(desk(jam).shifts.front().offered_to == olga);
}

TEST_CASE("SH1: on a forum now is who has hours there and still may work there")
{
    auto jam = with_colleague();
    jam.when(three_hours(), by(cleo, start)).accepted();
    const auto on = [&](instant at) { return on_now(jam.state(), 0, at); };
    CHECK(on(morning - duration{1}).empty());
    CHECK(on(morning) == std::vector{fay, cleo});
    CHECK(on(morning + hours{3}).empty());
    CHECK(on_now(jam.state(), 1, morning).empty());
    jam.when(revoke_role{cleo, role::facilitator}, by(olga, start)).accepted();
    CHECK(on(morning) == std::vector{fay});
}

TEST_CASE("SH2: a forum is handed over by its own desk, in person and in writing")
{
    auto jam = given(three_phases());
    jam.when(hand_over{streets, "Two flags wait."}, by(fay, start)).then({handed_over{0, "Two flags wait."}});
    jam.when(hand_over{streets, "None waits."}, by(olga, morning)).accepted();
    CHECK(desk(jam).handovers[0] == handover{olga, "None waits.", morning});
    jam.when(hand_over{parks, "Quiet."}, by(hugo, morning)).accepted();
    CHECK(desk(jam).handovers[1]->person == hugo);
    jam.when(hand_over{parks, "Mine."}, by(fay, start)).then(reject_code::not_allowed);
    for (const auto who : {ada, gita, otto, anna, rosa})
        jam.when(hand_over{streets, "Mine."}, by(who, start)).then(reject_code::not_allowed);
    jam.when(hand_over{streets, "Mine."}, by_administrator(start)).then(reject_code::not_allowed);
    jam.when(hand_over{streets, " "}, by(fay, start)).then(reject_code::bad_field, "text");
    jam.when(hand_over{streets, std::string(5'001, 'x')}, by(fay, start))
        .then(reject_code::text_too_long, "text");
    jam.when(hand_over{"nowhere"_slug, "?"}, by(fay, start)).then(reject_code::no_such_forum, "forum");
}

TEST_CASE("SH3: the back-channel of a forum is its desk's, that of the jam every desk's")
{
    auto jam = given(three_phases());
    jam.when(say{"See #1", streets}, by(fay, start)).then({said{forum_index{0}, "See #1"}});
    jam.when(say{"Lunch?", {}}, by(fay, morning)).then({said{std::nullopt, "Lunch?"}});
    jam.when(say{"Yes", {}}, by(hugo, morning)).accepted();
    jam.when(say{"Yes", {}}, by(olga, morning)).accepted();
    jam.when(say{"Restart at noon", {}}, by_administrator(morning)).accepted();
    jam.when(say{"Mine", parks}, by(fay, start)).then(reject_code::not_allowed);
    for (const auto who : {ada, gita, otto, anna, rosa}) {
        jam.when(say{"Mine", {}}, by(who, start)).then(reject_code::not_allowed);
        jam.when(say{"Mine", streets}, by(who, start)).then(reject_code::not_allowed);
    }
    jam.when(say{" ", {}}, by(fay, start)).then(reject_code::bad_field, "text");
    jam.when(say{std::string(2'001, 'x'), {}}, by(fay, start)).then(reject_code::text_too_long, "text");
    jam.when(say{"?", "nowhere"_slug}, by(fay, start)).then(reject_code::no_such_forum, "forum");
    REQUIRE(desk(jam).remarks.size() == 5);
    CHECK(desk(jam).remarks[0].text == "See #1");
    CHECK(desk(jam).remarks[0].forum == forum_index{0});
    CHECK(desk(jam).remarks[1].at == morning);
    CHECK_FALSE(desk(jam).remarks[4].person);
}

TEST_CASE("SH3: only the newest remarks are kept at hand")
{
    auto jam = given(three_phases());
    for (std::size_t i = 0; i < remarks_kept + 2; ++i)
        jam.when(say{"Remark " + std::to_string(i), {}}, by(fay, start)).accepted();
    CHECK(desk(jam).remarks.size() == remarks_kept);
    CHECK(desk(jam).remarks.front().text == "Remark 2");
}
