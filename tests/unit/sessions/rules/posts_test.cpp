// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/evolve.hpp"
#include "tests/support/sessions/given_when_then.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::test;

namespace {

/// A phase of this kind with some switches changed, running since the start.
template <class Change>
scenario in_phase(phase_kind kind, Change change)
{
    a_plan plan;
    plan.phase("main"_slug, kind, hours{1}, change);
    return given(plan);
}

scenario in_phase(phase_kind kind)
{
    return in_phase(kind, [](switches&) {});
}

/// The same after an hour of ideas in which Ada posted idea 1, Ben comment 2 and Cleo reply 3.
template <class Change>
scenario after_ideas(phase_kind kind, Change change)
{
    a_plan plan;
    plan.phase("before"_slug, phase_kind::ideate, hours{1});
    plan.phase("main"_slug, kind, hours{1}, change);
    auto jam = given(plan);
    jam.when(idea(), by(ada, start)).accepted();
    jam.when(comment_on(post_id{1}), by(ben, start)).accepted();
    jam.when(comment_on(post_id{2}), by(cleo, start)).accepted();
    jam.at(start + hours{1});
    return jam;
}

scenario after_ideas(phase_kind kind = phase_kind::ideate)
{
    return after_ideas(kind, [](switches&) {});
}

constexpr instant now = start + minutes{70};

}  // namespace

TEST_CASE("PO1: a text has at most text_max code points, some of them not white space")
{
    auto plan = one_phase();
    plan.policy([](policies& p) { p.text_max = 5; });
    auto jam = given(plan);
    jam.when(idea("Ünïön"), by(ada, start))
        .then({post_added{post_id{1}, post_kind::idea, 0, {}, {}, false, "Ünïön"}});
    jam.when(idea("Unions"), by(ada, start)).then(reject_code::text_too_long, "text");
    jam.when(idea(""), by(ada, start)).then(reject_code::bad_field, "text");
    jam.when(idea("\n \t"), by(ada, start)).then(reject_code::bad_field, "text");
    jam.when(idea("a\tb\nc"), by(ada, start)).accepted();
    jam.when(idea("a\x07"), by(ada, start)).then(reject_code::bad_field, "text");
}

TEST_CASE("PO1: bidirectional controls are kept")
{
    const std::string text = "\u202Eolleh\u202C \u2067shalom\u2069";
    auto jam = given(one_phase());
    jam.when(idea(text), by(ada, start)).accepted();
    CHECK(jam.posted(1).text == text);
}

TEST_CASE("PO2: the fields of a post fit its kind")
{
    auto jam = given(one_phase());
    jam.when(idea(), by(ada, start)).accepted();
    auto wrong = idea();
    wrong.parent = post_id{1};
    jam.when(wrong, by(ada, start)).then(reject_code::bad_field, "parent");
    jam.when(comment_on({}), by(ada, start)).then(reject_code::bad_field, "parent");
    auto building_comment = comment_on(post_id{1});
    building_comment.builds_on = post_id{1};
    jam.when(building_comment, by(ada, start)).then(reject_code::bad_field, "builds_on");
    const auto kind = GENERATE(post_kind::summary, post_kind::announcement);
    auto later = idea();
    later.kind = kind;
    jam.when(later, by(olga, start)).then(reject_code::bad_field, "kind");
}

TEST_CASE("PO2: a post goes to a forum of the jam, a comment to the forum of its post")
{
    auto jam = given(one_phase());
    auto lost = idea();
    lost.forum = "nowhere"_slug;
    jam.when(lost, by(ada, start)).then(reject_code::no_such_forum, "forum");
    jam.when(idea(), by(ada, start)).accepted();
    auto astray = comment_on(post_id{1});
    astray.forum = "parks"_slug;
    jam.when(astray, by(ada, start)).then(reject_code::bad_field, "forum");
    CHECK(jam.state().forums[0].tops == std::vector<post_id>{post_id{1}});
    CHECK(jam.state().forums[0].idea_count == 1);
    CHECK(jam.state().forums[0].last_at == start);
    CHECK_FALSE(jam.state().forums[1].last_at);
}

