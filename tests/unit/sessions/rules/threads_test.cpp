// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/steering.hpp"
#include "tests/unit/sessions/rules/steered_jam.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::test;

TEST_CASE("SV6: a comment becomes an idea of its author, and stays")
{
    auto jam = with_posts();
    jam.when(split_post{which}, by(fay, start + minutes{1}))
        .then({post_split{post_id{6}, which, ben, false, "Which ones?"}});
    const auto& made = jam.posted(6);
    CHECK(made.kind == post_kind::idea);
    CHECK(made.author == ben);
    CHECK(made.text == "Which ones?");
    CHECK(made.forum == streets);
    CHECK(made.thread == made.id);
    CHECK(made.at == start + minutes{1});
    CHECK(split_from(jam.state(), made.id) == which);
    CHECK_FALSE(split_from(jam.state(), trees));
    CHECK(jam.state().at(which).state == post_state::published);
    CHECK(jam.state().at(trees).comments == std::vector{which});
    CHECK(jam.state().forums[streets].tops == std::vector{trees, benches, question, post_id{6}});
    CHECK(jam.state().forums[streets].idea_count == 3);
    CHECK(jam.state().at(ben).idea_count == 1);
    CHECK(jam.state().at(ben).posts == std::vector{which, post_id{6}});
    jam.when(split_post{which}, by(fay, start)).then(reject_code::not_allowed, "post");
    CHECK(jam.refused().message == "This comment was made an idea already.");
    jam.when(split_post{trees}, by(fay, start)).then(reject_code::bad_field, "post");
    jam.when(comment_on(post_id{6}), by(ada, start)).accepted();
    jam.when(cast_ballot{post_id{6}, choice::support}, by(ben, start)).accepted();
    jam.when(edit_post{post_id{6}, "Which trees?", {}}, by(ben, start)).accepted();
}

TEST_CASE("SV6: comments are split where ideas are closed too, but not once results are shown")
{
    a_plan plan;
    plan.phase("ideas"_slug, phase_kind::ideate, hours{1});
    plan.phase("choose"_slug, phase_kind::prioritise, minutes{30});
    plan.phase("results"_slug, phase_kind::reveal, minutes{30});
    auto jam = with_posts(plan);
    jam.when(comment_on(trees), by(cleo, start)).accepted();
    jam.when(split_post{which}, by(fay, start + hours{1})).accepted();
    CHECK_FALSE(jam.posted(7).is_nameless);  // written while names were shown
    jam.when(split_post{post_id{6}}, by(fay, start + minutes{90})).then(reject_code::phase_closed);
    CHECK(jam.refused().message == "This phase takes no new ideas any more.");
}

TEST_CASE(
    "SV6: what a person wrote without a name stays nameless, and their own pace is not counted from a split")
{
    a_plan plan;
    plan.phase("main"_slug, phase_kind::ideate, hours{1}, [](switches& s) {
        s.names = names_switch::hidden;
        s.slow_mode_s = 60;
    });
    auto jam = given(plan);
    jam.when(idea(), by(ada, start)).accepted();
    jam.when(comment_on(trees), by(ben, start)).accepted();
    jam.when(split_post{post_id{2}}, by(fay, start + seconds{50})).accepted();
    CHECK(jam.posted(3).is_nameless);
    CHECK(jam.state().at(ben).last_post_at == start);
    jam.when(idea(), by(ben, start + seconds{60})).accepted();
}

TEST_CASE("SV7: a claimed thread is one person's until it is released or a quarter of an hour has passed")
{
    auto jam = with_posts();
    jam.when(grant_role{hugo, role::facilitator, {}}, by(olga, start)).accepted();
    jam.when(claim_thread{trees}, by(fay, start)).then({thread_claimed{trees}});
    jam.when(claim_thread{trees}, by(hugo, start + minutes{1})).then(reject_code::claimed, "post");
    CHECK(jam.refused().message == "Fay is working on this thread at the moment.");
    jam.when(claim_thread{trees}, by(fay, start + minutes{10})).accepted();
    jam.when(claim_thread{trees}, by(hugo, start + minutes{24})).then(reject_code::claimed);
    CHECK(claim_at(jam.state(), trees, start + minutes{24})->person == fay);
    CHECK(claim_at(jam.state(), trees, start + minutes{25}) == nullptr);
    CHECK(claim_at(jam.state(), benches, start) == nullptr);
    jam.when(claim_thread{trees}, by(hugo, start + minutes{25})).accepted();
    CHECK(claim_at(jam.state(), trees, start + minutes{25})->person == hugo);
}

TEST_CASE("SV7: whoever works on a thread releases it, or an organizer")
{
    auto jam = with_posts();
    jam.when(grant_role{hugo, role::facilitator, {}}, by(olga, start)).accepted();
    jam.when(release_thread{trees}, by(fay, start)).then(reject_code::not_allowed, "post");
    CHECK(jam.refused().message == "Nobody is working on this thread at the moment.");
    jam.when(claim_thread{trees}, by(fay, start)).accepted();
    jam.when(release_thread{trees}, by(ada, start)).then(reject_code::not_allowed, "post");
    jam.when(release_thread{trees}, by(hugo, start)).then(reject_code::claimed, "post");
    jam.when(release_thread{trees}, by(olga, start)).then({thread_released{trees}});
    jam.when(claim_thread{trees}, by(hugo, start)).accepted();
    jam.when(release_thread{trees}, by(fay, start + minutes{15})).then(reject_code::not_allowed, "post");
    jam.when(release_thread{trees}, by(hugo, start + minutes{15})).accepted();
    jam.when(release_thread{trees}, by(hugo, start + minutes{15})).then(reject_code::not_allowed, "post");
}

