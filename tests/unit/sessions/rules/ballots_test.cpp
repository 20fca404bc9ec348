// SPDX-License-Identifier: Apache-2.0
#include "sessions/model/ballots.hpp"

#include "tests/support/sessions/given_when_then.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::test;

namespace {

constexpr post_id first{1};

/// Ada's idea in a running phase with this kind of ballot.
scenario with_idea(ballot_switch method, std::vector<slug> audiences = {"all"_slug})
{
    a_plan plan;
    plan.audiences(std::move(audiences));
    plan.phase("main"_slug, phase_kind::ideate, hours{1}, [&](switches& s) { s.ballot = method; });
    plan.phase("next"_slug, phase_kind::ideate, hours{1}, [&](switches& s) { s.ballot = method; });
    auto jam = given(plan);
    jam.when(idea(), by(ada, start)).accepted();
    return jam;
}

scenario& cast(scenario& jam, person_id who, choice says, instant at = start)
{
    return jam.when(cast_ballot{first, says}, by(who, at));
}

}  // namespace

TEST_CASE("BA1: a second ballot replaces the first, and withdrawing removes it")
{
    auto jam = with_idea(ballot_switch::agree);
    cast(jam, ben, choice::agree).then({ballot_cast{1, first, choice::agree}});
    cast(jam, cleo, choice::agree).accepted();
    CHECK(jam.tally_of(first).of(choice::agree) == 2);
    cast(jam, ben, choice::disagree).then({ballot_cast{1, first, choice::disagree}});
    CHECK(jam.tally_of(first) == tally{{0, 1, 1, 0}});
    CHECK(jam.state().at(ben).ballot_count == 1);
    cast(jam, ben, choice::withdraw).accepted();
    CHECK(jam.tally_of(first) == tally{{0, 1, 0, 0}});
    CHECK(jam.state().at(ben).ballot_count == 0);
    CHECK(jam.state().boxes[1].count == 1);
    CHECK(jam.log().size() == 1 + cast_size + 1 + 1 + 4);
}

TEST_CASE("BA1: each phase has its own ballots")
{
    auto jam = with_idea(ballot_switch::support);
    cast(jam, ben, choice::support).accepted();
    cast(jam, ben, choice::support, start + hours{1}).then({ballot_cast{2, first, choice::support}});
    CHECK(jam.state().boxes[1].count == 1);
    CHECK(jam.state().boxes[2].count == 1);
    CHECK(jam.state().at(ben).ballot_count == 2);
    CHECK(jam.state().at(ben).casts.size() == 1);
    CHECK(jam.posted(1).caster_count == 1);
    cast(jam, ben, choice::withdraw, start + hours{1}).accepted();
    CHECK(jam.state().boxes[1].count == 1);
    CHECK(jam.state().boxes[2].empty());
}

TEST_CASE("BA3: tallies of two phases are never added")
{
    auto jam = with_idea(ballot_switch::support);
    cast(jam, ben, choice::support).accepted();
    cast(jam, cleo, choice::support, start + hours{1}).accepted();
    CHECK(jam.state().boxes[1].tallies_of(first)[0].total() == 1);
    CHECK(jam.state().boxes[2].tallies_of(first)[0].total() == 1);
}

TEST_CASE("BA4: whoever passes is counted with those who agree or disagree")
{
    auto jam = with_idea(ballot_switch::agree);
    cast(jam, ada, choice::agree).accepted();
    cast(jam, ben, choice::disagree).accepted();
    cast(jam, cleo, choice::pass).accepted();
    CHECK(jam.tally_of(first).total() == 3);
    CHECK(jam.tally_of(first).of(choice::agree) == 1);
}

TEST_CASE("BA5: authors may ballot their own ideas, and the same choice again is logged again")
{
    auto jam = with_idea(ballot_switch::support);
    cast(jam, ada, choice::support).accepted();
    cast(jam, ada, choice::support, start + seconds{5}).then({ballot_cast{1, first, choice::support}});
    CHECK(jam.tally_of(first).of(choice::support) == 1);
    CHECK(jam.state().boxes[1].count == 1);
    cast(jam, ada, choice::withdraw).accepted();
    cast(jam, ada, choice::withdraw).then({ballot_cast{1, first, choice::withdraw}});
    CHECK(jam.tally_of(first) == tally{});
}