TEST_CASE("PO3: the switch ideas decides about ideas")
{
    auto jam = after_ideas(phase_kind::reveal);
    jam.when(idea(), by(ada, now)).then(reject_code::phase_closed);
    jam.when(idea_on(post_id{1}), by(ada, now)).then(reject_code::phase_closed);
}

TEST_CASE("PO3: while ideas is build_on, an idea has to grow out of another")
{
    auto jam = after_ideas(phase_kind::refine);
    jam.when(idea(), by(ada, now)).then(reject_code::phase_closed, "builds_on");
    jam.when(idea_on(post_id{1}), by(ben, now)).accepted();
}

TEST_CASE("PO3: the switch comments decides about comments")
{
    auto jam = after_ideas(phase_kind::prioritise);
    jam.when(comment_on(post_id{1}), by(ben, now)).then(reject_code::phase_closed);
    auto revealed = after_ideas(phase_kind::reveal);
    revealed.when(comment_on(post_id{1}), by(ben, now)).accepted();
}

TEST_CASE("PO3: in a lobby comments are taken in the thread of a prompt only")
{
    auto jam = after_ideas(phase_kind::lobby);
    jam.when(comment_on(post_id{1}), by(ben, now)).then(reject_code::phase_closed);
    jam.when(prompt("Welcome! Who is here?"), by(fay, now)).accepted();
    jam.when(comment_on(post_id{4}), by(ben, now)).accepted();
    jam.when(comment_on(post_id{5}), by(ada, now)).accepted();
}

TEST_CASE("PO4: comments stand two levels deep, and a reply to a reply joins its level")
{
    auto jam = after_ideas();
    CHECK(jam.posted(2).parent == post_id{1});
    CHECK(jam.posted(3).parent == post_id{2});
    jam.when(comment_on(post_id{3}), by(ada, now))
        .then({post_added{post_id{4}, post_kind::comment, 0, post_id{2}, {}, false, "Which ones?"}});
    CHECK(jam.posted(4).thread == post_id{1});
    CHECK(jam.posted(1).comments == std::vector<post_id>{post_id{2}, post_id{3}, post_id{4}});
    CHECK(jam.posted(1).last_at == now);
    CHECK(jam.posted(2).last_at == start);
}

TEST_CASE("PO4: a comment needs a post that can be commented")
{
    auto jam = after_ideas();
    jam.when(comment_on(post_id{99}), by(ada, now)).then(reject_code::no_such_post, "parent");
    jam.when(announce{"Half time!", "streets"_slug}, by(olga, now)).accepted();
    jam.when(comment_on(post_id{4}), by(ada, now)).then(reject_code::bad_field, "parent");
}

TEST_CASE("PO5: build-ons are of the family of the oldest ancestor")
{
    auto jam = after_ideas();
    jam.when(idea_on(post_id{1}), by(ben, now)).accepted();
    jam.when(idea_on(post_id{4}), by(cleo, now)).accepted();
    auto elsewhere = idea_on(post_id{5});
    elsewhere.forum = "parks"_slug;
    jam.when(elsewhere, by(ada, now)).accepted();
    CHECK(jam.posted(1).family == post_id{1});
    CHECK(jam.posted(4).family == post_id{1});
    CHECK(jam.posted(5).builds_on == post_id{4});
    CHECK(jam.posted(5).family == post_id{1});
    CHECK(jam.posted(6).family == post_id{1});
    CHECK(jam.posted(6).forum == forum_index{1});
}

TEST_CASE("PO5: ideas build on ideas that are there")
{
    auto jam = after_ideas();
    jam.when(idea_on(post_id{2}), by(ada, now)).then(reject_code::bad_field, "builds_on");
    jam.when(idea_on(post_id{77}), by(ada, now)).then(reject_code::no_such_post, "builds_on");
}

TEST_CASE("PO6: authors edit their own posts, and every text is a version")
{
    auto jam = after_ideas();
    jam.when(edit_post{post_id{1}, "Plant oaks.", {}}, by(ada, now))
        .then({post_edited{post_id{1}, 2, "Plant oaks."}});
    jam.when(edit_post{post_id{1}, "Plant oaks.", {}}, by(ada, now))
        .then({post_edited{post_id{1}, 3, "Plant oaks."}});
    CHECK(jam.posted(1).edited_at == now);
    CHECK(jam.posted(1).last_at == start);
    const auto other = GENERATE(ben, olga, fay);
    jam.when(edit_post{post_id{1}, "Mine.", {}}, by(other, now)).then(reject_code::not_allowed, "post");
    jam.when(edit_post{post_id{9}, "Mine.", {}}, by(other, now)).then(reject_code::no_such_post, "post");
    jam.when(edit_post{post_id{1}, " ", {}}, by(ada, now)).then(reject_code::bad_field, "text");
}

