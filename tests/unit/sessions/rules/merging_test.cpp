// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/steering.hpp"
#include "tests/support/sessions/given_when_then.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::test;

namespace {

constexpr post_id trees{1}, shade{2}, benches{3};

/// Ada's, Ben's and Cleo's ideas in a phase with this kind of ballot, and an hour later in another.
scenario with_ideas(ballot_switch method = ballot_switch::support, std::vector<slug> audiences = {"all"_slug})
{
    a_plan plan;
    plan.audiences(std::move(audiences));
    plan.phase("main"_slug, phase_kind::ideate, hours{1}, [&](switches& s) { s.ballot = method; });
    plan.phase("next"_slug, phase_kind::ideate, hours{1}, [&](switches& s) { s.ballot = method; });
    auto jam = given(plan);
    jam.when(idea(), by(ada, start)).accepted();
    jam.when(idea("More shade."), by(ben, start)).accepted();
    jam.when(idea("More benches."), by(cleo, start)).accepted();
    return jam;
}

scenario& support(scenario& jam, person_id who, post_id on, choice says = choice::support)
{
    return jam.when(cast_ballot{on, says}, by(who, start)).accepted();
}

scenario& merge_into(scenario& jam, post_id post, post_id into)
{
    return jam.when(merge_post{post, into}, by(fay, start)).accepted();
}

std::vector<post_id> asked_about(const scenario& jam, person_id who)
{
    std::vector<post_id> posts;
    for (const auto& each : questions_to(jam.state(), who))
        posts.push_back(each.post);
    return posts;
}

}  // namespace

TEST_CASE("SV5: a merged idea keeps its text and is part of the other")
{
    auto jam = with_ideas();
    jam.when(comment_on(shade), by(ada, start)).accepted();
    jam.when(spotlight_post{shade, {}}, by(fay, start)).accepted();
    jam.when(merge_post{shade, trees}, by(fay, start))
        .then({spotlight_ended{shade}, post_merged{shade, trees, 1}});
    const auto& merged = jam.state().at(shade);
    CHECK(merged.state == post_state::merged);
    CHECK(merged.merged_into == trees);
    CHECK(merged.text == "More shade.");
    CHECK(merged.author == ben);
    CHECK(jam.state().forums[0].idea_count == 2);
    CHECK(jam.state().forums[0].tops == std::vector{trees, shade, benches});
    CHECK(spotlights_at(jam.state(), start).empty());
    CHECK(merged_into(jam.state(), trees) == std::vector{shade});
    CHECK(end_of_merges(jam.state(), shade) == trees);
    CHECK(end_of_merges(jam.state(), trees) == trees);
    merge_into(jam, trees, benches);
    CHECK(end_of_merges(jam.state(), shade) == benches);
    CHECK(merged_into(jam.state(), benches) == std::vector{trees});
}

TEST_CASE(
    "SV5: a merged idea takes no ballots, comments, build-ons, edits, spotlights, connections or claims")
{
    auto jam = with_ideas();
    jam.when(comment_on(shade), by(ada, start)).accepted();
    merge_into(jam, shade, trees);
    jam.when(cast_ballot{shade, choice::support}, by(cleo, start)).then(reject_code::not_allowed, "post");
    jam.when(comment_on(shade), by(cleo, start)).then(reject_code::not_allowed, "parent");
    jam.when(comment_on(post_id{4}), by(cleo, start)).then(reject_code::not_allowed, "parent");
    jam.when(idea_on(shade), by(cleo, start)).then(reject_code::not_allowed, "builds_on");
    jam.when(edit_post{shade, "More.", {}}, by(ben, start)).then(reject_code::not_allowed, "post");
    jam.when(spotlight_post{shade, {}}, by(fay, start)).then(reject_code::not_allowed, "post");
    CHECK(jam.refused().message == "This idea is merged into another one.");
    jam.when(connect_posts{shade, benches}, by(fay, start)).then(reject_code::not_allowed, "post");
    jam.when(move_post{shade, "parks"_slug}, by(olga, start)).then(reject_code::not_allowed, "post");
    jam.when(claim_thread{shade}, by(fay, start)).then(reject_code::not_allowed, "post");
    jam.when(merge_post{shade, benches}, by(fay, start)).then(reject_code::not_allowed, "post");
    jam.when(merge_post{benches, shade}, by(fay, start)).then(reject_code::not_allowed, "into");
    jam.when(split_post{post_id{4}}, by(fay, start)).accepted();
    jam.when(withdraw_post{shade}, by(ben, start)).accepted();
    CHECK_FALSE(jam.state().at(shade).merged_into);
    CHECK(jam.state().forums[0].idea_count == 3);
}