TEST_CASE("BA6: a withdrawn idea takes no new ballots, but support can be taken back")
{
    auto jam = with_idea(ballot_switch::support);
    cast(jam, ben, choice::support).accepted();
    jam.when(withdraw_post{first}, by(ada, start)).accepted();
    cast(jam, cleo, choice::support).then(reject_code::not_allowed, "post");
    CHECK(jam.tally_of(first).of(choice::support) == 1);
    cast(jam, ben, choice::withdraw).accepted();
    CHECK(jam.tally_of(first).of(choice::support) == 0);
}

TEST_CASE("BA8: the choice fits the way of the running phase")
{
    auto supported = with_idea(ballot_switch::support);
    const auto opinion = GENERATE(choice::agree, choice::disagree, choice::pass);
    cast(supported, ben, opinion).then(reject_code::bad_field, "choice");
    auto agreed = with_idea(ballot_switch::agree);
    cast(agreed, ben, choice::support).then(reject_code::bad_field, "choice");
    cast(agreed, ben, opinion).accepted();
}

TEST_CASE("BA8: a phase without ballots takes none")
{
    auto jam = with_idea(ballot_switch::none);
    const auto any =
        GENERATE(choice::support, choice::agree, choice::disagree, choice::pass, choice::withdraw);
    cast(jam, ben, any).then(reject_code::phase_closed);
}

TEST_CASE("BA8: ballots are about ideas that are there")
{
    auto jam = with_idea(ballot_switch::support);
    jam.when(comment_on(first), by(ben, start)).accepted();
    jam.when(prompt(), by(fay, start)).accepted();
    jam.when(cast_ballot{post_id{2}, choice::support}, by(ben, start)).then(reject_code::bad_field, "post");
    jam.when(cast_ballot{post_id{3}, choice::support}, by(ben, start)).then(reject_code::bad_field, "post");
    jam.when(cast_ballot{post_id{4}, choice::support}, by(ben, start))
        .then(reject_code::no_such_post, "post");
    jam.when(cast_ballot{post_id{}, choice::support}, by(ben, start)).then(reject_code::no_such_post, "post");
}

TEST_CASE("BA9: each audience is counted apart, and whoever changes audience takes their ballots along")
{
    auto jam = with_idea(ballot_switch::agree, {"staff"_slug, "residents"_slug});
    cast(jam, ada, choice::agree).accepted();
    cast(jam, ben, choice::agree).accepted();
    cast(jam, cleo, choice::pass).accepted();
    CHECK(jam.tally_of(first, 0) == tally{{0, 1, 0, 1}});
    CHECK(jam.tally_of(first, 1) == tally{{0, 1, 0, 0}});

    auto moved = jam.state().at(cleo).entry;
    moved.audience = 1;
    cast(jam, ben, choice::disagree, start + hours{1}).accepted();
    cast(jam, cleo, choice::agree, start + hours{1}).accepted();
    jam.when(put_person{cleo, moved}, by_hall(start + hours{1})).accepted();
    CHECK(jam.state().boxes[1].tallies_of(first)[0] == tally{{0, 1, 0, 0}});
    CHECK(jam.state().boxes[1].tallies_of(first)[1] == tally{{0, 1, 0, 1}});
    CHECK(jam.tally_of(first, 1) == tally{{0, 1, 1, 0}});
}

TEST_CASE("BA10: a ballot once cast is remembered as cast, even when withdrawn")
{
    auto jam = with_idea(ballot_switch::support);
    jam.when(idea(), by(ada, start)).accepted();
    jam.when(cast_ballot{post_id{2}, choice::support}, by(ben, start)).accepted();
    cast(jam, ben, choice::support).accepted();
    const auto offset = jam.state().last_offset;
    cast(jam, ben, choice::withdraw).accepted();
    const auto& casts = jam.state().at(ben).casts;
    REQUIRE(casts.size() == 2);
    CHECK(casts[0] == first_cast{first, offset});
    CHECK(casts[1].post == post_id{2});
    CHECK(jam.posted(1).caster_count == 1);
}
