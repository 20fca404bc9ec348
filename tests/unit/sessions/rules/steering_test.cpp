// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/steering.hpp"

#include "tests/unit/sessions/rules/steered_jam.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::test;

namespace {

/// The refusal of a command in this state with one post changed by hand.
rejection refusal_with(jam_state state, post_id changed, post_state to, const command& asked, context who)
{
    state.edit(changed).state = to;
    const auto answer = decide(state, asked, who);
    REQUIRE(answer.has_error());
    return answer.error();
}

/// All that steers the streets, as far as it names posts there.
std::vector<command> all_in_streets()
{
    return {spotlight_post{trees, {}},
            connect_posts{trees, benches},
            merge_post{trees, benches},
            split_post{which},
            claim_thread{trees},
            publish_summary{"streets"_slug, "So far: trees."},
            introduce_guest{gita, "Gita builds parks."},
            open_poll{"streets"_slug, "Trees?", {"Yes", "No"}, poll_kind::single, poll_results::live, {}}};
}

}  // namespace

TEST_CASE("SV1: facilitators steer their forums and organizers all of them, and nobody else steers")
{
    auto jam = with_posts();
    jam.when(grant_role{gita, role::guest, {"streets"_slug}}, by(olga, start)).accepted();
    for (const auto& asked : all_in_streets()) {
        INFO(name_of(asked));
        for (auto who : {ada, ben, hugo, gita, otto, anna, rosa})
            scenario{jam}.when(asked, by(who, start)).then(reject_code::not_allowed);
        for (auto who : {olga, fay})
            scenario{jam}.when(asked, by(who, start)).accepted();
        scenario{jam}
            .when(close_jam{}, by(olga, start))
            .when(asked, by(olga, start))
            .then(reject_code::jam_over);
    }
}

TEST_CASE("SV1: a facilitator needs both forums to connect, merge or move")
{
    auto jam = with_posts();
    const auto fays = by(fay, start);
    jam.when(connect_posts{trees, pond}, fays).then(reject_code::not_allowed, "with");
    jam.when(connect_posts{pond, trees}, fays).then(reject_code::not_allowed, "post");
    jam.when(merge_post{trees, pond}, fays).then(reject_code::not_allowed, "into");
    jam.when(merge_post{pond, trees}, fays).then(reject_code::not_allowed, "post");
    jam.when(move_post{trees, "parks"_slug}, fays).then(reject_code::not_allowed, "forum");
    jam.when(move_post{pond, "streets"_slug}, fays).then(reject_code::not_allowed, "post");
    CHECK(jam.refused().message == "This is for the facilitators of this forum and for organizers.");
    jam.when(grant_role{fay, role::facilitator, {}}, by(olga, start)).accepted();
    jam.when(connect_posts{trees, pond}, fays).accepted();
    jam.when(move_post{pond, "streets"_slug}, fays).accepted();
}

TEST_CASE("SV1: the administrator steers, but writes nothing")
{
    auto jam = with_posts();
    const auto admin = by_administrator(start);
    jam.when(spotlight_post{trees, {}}, admin).accepted();
    jam.when(end_spotlight{trees}, admin).accepted();
    jam.when(connect_posts{trees, benches}, admin).accepted();
    jam.when(move_post{benches, "parks"_slug}, admin).accepted();
    jam.when(split_post{which}, admin).accepted();
    CHECK(jam.posted(6).author == ben);
    jam.when(claim_thread{trees}, admin).accepted();
    jam.when(release_thread{trees}, admin).accepted();
    jam.when(introduce_guest{gita, "Gita builds parks."}, admin).accepted();
    jam.when(merge_post{benches, pond}, admin).accepted();
    jam.when(publish_summary{"streets"_slug, "So far."}, admin).then(reject_code::not_allowed);
    jam.when(move_support{benches, true}, admin).then(reject_code::not_allowed);
}