TEST_CASE("SV5: ideas are merged into other ideas, never into themselves or into their own parts")
{
    auto jam = with_ideas();
    jam.when(comment_on(trees), by(ada, start)).accepted();
    jam.when(prompt(), by(fay, start)).accepted();
    jam.when(merge_post{trees, trees}, by(fay, start)).then(reject_code::bad_field, "into");
    jam.when(merge_post{post_id{4}, trees}, by(fay, start)).then(reject_code::bad_field, "post");
    jam.when(merge_post{trees, post_id{5}}, by(fay, start)).then(reject_code::bad_field, "into");
    merge_into(jam, shade, trees);
    jam.when(merge_post{trees, shade}, by(fay, start)).then(reject_code::not_allowed, "into");
    jam.when(withdraw_post{benches}, by(cleo, start)).accepted();
    jam.when(merge_post{trees, benches}, by(fay, start)).then(reject_code::not_allowed, "into");
    jam.when(merge_post{benches, trees}, by(fay, start)).then(reject_code::not_allowed, "post");
}

TEST_CASE("SV5: nothing moves by itself, and whoever has a ballot on the merged idea is asked")
{
    auto jam = with_ideas();
    support(jam, cleo, shade);
    support(jam, gita, trees);
    merge_into(jam, shade, trees);
    CHECK(jam.tally_of(shade).of(measure::support) == 1);
    CHECK(jam.tally_of(trees).of(measure::support) == 1);
    CHECK(asked_about(jam, cleo) == std::vector{shade});
    CHECK(asked_about(jam, gita).empty());
    CHECK(asked_about(jam, ben).empty());
    jam.when(move_support{shade, true}, by(gita, start)).then(reject_code::not_allowed, "post");
    CHECK(jam.refused().message == "There is nothing of yours to move from this idea.");
    jam.when(move_support{trees, true}, by(cleo, start)).then(reject_code::not_allowed, "post");
    CHECK(jam.refused().message == "This idea is not merged into another one.");
    jam.when(move_support{shade, true}, by(otto, start)).then(reject_code::not_allowed);
}

TEST_CASE("SV5: support moves with the same choice when its owner says so, once")
{
    auto jam = with_ideas(ballot_switch::agree, {"staff"_slug, "residents"_slug});
    support(jam, cleo, shade, choice::disagree);
    support(jam, ben, shade, choice::agree);
    merge_into(jam, shade, trees);
    jam.when(move_support{shade, true}, by(cleo, start)).then({support_moved{1, shade, trees, true}});
    const auto moved_at = jam.state().last_offset;
    CHECK(jam.tally_of(shade) == tally{});
    CHECK(jam.tally_of(trees) == tally{{0, 0, 1, 0}});
    CHECK(jam.state().boxes[1].find(trees, cleo) == choice::disagree);
    CHECK(jam.state().boxes[1].count == 2);
    CHECK(jam.state().at(cleo).ballot_count == 1);
    CHECK(jam.state().at(trees).caster_count == 1);
    CHECK(jam.state().at(cleo).casts[0] == first_cast{trees, moved_at});
    jam.when(move_support{shade, true}, by(ben, start)).accepted();
    CHECK(jam.tally_of(trees, 1) == tally{{0, 1, 0, 0}});
    CHECK(jam.state().boxes[1].tallies_of(shade)[1] == tally{});
    CHECK(asked_about(jam, cleo).empty());
    jam.when(move_support{shade, false}, by(cleo, start)).then(reject_code::not_allowed, "post");
    CHECK(jam.refused().message == "You have answered this already.");
}

TEST_CASE("SV5: support that is refused stays where it is, and the question is answered")
{
    auto jam = with_ideas();
    support(jam, cleo, shade);
    merge_into(jam, shade, trees);
    jam.when(move_support{shade, false}, by(cleo, start)).then({support_moved{1, shade, trees, false}});
    CHECK(jam.tally_of(shade).of(measure::support) == 1);
    CHECK(jam.tally_of(trees) == tally{});
    CHECK(asked_about(jam, cleo).empty());
    jam.when(move_support{shade, true}, by(cleo, start)).then(reject_code::not_allowed, "post");
}

TEST_CASE("BA6: moving support never makes two ballots of one person")
{
    auto jam = with_ideas(ballot_switch::agree);
    support(jam, cleo, shade, choice::agree);
    support(jam, cleo, trees, choice::pass);
    merge_into(jam, shade, trees);
    jam.when(move_support{shade, true}, by(cleo, start)).accepted();
    CHECK(jam.tally_of(shade) == tally{});
    CHECK(jam.tally_of(trees) == tally{{0, 0, 0, 1}});
    CHECK(jam.state().boxes[1].count == 1);
    CHECK(jam.state().at(cleo).ballot_count == 1);
}