TEST_CASE("PO6: a post is edited while posting its kind is not closed")
{
    auto refined = after_ideas(phase_kind::refine);
    refined.when(edit_post{post_id{1}, "Plant oaks.", {}}, by(ada, now)).accepted();
    auto revealed = after_ideas(phase_kind::reveal);
    revealed.when(edit_post{post_id{1}, "Plant oaks.", {}}, by(ada, now)).then(reject_code::phase_closed);
    revealed.when(edit_post{post_id{2}, "Which oaks?", {}}, by(ben, now)).accepted();
    auto chosen = after_ideas(phase_kind::prioritise);
    chosen.when(edit_post{post_id{2}, "Which oaks?", {}}, by(ben, now)).then(reject_code::phase_closed);
    auto paused = after_ideas(phase_kind::lobby);
    paused.when(edit_post{post_id{2}, "Which oaks?", {}}, by(ben, now)).then(reject_code::phase_closed);
}

TEST_CASE("PO7: authors withdraw their own posts whatever the phase, others never")
{
    auto jam = after_ideas(phase_kind::prioritise);
    const auto other = GENERATE(ben, olga, fay);
    jam.when(withdraw_post{post_id{1}}, by(other, now)).then(reject_code::not_allowed, "post");
    jam.when(withdraw_post{post_id{1}}, by_administrator(now)).then(reject_code::not_allowed, "post");
    jam.when(withdraw_post{post_id{1}}, by(ada, now)).then({post_withdrawn{post_id{1}}});
    CHECK(jam.posted(1).state == post_state::withdrawn);
    CHECK(jam.state().forums[0].idea_count == 0);
    jam.when(withdraw_post{post_id{1}}, by(ada, now)).then(reject_code::not_allowed, "post");
    jam.when(withdraw_post{post_id{8}}, by(ada, now)).then(reject_code::no_such_post, "post");
}

TEST_CASE("PO8: a withdrawn post takes no comments, build-ons, edits or ballots, and its thread no comments")
{
    auto jam = after_ideas();
    jam.when(withdraw_post{post_id{1}}, by(ada, now)).accepted();
    jam.when(comment_on(post_id{1}), by(ben, now)).then(reject_code::not_allowed, "parent");
    jam.when(comment_on(post_id{2}), by(ada, now)).then(reject_code::not_allowed, "parent");
    jam.when(idea_on(post_id{1}), by(ben, now)).then(reject_code::not_allowed, "builds_on");
    jam.when(edit_post{post_id{1}, "Back again", {}}, by(ada, now)).then(reject_code::not_allowed, "post");
    jam.when(cast_ballot{post_id{1}, choice::support}, by(ben, now)).then(reject_code::not_allowed, "post");
    CHECK(jam.posted(1).comments.size() == 2);
}

TEST_CASE("PO8: a hidden, merged or erased post is as closed as a withdrawn one")
{
    auto state = after_ideas().state();
    state.edit(post_id{1}).state = GENERATE(post_state::hidden, post_state::merged, post_state::erased);
    state.forums[0].idea_count = 0;
    const auto refusal = [&](const command& asked, person_id who) {
        return name_of(decide(state, asked, by(who, now)).error().code);
    };
    CHECK(refusal(comment_on(post_id{1}), ben) == "not_allowed");
    CHECK(refusal(comment_on(post_id{2}), ada) == "not_allowed");
    CHECK(refusal(idea_on(post_id{1}), ben) == "not_allowed");
    CHECK(refusal(edit_post{post_id{1}, "Back again", {}}, ada) == "not_allowed");
    CHECK(refusal(cast_ballot{post_id{1}, choice::support}, ben) == "not_allowed");
}

