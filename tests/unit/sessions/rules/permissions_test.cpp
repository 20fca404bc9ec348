// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/permissions.hpp"

#include "tests/support/sessions/given_when_then.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::test;

namespace {

constexpr forum_index streets = 0, parks = 1;

struct expectation {
    person_id who;
    std::vector<action> may_do;  ///< in the forum "parks", or about no forum
};

const std::vector<expectation>& expectations()
{
    using enum action;
    static const std::vector<expectation> all{
        {olga, {read, take_part, steer, announce_to_all, move_clock, manage, export_data, keep_desk}},
        {fay, {read, take_part}},
        {ada, {read, take_part}},
        {hugo, {read, take_part, keep_desk}},
        {gita, {read, take_part}},
        {otto, {read}},
        {anna, {read, export_data}},
        {rosa, {read, export_data, keep_records}},
    };
    return all;
}

constexpr std::array all_actions{
    action::read,   action::take_part,   action::steer,     action::announce_to_all, action::move_clock,
    action::manage, action::export_data, action::keep_desk, action::keep_records,    action::read_sealed};

}  // namespace

TEST_CASE("PE3: one table says what each role may do")
{
    const auto jam = given(one_phase());
    for (const auto& [who, may_do] : expectations()) {
        for (auto what : all_actions) {
            INFO(jam.state().at(who).entry.name << ", action " << static_cast<int>(what));
            const bool expected = std::ranges::find(may_do, what) != may_do.end();
            CHECK(may(jam.state(), by(who, start), what, parks) == expected);
        }
    }
}

TEST_CASE("PE3: a facilitator steers the forums named for them, and all when none is named")
{
    auto jam = given(one_phase());
    CHECK(may(jam.state(), by(fay, start), action::steer, streets));
    CHECK_FALSE(may(jam.state(), by(fay, start), action::steer, parks));
    CHECK_FALSE(may(jam.state(), by(fay, start), action::steer));
    jam.when(grant_role{fay, role::facilitator, {}}, by(olga, start)).accepted();
    CHECK(may(jam.state(), by(fay, start), action::steer, parks));
    CHECK(may(jam.state(), by(fay, start), action::steer));
}

TEST_CASE("PE3: facilitators move the clock if the plan says so")
{
    auto plan = one_phase();
    given(plan).when(pause_clock{}, by(fay, start)).then(reject_code::not_allowed);
    plan.policy([](policies& p) { p.facilitators_move_clock = true; });
    auto jam = given(plan);
    jam.when(pause_clock{}, by(fay, start)).accepted();
    jam.when(resume_clock{}, by(hugo, start)).then(reject_code::not_allowed);
    jam.when(close_jam{}, by(fay, start)).then(reject_code::not_allowed);
}

TEST_CASE("PE3: nobody reads sealed tallies")
{
    const auto jam = given(one_phase());
    for (std::uint32_t n = 1; n <= cast_size; ++n)
        CHECK_FALSE(may(jam.state(), by(person_id{n}, start), action::read_sealed));
    CHECK_FALSE(may(jam.state(), by_administrator(start), action::read_sealed));
    CHECK_FALSE(may(jam.state(), by_hall(start), action::read_sealed));
}

TEST_CASE("PE3: somebody who is not on the roster may nothing")
{
    const auto jam = given(one_phase());
    for (auto what : all_actions)
        CHECK_FALSE(may(jam.state(), by(person_id{99}, start), what, streets));
}

TEST_CASE("PE8: the administrator organizes without being a person")
{
    auto jam = given(one_phase());
    jam.when(idea(), by(ada, start)).accepted();
    const auto admin = by_administrator(start);
    for (const command& asked : std::vector<command>{
             idea(), prompt(), comment_on(post_id{1}), join{{1, 1}}, cast_ballot{post_id{1}, choice::support},
             edit_post{post_id{1}, "Mine.", {}}, withdraw_post{post_id{1}}}) {
        INFO(name_of(asked));
        jam.when(asked, admin).then(reject_code::not_allowed);
    }
    for (const command& asked : std::vector<command>{
             announce{"Hello", {}}, announce{"Hello", "parks"_slug}, extend_phase{5}, pause_clock{},
             resume_clock{}, grant_role{ada, role::host, {}}, revoke_role{ada, role::host},
             put_person{{}, entry_of("Dan")}, advance_phase{}}) {
        INFO(name_of(asked));
        jam.when(asked, admin).accepted();
    }
}

TEST_CASE("PE3: those who only read cannot post, comment or support")
{
    auto jam = given(one_phase());
    jam.when(idea(), by(ada, start)).accepted();
    const auto reader = GENERATE(otto, anna, rosa);
    jam.when(idea(), by(reader, start)).then(reject_code::not_allowed);
    jam.when(comment_on(post_id{1}), by(reader, start)).then(reject_code::not_allowed);
    jam.when(cast_ballot{post_id{1}, choice::support}, by(reader, start)).then(reject_code::not_allowed);
    jam.when(join{{1, 1}}, by(reader, start)).accepted();
}