TEST_CASE("BA6: support moves only in the phase of the ballot, and a withdrawn ballot does not")
{
    auto jam = with_ideas();
    support(jam, cleo, shade);
    support(jam, ben, shade);
    merge_into(jam, shade, trees);
    support(jam, ben, shade, choice::withdraw);
    CHECK(asked_about(jam, ben).empty());
    jam.when(move_support{shade, true}, by(ben, start)).then(reject_code::not_allowed, "post");
    jam.when(move_support{shade, true}, by(cleo, start + hours{1})).then(reject_code::phase_closed, "post");
    CHECK(jam.refused().message == "Support can be moved only in the phase in which it was given.");
    CHECK(asked_about(jam, cleo).empty());
    CHECK(jam.state().boxes[1].tallies_of(shade)[0].of(measure::support) == 1);
    auto cancelled = with_ideas();
    support(cancelled, cleo, shade);
    merge_into(cancelled, shade, trees);
    cancelled.when(cancel_jam{"Flooded"}, by(olga, start)).accepted();
    CHECK(asked_about(cancelled, cleo).empty());
}

TEST_CASE("SV5: where there are no ballots, nobody is asked")
{
    auto jam = with_ideas(ballot_switch::none);
    jam.when(merge_post{shade, trees}, by(fay, start)).then({post_merged{shade, trees, std::nullopt}});
    jam.when(move_support{shade, true}, by(cleo, start)).then(reject_code::phase_closed, "post");
}

TEST_CASE("SV5: support follows an idea through several merges, and waits while the last takes none")
{
    auto jam = with_ideas();
    support(jam, gita, shade);
    support(jam, hugo, shade);
    merge_into(jam, shade, trees);
    merge_into(jam, trees, benches);
    CHECK(asked_about(jam, gita) == std::vector{shade});
    jam.when(move_support{shade, true}, by(gita, start)).then({support_moved{1, shade, benches, true}});
    CHECK(jam.tally_of(benches).of(measure::support) == 1);
    jam.when(withdraw_post{benches}, by(cleo, start)).accepted();
    jam.when(move_support{shade, true}, by(hugo, start)).then(reject_code::not_allowed, "post");
    CHECK(jam.refused().message == "The other idea is no longer open for support.");
    jam.when(move_support{shade, false}, by(hugo, start)).accepted();
}

TEST_CASE("SV5: whoever moved their support along is asked again about the next merge")
{
    auto jam = with_ideas();
    support(jam, gita, shade);
    merge_into(jam, shade, trees);
    jam.when(move_support{shade, true}, by(gita, start)).accepted();
    merge_into(jam, trees, benches);
    CHECK(asked_about(jam, gita) == std::vector{trees});
    jam.when(move_support{trees, true}, by(gita, start)).accepted();
    CHECK(jam.tally_of(benches).of(measure::support) == 1);
    CHECK(jam.state().boxes[1].count == 1);
}

TEST_CASE("SV5: a merge taken back makes the idea its own again, and what was moved stays")
{
    auto jam = with_ideas();
    support(jam, gita, shade);
    merge_into(jam, shade, trees);
    jam.when(move_support{shade, true}, by(gita, start)).accepted();
    jam.when(restore_post{shade, "They differ."}, by(fay, start)).accepted();
    const auto& state = jam.state();
    CHECK(state.at(shade).state == post_state::published);
    CHECK_FALSE(state.at(shade).merged_into);
    CHECK(state.forums[0].idea_count == 3);
    CHECK(merged_into(state, trees).empty());
    CHECK(merge_of(state, shade) == nullptr);
    CHECK(state.steered.merges.size() == 1);
    CHECK(state.boxes[1].find(trees, gita) == choice::support);
    merge_into(jam, trees, shade);
    CHECK(asked_about(jam, gita) == std::vector{trees});
}

TEST_CASE("SV5: an idea that is merged anew asks anew, and one that is hidden asks nobody until it is back")
{
    auto jam = with_ideas();
    support(jam, gita, shade);
    merge_into(jam, shade, trees);
    jam.when(move_support{shade, false}, by(gita, start)).accepted();
    jam.when(restore_post{shade, "They differ."}, by(fay, start)).accepted();
    merge_into(jam, shade, benches);
    CHECK(asked_about(jam, gita) == std::vector{shade});
    jam.when(hide_post{shade, "civil"_slug, "It attacks a person."}, by(fay, start)).accepted();
    CHECK(asked_about(jam, gita).empty());
    jam.when(move_support{shade, true}, by(gita, start)).then(reject_code::not_allowed, "post");
    jam.when(restore_post{shade, "It does not."}, by(fay, start)).accepted();
    CHECK(jam.state().at(shade).merged_into == benches);
    jam.when(move_support{shade, true}, by(gita, start)).accepted();
    CHECK(jam.tally_of(benches).of(measure::support) == 1);
}