TEST_CASE("PO8: withdrawing a hidden idea does not count it out a second time")
{
    auto state = after_ideas().state();
    state.edit(post_id{1}).state = post_state::hidden;
    state.forums[0].idea_count = 0;
    evolve(state, next_event(state, post_withdrawn{post_id{1}}, ada, now));
    CHECK(state.at(post_id{1}).state == post_state::withdrawn);
    CHECK(state.forums[0].idea_count == 0);
}

TEST_CASE("PO9: a held post is its author's only")
{
    auto state = after_ideas().state();
    state.edit(post_id{1}).state = post_state::held;
    const auto refusal = [&](const command& asked, person_id who) {
        return name_of(decide(state, asked, by(who, now)).error().code);
    };
    CHECK(refusal(comment_on(post_id{1}), ben) == "no_such_post");
    CHECK(refusal(cast_ballot{post_id{1}, choice::support}, olga) == "no_such_post");
    CHECK(refusal(edit_post{post_id{1}, "Mine.", {}}, olga) == "no_such_post");
    CHECK(decide(state, edit_post{post_id{1}, "Plant oaks.", {}}, by(ada, now)).has_value());
    CHECK(decide(state, withdraw_post{post_id{1}}, by(ada, now)).has_value());
}

TEST_CASE("PO9: while others' posts are hidden, one acts on one's own only")
{
    auto jam = after_ideas(phase_kind::brainwrite, [](switches& s) {
        s.comments = comments_switch::open;
        s.ballot = ballot_switch::support;
    });
    jam.when(comment_on(post_id{1}), by(ben, now)).then(reject_code::no_such_post, "parent");
    jam.when(idea_on(post_id{1}), by(ben, now)).then(reject_code::no_such_post, "builds_on");
    jam.when(cast_ballot{post_id{1}, choice::support}, by(ben, now)).then(reject_code::no_such_post, "post");
    jam.when(edit_post{post_id{1}, "Mine.", {}}, by(ben, now)).then(reject_code::no_such_post, "post");
    jam.when(withdraw_post{post_id{1}}, by(ben, now)).then(reject_code::no_such_post, "post");
    jam.when(comment_on(post_id{1}), by(ada, now)).accepted();
    jam.when(idea_on(post_id{1}), by(ada, now)).accepted();
    jam.when(cast_ballot{post_id{1}, choice::support}, by(ada, now)).accepted();
    jam.when(prompt(), by(fay, now)).accepted();
    jam.when(comment_on(post_id{6}), by(ben, now)).accepted();
}

TEST_CASE("PO9: a comment drafted while the idea was shown is judged by that phase")
{
    auto jam = after_ideas(phase_kind::brainwrite);
    jam.when(drafted_in("before"_slug, comment_on(post_id{1})), by(ben, start + hours{1} + seconds{5}))
        .accepted();
}

TEST_CASE("PO10: words_max is the most words of an idea")
{
    auto jam = in_phase(phase_kind::ideate, [](switches& s) { s.words_max = 3; });
    jam.when(idea(words(3)), by(ada, start)).accepted();
    jam.when(idea(words(4)), by(ada, start)).then(reject_code::text_too_long, "text");
    jam.when(comment_on(post_id{1}, words(4)), by(ada, start)).accepted();
    jam.when(edit_post{post_id{1}, words(4), {}}, by(ada, start)).then(reject_code::text_too_long, "text");
}

TEST_CASE("PO10: an idea that was longer before may stay as long as it was")
{
    a_plan plan;
    plan.phase("long"_slug, phase_kind::ideate, hours{1});
    plan.phase("short"_slug, phase_kind::refine, hours{1}, [](switches& s) { s.words_max = 3; });
    auto jam = given(plan);
    jam.when(idea(words(10)), by(ada, start)).accepted();
    jam.when(edit_post{post_id{1}, words(11), {}}, by(ada, now)).then(reject_code::text_too_long, "text");
    jam.when(edit_post{post_id{1}, words(9), {}}, by(ada, now)).accepted();
    jam.when(edit_post{post_id{1}, words(10), {}}, by(ada, now)).then(reject_code::text_too_long, "text");
}