TEST_CASE("SV1: posts that are not there are not steered")
{
    auto jam = with_posts();
    const post_id none{99};
    for (const command& asked :
         std::vector<command>{spotlight_post{none, {}}, end_spotlight{none}, connect_posts{none, trees},
                              move_post{none, "parks"_slug}, merge_post{none, trees}, split_post{none},
                              claim_thread{none}, release_thread{none}, move_support{none, true}}) {
        INFO(name_of(asked));
        jam.when(asked, by(olga, start)).then(reject_code::no_such_post, "post");
    }
    jam.when(connect_posts{trees, none}, by(olga, start)).then(reject_code::no_such_post, "with");
    jam.when(merge_post{trees, none}, by(olga, start)).then(reject_code::no_such_post, "into");
}

TEST_CASE("SV1: while people do not see each other's posts, these are brought before nobody")
{
    a_plan plan;
    plan.phase("main"_slug, phase_kind::ideate, hours{1},
               [](switches& s) { s.others = others_switch::hidden; });
    auto jam = given(plan);
    jam.when(idea(), by(ada, start)).accepted();
    jam.when(idea("More benches."), by(ada, start)).accepted();
    jam.when(comment_on(trees), by(ada, start)).accepted();
    jam.when(prompt(), by(fay, start)).accepted();
    jam.when(spotlight_post{trees, {}}, by(fay, start)).then(reject_code::phase_closed, "post");
    CHECK(jam.refused().message == "In this phase people do not see each other's posts yet.");
    jam.when(connect_posts{question, trees}, by(fay, start)).then(reject_code::phase_closed, "with");
    jam.when(merge_post{trees, benches}, by(fay, start)).then(reject_code::phase_closed, "post");
    jam.when(split_post{which}, by(fay, start)).then(reject_code::phase_closed, "post");
    jam.when(spotlight_post{trees, {}}, by(cleo, start)).then(reject_code::no_such_post, "post");
    jam.when(claim_thread{trees}, by(fay, start)).accepted();
    jam.when(spotlight_post{question, {}}, by(fay, start)).accepted();
    jam.when(move_post{trees, "parks"_slug}, by(olga, start)).accepted();
}

