// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/ballots.hpp"

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
    CHECK(jam.tally_of(first).of(measure::agree) == 2);
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
    CHECK(jam.state().boxes[1].tallies_of(first)[0] == tally{{1}});
    CHECK(jam.state().boxes[2].tallies_of(first)[0] == tally{{1}});
}

TEST_CASE("BA4: whoever passes is counted with those who agree or disagree")
{
    auto jam = with_idea(ballot_switch::agree);
    cast(jam, ada, choice::agree).accepted();
    cast(jam, ben, choice::disagree).accepted();
    cast(jam, cleo, choice::pass).accepted();
    CHECK(jam.tally_of(first) == tally{{0, 1, 1, 1}});
    CHECK(jam.tally_of(first).of(measure::agree) == 1);
}

TEST_CASE("BA5: authors may ballot their own ideas, and the same choice again is logged again")
{
    auto jam = with_idea(ballot_switch::support);
    cast(jam, ada, choice::support).accepted();
    cast(jam, ada, choice::support, start + seconds{5}).then({ballot_cast{1, first, choice::support}});
    CHECK(jam.tally_of(first).of(measure::support) == 1);
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
    CHECK(jam.tally_of(first).of(measure::support) == 1);
    cast(jam, ben, choice::withdraw).accepted();
    CHECK(jam.tally_of(first).of(measure::support) == 0);
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

TEST_CASE("BA8 and BA11: a score is a whole number from 1 to 5")
{
    auto jam = with_idea(ballot_switch::score);
    cast(jam, ben, choice_of(5)).then({ballot_cast{1, first, choice_of(5)}});
    cast(jam, cleo, choice_of(2)).accepted();
    cast(jam, ada, choice_of(2)).accepted();
    CHECK(jam.tally_of(first) == tally{{0, 2, 0, 0, 1}});
    CHECK(jam.tally_of(first).of(measure::score_2) == 2);
    cast(jam, ben, choice_of(1)).accepted();
    CHECK(jam.tally_of(first) == tally{{1, 2, 0, 0, 0}});
    cast(jam, ben, choice::withdraw).accepted();
    CHECK(jam.tally_of(first) == tally{{0, 2, 0, 0, 0}});
    for (auto wrong : {choice_of(0), choice_of(6), choice::support, choice::agree, choice::over})
        cast(jam, ben, wrong).then(reject_code::bad_field, "choice");
}

TEST_CASE("BA12: each person has the plan's dots in each phase, and giving none takes them back")
{
    auto jam = with_idea(ballot_switch::dots);
    jam.when(idea("Benches."), by(ada, start)).accepted();
    const post_id second{2};
    const auto give = [&](post_id to, std::int32_t dots, instant at = start) -> scenario& {
        return jam.when(cast_ballot{to, choice_of(dots)}, by(ben, at));
    };
    CHECK(dots_left(jam.state(), ben) == 10);
    give(first, 7).then({ballot_cast{1, first, choice_of(7)}});
    CHECK(dots_left(jam.state(), ben) == 3);
    give(second, 4).then(reject_code::too_many, "choice");
    CHECK(jam.refused().message == "You have 3 dots left for this idea.");
    give(second, 3).accepted();
    give(second, 4).then(reject_code::too_many);
    CHECK(jam.refused().message == "You have 3 dots left for this idea.");  // the three that stand there move
    give(first, 8).then(reject_code::too_many);
    give(first, 6).accepted();  // fewer is always possible
    give(second, 4).accepted();
    CHECK(jam.tally_of(first) == tally{{6, 1}});
    jam.when(cast_ballot{first, choice_of(10)}, by(cleo, start)).accepted();
    CHECK(jam.tally_of(first).of(measure::dots) == 16);
    CHECK(jam.tally_of(first).of(measure::people) == 2);
    give(first, 0).then({ballot_cast{1, first, choice::withdraw}});
    CHECK(jam.tally_of(first) == tally{{10, 1}});
    CHECK(dots_left(jam.state(), ben) == 6);
    CHECK(jam.state().at(ben).ballot_count == 1);
    give(first, 10, start + hours{1}).accepted();  // the next phase gives everybody theirs anew
    cast(jam, cleo, choice::support, start + hours{1}).then(reject_code::bad_field, "choice");
}

TEST_CASE("BA12: the plan says how many dots there are")
{
    a_plan plan;
    plan.phase("main"_slug, phase_kind::ideate, hours{1},
               [](switches& s) { s.ballot = ballot_switch::dots; });
    plan.policy([](policies& p) { p.dots = 2; });
    auto jam = given(plan);
    jam.when(idea(), by(ada, start)).accepted();
    cast(jam, ben, choice_of(3)).then(reject_code::too_many);
    cast(jam, ben, choice_of(1)).accepted();
    jam.when(idea(), by(ada, start)).accepted();
    jam.when(cast_ballot{post_id{2}, choice_of(2)}, by(ben, start)).then(reject_code::too_many);
    CHECK(jam.refused().message == "You have one dot left for this idea.");
}

namespace {

/// Three ideas of Ada in a phase of pairs.
scenario with_pairs(std::vector<slug> audiences = {"all"_slug})
{
    auto jam = with_idea(ballot_switch::pairwise, std::move(audiences));
    jam.when(idea("Benches."), by(ada, start)).accepted();
    jam.when(idea("Fountains."), by(ada, start)).accepted();
    return jam;
}

cast_ballot over(std::uint32_t preferred, std::uint32_t other)
{
    return {post_id{preferred}, choice::over, post_id{other}};
}

}  // namespace

TEST_CASE("BA13: one ballot per person and pair, whichever way round it is asked")
{
    auto jam = with_pairs();
    const auto& box = jam.state().boxes[1];
    jam.when(over(2, 1), by(ben, start)).then({ballot_cast{1, post_id{2}, choice::over, first}});
    jam.when(over(2, 3), by(ben, start)).accepted();
    jam.when(over(1, 2), by(cleo, start)).accepted();
    CHECK(jam.tally_of(first) == tally{{1, 1}});
    CHECK(jam.tally_of(post_id{2}) == tally{{2, 1}});
    CHECK(jam.tally_of(post_id{3}).of(measure::lost) == 1);
    CHECK(box.count == 3);
    CHECK(box.pairs_of(ben).size() == 2);
    CHECK(jam.state().at(ben).ballot_count == 2);

    jam.when(over(1, 2), by(ben, start)).accepted();  // changes their mind
    CHECK(jam.tally_of(first) == tally{{2, 0}});
    CHECK(jam.tally_of(post_id{2}) == tally{{1, 2}});
    CHECK(box.pairs_of(ben)[0] == pair_of(first, post_id{2}));
    CHECK(box.count == 3);

    jam.when(cast_ballot{post_id{2}, choice::withdraw, first}, by(ben, start)).accepted();
    CHECK(jam.tally_of(first) == tally{{1, 0}});
    CHECK(box.pairs_of(ben).size() == 1);
    CHECK(jam.state().at(ben).ballot_count == 1);
    CHECK(jam.state().at(ben).casts.size() == 3);  // remembered as cast (BA10)
}

TEST_CASE("BA13: a pair is of two different ideas that are there, in a phase that asks for pairs")
{
    auto jam = with_pairs();
    jam.when(comment_on(first), by(ben, start)).accepted();
    jam.when(over(1, 1), by(ben, start)).then(reject_code::bad_field, "over");
    jam.when(over(1, 4), by(ben, start)).then(reject_code::bad_field, "over");
    jam.when(over(4, 1), by(ben, start)).then(reject_code::bad_field, "post");
    jam.when(over(1, 9), by(ben, start)).then(reject_code::no_such_post, "over");
    cast(jam, ben, choice::support).then(reject_code::bad_field, "over");
    jam.when(cast_ballot{first, choice::agree, post_id{2}}, by(ben, start))
        .then(reject_code::bad_field, "choice");
    auto supported = with_idea(ballot_switch::support);
    supported.when(idea(), by(ada, start)).accepted();
    supported.when(cast_ballot{first, choice::support, post_id{2}}, by(ben, start))
        .then(reject_code::bad_field, "over");
}

TEST_CASE("BA6 and BA13: a withdrawn idea enters no new pairs, but a pair can be taken back")
{
    auto jam = with_pairs();
    jam.when(over(2, 1), by(ben, start)).accepted();
    jam.when(withdraw_post{first}, by(ada, start)).accepted();
    jam.when(over(2, 1), by(cleo, start)).then(reject_code::not_allowed, "over");
    jam.when(over(1, 2), by(cleo, start)).then(reject_code::not_allowed, "post");
    jam.when(cast_ballot{first, choice::withdraw, post_id{2}}, by(ben, start)).accepted();
    CHECK(jam.tally_of(post_id{2}) == tally{});
}

TEST_CASE("BA9 and BA13: whoever changes audience takes scores, dots and pairs along")
{
    auto jam = with_pairs({"staff"_slug, "residents"_slug});
    jam.when(over(2, 1), by(cleo, start)).accepted();
    auto scored = with_idea(ballot_switch::dots, {"staff"_slug, "residents"_slug});
    cast(scored, cleo, choice_of(4)).accepted();
    for (auto* each : {&jam, &scored}) {
        auto moved = each->state().at(cleo).entry;
        moved.audience = 1;
        each->when(put_person{cleo, moved}, by_hall(start)).accepted();
    }
    CHECK(jam.tally_of(post_id{2}, 0) == tally{});
    CHECK(jam.tally_of(post_id{2}, 1).of(measure::won) == 1);
    CHECK(jam.tally_of(first, 1).of(measure::lost) == 1);
    CHECK(scored.tally_of(first, 0) == tally{});
    CHECK(scored.tally_of(first, 1) == tally{{4, 1}});
}
