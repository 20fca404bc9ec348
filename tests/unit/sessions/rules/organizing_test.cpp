// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/permissions.hpp"
#include "tests/support/sessions/given_when_then.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::test;
using namespace jamhall::sessions;
using std::chrono::minutes;

namespace {

/// A jam with a second organizer, Cleo.
scenario with_two_organizers()
{
    auto jam = given(three_phases());
    jam.when(grant_role{cleo, role::organizer, {}}, by(olga, start)).accepted();
    return jam;
}

}  // namespace

TEST_CASE("PH6: unsealing takes two different organizers")
{
    auto jam = with_two_organizers();
    jam.when(unseal{"ideas"_slug}, by(olga, start)).then({unseal_asked{jam.state().clock.running}});
    CHECK(jam.state().unseal_asked->person == olga);
    jam.when(unseal{"ideas"_slug}, by(olga, start)).then(reject_code::not_allowed);
    jam.when(unseal{"ideas"_slug}, by_administrator(start)).then(reject_code::not_allowed);
    CHECK(jam.state().clock.now_running().rules.tallies == tallies_switch::sealed);
    jam.when(unseal{"ideas"_slug}, by(cleo, start)).then({unsealed{jam.state().clock.running}});
    CHECK(jam.state().clock.now_running().rules.tallies == tallies_switch::live);
    CHECK_FALSE(jam.state().unseal_asked);
    jam.when(unseal{"ideas"_slug}, by(olga, start)).then(reject_code::not_allowed, "phase");
}

TEST_CASE("PH6: only the running phase is unsealed, only by organizers, and a wish ends with its phase")
{
    auto jam = with_two_organizers();
    for (const person_id who : {fay, ada, hugo, gita, otto, anna, rosa})
        jam.when(unseal{"ideas"_slug}, by(who, start)).then(reject_code::not_allowed);
    jam.when(unseal{"choose"_slug}, by(olga, start)).then(reject_code::bad_field, "phase");
    jam.when(unseal{"nowhere"_slug}, by(olga, start)).then(reject_code::bad_field, "phase");
    jam.when(unseal{"ideas"_slug}, by_administrator(start)).accepted();
    jam.when(advance_phase{}, by(olga, start + minutes{5})).accepted();
    CHECK_FALSE(jam.state().unseal_asked);
    jam.when(unseal{"choose"_slug}, by(cleo, start + minutes{5})).accepted();
    CHECK(jam.state().clock.now_running().rules.tallies == tallies_switch::sealed);
}

TEST_CASE("RM1: an organizer removes a person, who then may nothing, and lets them in again")
{
    auto jam = given(three_phases());
    jam.when(remove_person{ada, "Threatened others."}, by(olga, start))
        .then({person_removed{ada, "Threatened others."}});
    for (const auto what : {action::read, action::take_part})
        CHECK_FALSE(may(jam.state(), by(ada, start), what));
    jam.when(idea(), by(ada, start)).then(reject_code::not_allowed);
    jam.when(remove_person{ada, ""}, by(olga, start)).then(reject_code::not_allowed, "person");
    jam.when(readmit_person{ada, ""}, by(olga, start)).then({person_readmitted{ada, ""}});
    jam.when(idea(), by(ada, start)).accepted();
    jam.when(readmit_person{ada, ""}, by(olga, start)).then(reject_code::not_allowed, "person");
}

TEST_CASE("RM1: nobody but organizers removes, nobody removes themselves or somebody who is not there")
{
    auto jam = given(three_phases());
    for (const person_id who : {fay, ada, hugo, gita, otto, anna, rosa}) {
        jam.when(remove_person{ben, ""}, by(who, start)).then(reject_code::not_allowed);
        jam.when(readmit_person{ben, ""}, by(who, start)).then(reject_code::not_allowed);
    }
    jam.when(remove_person{olga, ""}, by(olga, start)).then(reject_code::not_allowed, "person");
    jam.when(remove_person{person_id{99}, ""}, by(olga, start)).then(reject_code::no_such_person, "person");
    jam.when(remove_person{ben, std::string(2'001, 'a')}, by(olga, start))
        .then(reject_code::text_too_long, "note");
    jam.when(remove_person{olga, ""}, by_administrator(start)).accepted();
}