TEST_CASE("SV2: a spotlight lasts half an hour, or as long as it is told to")
{
    auto jam = with_posts();
    jam.when(spotlight_post{trees, {}}, by(fay, start)).then({post_spotlighted{trees, start + minutes{30}}});
    jam.when(spotlight_post{which, 1}, by(fay, start)).then({post_spotlighted{which, start + minutes{1}}});
    jam.when(spotlight_post{question, 10'080}, by(fay, start)).accepted();
    CHECK(spotlights_at(jam.state(), start).size() == 3);
    CHECK(spotlights_at(jam.state(), start + minutes{1}).size() == 2);
    CHECK(spotlights_at(jam.state(), start + minutes{30}).size() == 1);
    for (std::int64_t wrong : {0, -5, 10'081}) {
        jam.when(spotlight_post{trees, wrong}, by(fay, start)).then(reject_code::bad_field, "minutes");
        CHECK(jam.refused().message == "Please give a number of minutes from 1 to a week.");
    }
}

TEST_CASE("SV2: asking again moves the end, and ending by hand ends it at once")
{
    auto jam = with_posts();
    jam.when(spotlight_post{trees, 10}, by(fay, start)).accepted();
    jam.when(spotlight_post{trees, 5}, by(olga, start + minutes{1})).accepted();
    REQUIRE(jam.state().steered.spotlights.size() == 1);
    CHECK(jam.state().steered.spotlights[0] == spotlight{trees, start, start + minutes{6}});
    jam.when(end_spotlight{trees}, by(ada, start)).then(reject_code::not_allowed, "post");
    jam.when(end_spotlight{pond}, by(fay, start)).then(reject_code::not_allowed, "post");
    jam.when(end_spotlight{trees}, by(fay, start + minutes{2})).then({spotlight_ended{trees}});
    CHECK(jam.state().steered.spotlights.empty());
    jam.when(end_spotlight{trees}, by(fay, start + minutes{2})).then(reject_code::not_allowed, "post");
    CHECK(jam.refused().message == "This post is not in the spotlight.");
    jam.when(spotlight_post{trees, 1}, by(fay, start + minutes{3})).accepted();
    jam.when(end_spotlight{trees}, by(fay, start + minutes{4})).then(reject_code::not_allowed, "post");
}

TEST_CASE("SV2: five posts stand in the spotlight at the same time")
{
    auto jam = with_posts();
    jam.when(idea("Less noise."), by(ben, start)).accepted();
    for (auto id : {trees, benches, which, question})
        jam.when(spotlight_post{id, 20}, by(fay, start)).accepted();
    jam.when(spotlight_post{pond, 10}, by(olga, start)).accepted();
    jam.when(spotlight_post{post_id{6}, {}}, by(fay, start)).then(reject_code::too_many, "post");
    CHECK(jam.refused().message ==
          "There are 5 posts in the spotlight already. Please end one of them first.");
    jam.when(spotlight_post{trees, 5}, by(fay, start)).accepted();
    jam.when(spotlight_post{post_id{6}, {}}, by(fay, start + minutes{5})).accepted();
    jam.when(spotlight_post{trees, {}}, by(fay, start + minutes{6})).then(reject_code::too_many);
    jam.when(spotlight_post{trees, {}}, by(fay, start + minutes{10})).accepted();
}

TEST_CASE("SV2: only a published post of a forum is spotlighted, and its light goes out when it is withdrawn")
{
    auto jam = with_posts();
    jam.when(announce{"Soup is ready.", "streets"_slug}, by(fay, start)).accepted();
    jam.when(spotlight_post{post_id{6}, {}}, by(fay, start)).then(reject_code::bad_field, "post");
    for (auto state : {post_state::held, post_state::hidden, post_state::withdrawn, post_state::erased}) {
        const auto refusal =
            refusal_with(jam.state(), trees, state, spotlight_post{trees, {}}, by(fay, start));
        CHECK(refusal.code == reject_code::not_allowed);
        CHECK(refusal.field == "post");
    }
    jam.when(spotlight_post{trees, {}}, by(fay, start)).accepted();
    jam.when(withdraw_post{trees}, by(ada, start)).then({spotlight_ended{trees}, post_withdrawn{trees}});
    CHECK(spotlights_at(jam.state(), start).empty());
    jam.when(spotlight_post{benches, {}}, by(fay, start)).accepted();
    const hide_post hide{benches, "civil"_slug, "It attacks a person."};
    jam.when(hide, by(fay, start))
        .then({spotlight_ended{benches}, post_hidden{benches, hide.rule, hide.note}});
    jam.when(restore_post{benches, "It does not."}, by(olga, start)).accepted();
    CHECK(spotlights_at(jam.state(), start).empty());
}

TEST_CASE("SV2: everybody is told that a light goes out with its post, and of none that was out already")
{
    auto jam = with_posts();
    for (const post_id lit : {trees, pond})
        jam.when(spotlight_post{lit, {}}, by(olga, start)).accepted();
    jam.when(spotlight_post{benches, 1}, by(fay, start)).accepted();
    const erased gone{erasure_scope::post, trees, {}, erasure_cause::officer, "Names a patient.", {}};
    jam.when(erase_post{trees, {}, gone.note}, by(rosa, start)).then({spotlight_ended{trees}, gone});
    jam.when(in_parks(idea("A lake.")), by(cleo, start)).accepted();
    const post_id lake{6};
    jam.when(merge_post{pond, lake}, by(olga, start))
        .then({spotlight_ended{pond}, post_merged{pond, lake, 1}});
    jam.when(withdraw_post{benches}, by(ada, start + minutes{1})).then({post_withdrawn{benches}});
    CHECK(jam.state().steered.spotlights.empty());
}

TEST_CASE("SV3: two different ideas or prompts are connected once")
{
    auto jam = with_posts();
    jam.when(connect_posts{pond, trees}, by(olga, start)).then({posts_connected{pond, trees}});
    jam.when(connect_posts{question, trees}, by(fay, start)).accepted();
    CHECK(jam.state().steered.connections == std::vector{std::pair{trees, question}, std::pair{trees, pond}});
    CHECK(connected_to(jam.state(), trees) == std::vector{question, pond});
    CHECK(connected_to(jam.state(), pond) == std::vector{trees});
    CHECK(connected_to(jam.state(), benches).empty());
    jam.when(connect_posts{trees, pond}, by(olga, start)).then(reject_code::not_allowed, "with");
    CHECK(jam.refused().message == "These two posts are connected already.");
    jam.when(connect_posts{trees, trees}, by(fay, start)).then(reject_code::bad_field, "with");
    jam.when(connect_posts{trees, which}, by(fay, start)).then(reject_code::bad_field, "with");
    jam.when(connect_posts{which, trees}, by(fay, start)).then(reject_code::bad_field, "post");
    jam.when(withdraw_post{benches}, by(ada, start)).accepted();
    jam.when(connect_posts{trees, benches}, by(fay, start)).then(reject_code::not_allowed, "with");
    jam.when(connect_posts{benches, trees}, by(fay, start)).then(reject_code::not_allowed, "post");
}

TEST_CASE("SV4: a thread moves to another forum with all its comments")
{
    auto jam = with_posts();
    jam.when(comment_on(which), by(cleo, start + minutes{1})).accepted();
    const auto before = jam.state().last_offset;
    jam.when(move_post{trees, "parks"_slug}, by(olga, start + minutes{2}))
        .then({post_moved{trees, streets, parks}});
    for (auto id : {trees, which, post_id{6}}) {
        CHECK(jam.state().at(id).forum == parks);
        CHECK(forum_at(jam.state(), id, before) == streets);
        CHECK(forum_at(jam.state(), id, jam.state().last_offset) == parks);
    }
    CHECK(jam.state().forums[streets].tops == std::vector{benches, question});
    CHECK(jam.state().forums[parks].tops == std::vector{trees, pond});
    CHECK(jam.state().forums[streets].idea_count == 1);
    CHECK(jam.state().forums[parks].idea_count == 2);
    CHECK(jam.state().forums[parks].last_at == start + minutes{1});
    jam.when(comment_on(trees), by(ben, start + minutes{3})).then(reject_code::bad_field, "forum");
    jam.when(in_parks(comment_on(trees)), by(ben, start + minutes{3})).accepted();
    CHECK(jam.posted(7).forum == parks);
    jam.when(move_post{trees, "streets"_slug}, by(olga, start + minutes{4})).accepted();
    CHECK(forum_at(jam.state(), trees, before) == streets);
    CHECK(forum_at(jam.state(), trees, log_offset{before.value + 1}) == parks);
    CHECK(forum_at(jam.state(), trees, jam.state().last_offset) == streets);
    CHECK(forum_at(jam.state(), pond, before) == parks);
}

TEST_CASE("SV4: whole threads that are published or held are moved, and only to another forum")
{
    auto jam = with_posts();
    jam.when(move_post{trees, "nowhere"_slug}, by(olga, start)).then(reject_code::no_such_forum, "forum");
    jam.when(move_post{trees, "streets"_slug}, by(olga, start)).then(reject_code::bad_field, "forum");
    CHECK(jam.refused().message == "The thread is in this forum already.");
    jam.when(move_post{which, "parks"_slug}, by(olga, start)).then(reject_code::bad_field, "post");
    jam.when(announce{"Soup is ready.", "streets"_slug}, by(fay, start)).accepted();
    jam.when(move_post{post_id{6}, "parks"_slug}, by(olga, start)).then(reject_code::bad_field, "post");
    for (auto state : {post_state::hidden, post_state::withdrawn, post_state::merged, post_state::erased})
        CHECK(refusal_with(jam.state(), trees, state, move_post{trees, "parks"_slug}, by(olga, start)).code ==
              reject_code::not_allowed);
    auto held = jam.state();
    held.edit(trees).state = post_state::held;
    CHECK(decide(held, move_post{trees, "parks"_slug}, by(olga, start)).has_value());
    jam.when(move_post{question, "parks"_slug}, by(olga, start)).accepted();
    CHECK(jam.state().forums[parks].idea_count == 1);
    CHECK(jam.state().forums[parks].tops == std::vector{question, pond});
}