TEST_CASE("PO11: slow mode lets a person post an idea or a comment every so many seconds")
{
    auto jam = in_phase(phase_kind::ideate, [](switches& s) { s.slow_mode_s = 60; });
    jam.when(idea(), by(ada, start)).accepted();
    jam.when(comment_on(post_id{1}), by(ada, start + seconds{45})).then(reject_code::rate_limited);
    CHECK(jam.refused().retry_after == seconds{15});
    jam.when(comment_on(post_id{1}), by(ben, start + seconds{45})).accepted();
    jam.when(edit_post{post_id{1}, "Plant oaks.", {}}, by(ada, start + seconds{45})).accepted();
    jam.when(comment_on(post_id{1}), by(ada, start + seconds{60})).accepted();
}

TEST_CASE("PO11: slow mode does not hold up prompts, nor do prompts hold up posts")
{
    auto jam = in_phase(phase_kind::ideate, [](switches& s) { s.slow_mode_s = 60; });
    jam.when(idea(), by(fay, start)).accepted();
    jam.when(prompt(), by(fay, start + seconds{1})).accepted();
    jam.when(idea(), by(fay, start + seconds{60})).accepted();
}

TEST_CASE("PO12: facilitators prompt in their own forums, organizers in all, in every phase but an archive")
{
    auto jam = in_phase(phase_kind::prioritise);
    auto elsewhere = prompt();
    elsewhere.forum = "parks"_slug;
    jam.when(prompt(), by(fay, start)).accepted();
    jam.when(elsewhere, by(fay, start)).then(reject_code::not_allowed);
    jam.when(elsewhere, by(olga, start)).accepted();
    jam.when(prompt(), by(ada, start)).then(reject_code::not_allowed);
    jam.when(elsewhere, by(hugo, start)).then(reject_code::not_allowed);
    CHECK(jam.state().forums[0].tops.size() == 1);
    CHECK(jam.state().forums[0].idea_count == 0);
    in_phase(phase_kind::archive).when(prompt(), by(olga, start)).then(reject_code::phase_closed);
}

TEST_CASE("PO12: a prompt is edited by its author while they may prompt")
{
    auto jam = in_phase(phase_kind::ideate);
    jam.when(prompt(), by(fay, start)).accepted();
    jam.when(edit_post{post_id{1}, "And second?", {}}, by(fay, start)).accepted();
    jam.when(revoke_role{fay, role::facilitator}, by(olga, start)).accepted();
    jam.when(grant_role{fay, role::participant, {}}, by(olga, start)).accepted();
    jam.when(edit_post{post_id{1}, "And third?", {}}, by(fay, start)).then(reject_code::not_allowed);
}

TEST_CASE("PO13: organizers and the administrator announce to all, facilitators to their own forums")
{
    auto jam = in_phase(phase_kind::ideate);
    jam.when(announce{"Welcome!", {}}, by(olga, start))
        .then({announced{post_id{1}, std::nullopt, "Welcome!"}});
    jam.when(announce{"Welcome!", {}}, by_administrator(start)).accepted();
    jam.when(announce{"Half time!", "streets"_slug}, by(fay, start))
        .then({announced{post_id{3}, 0, "Half time!"}});
    jam.when(announce{"Half time!", "parks"_slug}, by(fay, start)).then(reject_code::not_allowed);
    jam.when(announce{"Half time!", {}}, by(fay, start)).then(reject_code::not_allowed);
    jam.when(announce{"Hello", "streets"_slug}, by(ada, start)).then(reject_code::not_allowed);
    jam.when(announce{"Hello", "nowhere"_slug}, by(olga, start)).then(reject_code::no_such_forum, "forum");
    jam.when(announce{"", {}}, by(olga, start)).then(reject_code::bad_field, "text");
    CHECK_FALSE(jam.posted(2).author);
    CHECK(jam.state().forums[0].tops.empty());
}

TEST_CASE("PO13: what was announced is not edited, but its author can withdraw it")
{
    auto jam = in_phase(phase_kind::ideate);
    jam.when(announce{"Welcom!", {}}, by(olga, start)).accepted();
    jam.when(edit_post{post_id{1}, "Welcome!", {}}, by(olga, start)).then(reject_code::not_allowed, "post");
    jam.when(withdraw_post{post_id{1}}, by(olga, start)).accepted();
}