TEST_CASE("SV7: whole threads that are open are claimed")
{
    auto jam = with_posts();
    jam.when(claim_thread{which}, by(fay, start)).then(reject_code::bad_field, "post");
    jam.when(claim_thread{question}, by(fay, start)).accepted();
    jam.when(withdraw_post{trees}, by(ada, start)).accepted();
    jam.when(claim_thread{trees}, by(fay, start)).then(reject_code::not_allowed, "post");
}

TEST_CASE("SV7: two administrators are one, and whoever has no name is not named")
{
    auto jam = with_posts();
    jam.when(claim_thread{trees}, by_administrator(start)).accepted();
    jam.when(claim_thread{trees}, by_administrator(start)).accepted();
    jam.when(claim_thread{trees}, by(fay, start)).then(reject_code::claimed, "post");
    CHECK(jam.refused().message == "Somebody else is working on this thread at the moment.");
}

TEST_CASE("SV8: a summary tops a thread of its forum")
{
    auto jam = with_posts();
    jam.when(publish_summary{"streets"_slug, "Trees #1 and [benches](#2)."}, by(fay, start + minutes{1}))
        .then({summary_published{post_id{6}, streets, false, "Trees #1 and [benches](#2)."}});
    const auto& made = jam.posted(6);
    CHECK(made.kind == post_kind::summary);
    CHECK(made.author == fay);
    CHECK(made.thread == made.id);
    CHECK_FALSE(made.family);
    CHECK(jam.state().forums[streets].tops.back() == made.id);
    CHECK(jam.state().forums[streets].idea_count == 2);
    CHECK(jam.state().forums[streets].last_at == start + minutes{1});
    jam.when(comment_on(post_id{6}), by(ben, start)).accepted();
    CHECK(jam.posted(7).thread == made.id);
    jam.when(cast_ballot{post_id{6}, choice::support}, by(ben, start)).then(reject_code::bad_field, "post");
    jam.when(publish_summary{"nowhere"_slug, "So far."}, by(fay, start))
        .then(reject_code::no_such_forum, "forum");
    jam.when(publish_summary{"parks"_slug, "So far."}, by(fay, start))
        .then(reject_code::not_allowed, "forum");
    jam.when(publish_summary{"streets"_slug, " "}, by(fay, start)).then(reject_code::bad_field, "text");
    jam.when(publish_summary{"streets"_slug, std::string(5'001, 'a')}, by(fay, start))
        .then(reject_code::text_too_long, "text");
    jam.when(mute_person{fay, {}, 5, "Please calm down."}, by(olga, start)).accepted();
    jam.when(publish_summary{"streets"_slug, "So far."}, by(fay, start)).then(reject_code::muted);
    jam.when(publish_summary{"streets"_slug, "So far."}, by(fay, start + minutes{6})).accepted();
}

TEST_CASE(
    "SV8: a summary is edited by its author for as long as they steer there, and is nameless with the rest")
{
    a_plan plan;
    plan.phase("main"_slug, phase_kind::ideate, hours{1},
               [](switches& s) { s.names = names_switch::hidden; });
    auto jam = given(plan);
    jam.when(publish_summary{"streets"_slug, "So far."}, by(fay, start)).accepted();
    CHECK(jam.posted(1).is_nameless);
    jam.when(edit_post{trees, "So far: nothing.", {}}, by(fay, start)).accepted();
    jam.when(edit_post{trees, "Mine.", {}}, by(olga, start)).then(reject_code::not_allowed, "post");
    jam.when(grant_role{fay, role::participant, {}}, by(olga, start)).accepted();
    jam.when(revoke_role{fay, role::facilitator}, by(olga, start)).accepted();
    jam.when(edit_post{trees, "Still mine.", {}}, by(fay, start)).then(reject_code::not_allowed, "post");
    jam.when(add_post{"streets"_slug, post_kind::summary, "By the way.", {}, {}, {}}, by(olga, start))
        .then(reject_code::bad_field, "kind");
}

TEST_CASE("SV9: a guest is introduced to everybody by those who steer where the guest is")
{
    auto jam = with_posts();
    jam.when(introduce_guest{gita, "Gita builds parks."}, by(olga, start))
        .then({guest_introduced{gita, "Gita builds parks."}});
    jam.when(introduce_guest{gita, "Gita builds parks."}, by(fay, start))
        .then(reject_code::not_allowed, "person");
    jam.when(grant_role{gita, role::guest, {"parks"_slug}}, by(olga, start)).accepted();
    jam.when(introduce_guest{gita, "Gita builds parks."}, by(fay, start))
        .then(reject_code::not_allowed, "person");
    jam.when(grant_role{gita, role::guest, {"parks"_slug, "streets"_slug}}, by(olga, start)).accepted();
    jam.when(introduce_guest{gita, "Gita builds parks."}, by(fay, start)).accepted();
    jam.when(introduce_guest{person_id{99}, "Who?"}, by(olga, start))
        .then(reject_code::no_such_person, "person");
    jam.when(introduce_guest{ada, "Ada writes."}, by(olga, start)).then(reject_code::bad_field, "person");
    CHECK(jam.refused().message == "This person is not a guest of this jam.");
    jam.when(introduce_guest{gita, ""}, by(olga, start)).then(reject_code::bad_field, "text");
}
