// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/moderation_queue.hpp"

#include "sessions/rules/evolve.hpp"
#include "tests/support/sessions/given_when_then.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::test;

namespace {

using enum queue_source;
using sources = std::vector<queue_source>;

constexpr post_id first{1};
constexpr instant later = start + minutes{10};

/// A jam that looks at posts before they are shown, with an idea of the guest that is shown: idea 1.
scenario held_first()
{
    a_plan plan;
    plan.phase("main"_slug, phase_kind::ideate, hours{1},
               [](switches& s) { s.moderation = moderation_switch::before; });
    auto jam = given(plan);
    jam.when(idea("Bus lanes."), by(gita, start)).accepted();
    return jam;
}

/// A jam that looks at posts after they are shown. Ada's first post was looked at.
scenario after_first()
{
    auto plan = one_phase();
    plan.policy([](policies& p) { p.signals.words = {"idiot"}; });
    auto jam = given(plan);
    jam.when(idea(), by(ada, start)).accepted();
    jam.when(approve_post{first}, by(fay, start)).accepted();
    return jam;
}

sources of(const scenario& jam, std::uint32_t post)
{
    return sources_of(jam.state(), jam.posted(post));
}

std::optional<instant> since(const scenario& jam, std::uint32_t post)
{
    return waits_since(jam.state(), jam.posted(post));
}

}  // namespace

TEST_CASE("MO10: with moderation before, ideas and comments of people without a badge are held")
{
    auto jam = held_first();
    CHECK(jam.posted(1).state == post_state::published);
    jam.when(idea(), by(ada, later)).accepted();
    jam.when(comment_on(first), by(ben, later)).accepted();
    jam.when(prompt(), by(fay, later)).accepted();
    jam.when(comment_on(first), by(hugo, later)).accepted();
    CHECK(jam.posted(2).state == post_state::held);
    CHECK(jam.posted(3).state == post_state::held);
    CHECK(jam.posted(4).state == post_state::published);
    CHECK(jam.posted(5).state == post_state::published);
    CHECK(of(jam, 2) == sources{held, first_post});
    CHECK(since(jam, 2) == later);
}

TEST_CASE("MO10: what is held is neither counted nor makes anything active until it is approved")
{
    auto jam = held_first();
    jam.when(idea(), by(ada, later)).accepted();
    jam.when(comment_on(first), by(ben, later)).accepted();
    CHECK(jam.state().forums[0].idea_count == 1);
    CHECK(jam.state().forums[0].last_at == start);
    CHECK(jam.posted(1).last_at == start);
    CHECK(jam.posted(1).held_comments == 1);
    jam.when(approve_post{post_id{2}}, by(fay, later + minutes{1})).then({post_approved{post_id{2}, true}});
    jam.when(approve_post{post_id{3}}, by(fay, later + minutes{1})).accepted();
    CHECK(jam.posted(2).state == post_state::published);
    CHECK(jam.state().forums[0].idea_count == 2);
    CHECK(jam.state().forums[0].last_at == later);
    CHECK(jam.posted(1).last_at == later);
    CHECK(jam.posted(1).held_comments == 0);
    CHECK(of(jam, 2).empty());
}

TEST_CASE("MO10: an older post that is approved later moves nothing back")
{
    auto jam = held_first();
    jam.when(comment_on(first), by(ben, later)).accepted();
    jam.when(comment_on(first), by(gita, later + minutes{5})).accepted();
    jam.when(approve_post{post_id{2}}, by(fay, later + minutes{6})).accepted();
    CHECK(jam.posted(1).last_at == later + minutes{5});
    CHECK(jam.state().forums[0].last_at == later + minutes{5});
}

TEST_CASE("MO10: a held post can be hidden, restored or withdrawn, and is counted right each time")
{
    auto jam = held_first();
    jam.when(idea(), by(ada, later)).accepted();
    jam.when(hide(post_id{2}), by(fay, later)).accepted();
    CHECK(jam.state().forums[0].idea_count == 1);
    jam.when(restore_post{post_id{2}, ""}, by(fay, later)).accepted();
    CHECK(jam.posted(2).state == post_state::published);
    CHECK(jam.state().forums[0].idea_count == 2);
    jam.when(comment_on(first), by(ben, later)).accepted();
    jam.when(withdraw_post{post_id{3}}, by(ben, later)).accepted();
    CHECK(jam.posted(1).held_comments == 0);
    CHECK_FALSE(is_in_queue(jam.state(), jam.posted(3)));
}

TEST_CASE("MO10: nobody but its author knows of a held post, apart from those who decide about it")
{
    auto jam = held_first();
    jam.when(idea(), by(ada, later)).accepted();
    jam.when(hide(post_id{2}), by(ben, later)).then(reject_code::no_such_post, "post");
    jam.when(flag_on(post_id{2}), by(ben, later)).then(reject_code::no_such_post, "post");
    jam.when(comment_on(post_id{2}), by(ada, later)).then(reject_code::not_allowed, "parent");
    CHECK(jam.refused().message == "This post takes comments once it is approved.");
    jam.when(idea_on(post_id{2}), by(ada, later)).then(reject_code::not_allowed, "builds_on");
    CHECK(jam.refused().message == "Ideas can build on this one once it is approved.");
}

TEST_CASE("MO10: a held post that its author edits stays held, with the signals of the new text")
{
    auto jam = held_first();
    jam.when(idea("See https://example.com"), by(ada, start)).accepted();
    CHECK(of(jam, 2) == sources{held, links, first_post});
    jam.when(edit_post{post_id{2}, "See the map.", {}}, by(ada, later)).accepted();
    CHECK(jam.posted(2).state == post_state::held);
    CHECK(jam.posted(2).text == "See the map.");
    CHECK(of(jam, 2) == sources{held, first_post});
    CHECK(since(jam, 2) == start);
}

TEST_CASE("MO10: a text that was approved and is changed waits to be looked at again, and stays shown")
{
    auto jam = held_first();
    jam.when(idea(), by(ada, start)).accepted();
    jam.when(approve_post{post_id{2}}, by(fay, start)).accepted();
    jam.when(edit_post{post_id{2}, "Plant oaks.", {}}, by(ada, later))
        .then({post_edited{post_id{2}, 2, "Plant oaks.", {}, true}});
    CHECK(jam.posted(2).state == post_state::published);
    CHECK(of(jam, 2) == sources{edited});
    jam.when(edit_post{post_id{2}, "Plant limes.", {}}, by(ada, later + minutes{1})).accepted();
    CHECK(since(jam, 2) == later);
    jam.when(approve_post{post_id{2}}, by(fay, later + minutes{2})).accepted();
    CHECK(of(jam, 2).empty());
    jam.when(edit_post{first, "Bus lanes!", {}}, by(gita, later)).accepted();
    CHECK(of(jam, 1).empty());
}

TEST_CASE("MO11: links and words of the plan queue a post, also when they come by an edit")
{
    auto jam = after_first();
    jam.when(idea("See https://example.com"), by(ada, later)).accepted();
    CHECK(of(jam, 2) == sources{links});
    jam.when(idea("What an Idiot."), by(ada, later)).accepted();
    CHECK(of(jam, 3) == sources{queue_source::words});
    jam.when(edit_post{first, "Idiot, see www.example.com", {}}, by(ada, later)).accepted();
    CHECK(of(jam, 1) == sources{links, queue_source::words});
    jam.when(edit_post{first, "Sorry.", {}}, by(ada, later + minutes{1})).accepted();
    CHECK(of(jam, 1).empty());
    CHECK(jam.state().moderated.cases.size() == 2);
}

TEST_CASE("MO11: what was looked at does not queue again until the text changes")
{
    auto jam = after_first();
    jam.when(idea("See https://example.com"), by(ada, later)).accepted();
    jam.when(approve_post{post_id{2}}, by(fay, later)).accepted();
    CHECK(of(jam, 2).empty());
    jam.when(edit_post{post_id{2}, "See https://example.org", {}}, by(ada, later)).accepted();
    CHECK(of(jam, 2) == sources{links});
}

TEST_CASE("MO11: posting faster than the plan thinks usual queues a post, and edits keep that")
{
    auto jam = after_first();
    for (int i = 0; i < 6; ++i)
        jam.when(comment_on(first), by(ada, later + seconds{i})).accepted();
    CHECK(of(jam, 6).empty());
    CHECK(of(jam, 7) == sources{fast});
    jam.when(edit_post{post_id{7}, "Slowly now.", {}}, by(ada, later + seconds{7})).accepted();
    CHECK(of(jam, 7) == sources{fast});
    jam.when(comment_on(first), by(ada, later + minutes{1} + seconds{1})).accepted();
    CHECK(of(jam, 8).empty());
}

TEST_CASE("MO11: a plan may turn the signals off")
{
    auto plan = one_phase();
    plan.policy([](policies& p) { p.signals = {false, {}, std::nullopt}; });
    auto jam = given(plan);
    for (int i = 0; i < 20; ++i)
        jam.when(idea("See https://example.com"), by(ada, start)).accepted();
    CHECK(of(jam, 20).empty());
}

TEST_CASE("MO11: people with a badge raise no signals")
{
    auto jam = after_first();
    for (const auto who : {olga, fay, hugo, gita}) {
        jam.when(idea("See https://example.com, idiot"), by(who, later)).accepted();
        CHECK(sources_of(jam.state(), jam.state().posts.back()).empty());
    }
}

TEST_CASE("MO11: the first idea or comment of somebody without a badge is looked at")
{
    auto jam = after_first();
    jam.when(comment_on(first), by(ben, later)).accepted();
    jam.when(comment_on(first), by(ben, later)).accepted();
    jam.when(comment_on(first), by(gita, later)).accepted();
    CHECK(of(jam, 2) == sources{first_post});
    CHECK(since(jam, 2) == later);
    CHECK(of(jam, 3).empty());
    CHECK(of(jam, 4).empty());
    jam.when(approve_post{post_id{2}}, by(fay, later)).accepted();
    CHECK(of(jam, 2).empty());
    CHECK(is_first_post(jam.state(), jam.posted(2)));
    jam.when(approve_post{post_id{2}}, by(fay, later)).then(reject_code::not_allowed, "post");
    CHECK(jam.refused().message == "This post is shown, and nothing about it waits for a decision.");
}

TEST_CASE("MO11: an author is asked to change a post, which leaves the queue and comes back edited")
{
    auto jam = after_first();
    jam.when(flag_on(first), by(ben, start)).accepted();
    CHECK(of(jam, 1) == sources{queue_source::flag});
    jam.when(ask_edit_of(first), by(fay, later))
        .then({edit_asked{first, "civil"_slug, "Please leave out the name."}});
    CHECK(of(jam, 1).empty());
    CHECK(awaits_author(jam.state(), jam.posted(1)));
    jam.when(edit_post{first, "Plant oaks.", {}}, by(ada, later + minutes{1}))
        .then({post_edited{first, 2, "Plant oaks.", {}, true}});
    CHECK(of(jam, 1) == sources{edited});
    CHECK(since(jam, 1) == later + minutes{1});
    CHECK_FALSE(awaits_author(jam.state(), jam.posted(1)));
    CHECK(jam.state().moderated.cases.at(first).asked->note == "Please leave out the name.");
    jam.when(approve_post{first}, by(fay, later + minutes{2})).accepted();
    CHECK(jam.state().moderated.cases.empty());
}

TEST_CASE("MO11: a held post whose author was asked to change it waits for the author")
{
    auto jam = held_first();
    jam.when(idea(), by(ada, start)).accepted();
    jam.when(ask_edit_of(post_id{2}), by(fay, start)).accepted();
    CHECK(of(jam, 2).empty());
    jam.when(edit_post{post_id{2}, "Plant oaks.", {}}, by(ada, later)).accepted();
    CHECK(of(jam, 2) == sources{held, edited});
    CHECK(since(jam, 2) == later);
    jam.when(ask_edit_of(post_id{2}, "Still there."), by(fay, later)).accepted();
    jam.when(approve_post{post_id{2}}, by(fay, later)).accepted();
    CHECK(jam.posted(2).state == post_state::published);
}

TEST_CASE("MO11: an author who was asked may edit though the phase takes no such posts")
{
    auto jam = given(three_phases());
    jam.when(idea(), by(ada, start)).accepted();
    const auto chosen = start + minutes{70};
    jam.when(edit_post{first, "Plant oaks.", {}}, by(ada, chosen)).then(reject_code::phase_closed);
    jam.when(ask_edit_of(first), by(fay, chosen)).accepted();
    jam.when(edit_post{first, "Plant oaks.", {}}, by(ada, chosen)).accepted();
    jam.when(edit_post{first, "Plant limes.", {}}, by(ada, chosen)).then(reject_code::phase_closed);
}

TEST_CASE("MO11: what nobody can edit, nobody is asked to")
{
    auto jam = after_first();
    jam.when(announce{"Hello", "streets"_slug}, by(fay, start)).accepted();
    jam.when(ask_edit_of(post_id{2}), by(olga, start)).then(reject_code::not_allowed, "post");
    jam.when(ask_edit_of(first, ""), by(fay, start)).then(reject_code::bad_field, "note");
    jam.when(ask_edit{first, "taste"_slug, "Ugly."}, by(fay, start)).then(reject_code::bad_field, "rule");
    jam.when(hide(first), by(fay, start)).accepted();
    jam.when(edit_post{first, "Plant oaks.", {}}, by(ada, start)).then(reject_code::not_allowed, "post");
    CHECK(jam.refused().message == "This post is hidden. You can appeal, but not edit it.");
    jam.when(approve_post{first}, by(fay, start)).then(reject_code::not_allowed, "post");
    CHECK(jam.refused().message == "This post is hidden. It can be restored, with a note why.");
}

TEST_CASE("MO12: a delay runs from what first asked for a decision to the decision")
{
    auto jam = after_first();
    const auto& delays = jam.state().moderated.delays;
    CHECK(delays.empty());
    jam.when(flag_on(first), by(ben, start)).accepted();
    jam.when(flag_on(first), by(cleo, start + minutes{4})).accepted();
    jam.when(approve_post{first}, by(fay, start + minutes{5})).accepted();
    CHECK(delays == std::vector<duration>{minutes{5}});
    jam.when(hide(first), by(fay, start + minutes{6})).accepted();
    CHECK(delays.size() == 1);
    jam.when(appeal_about(first), by(ada, start + minutes{10})).accepted();
    jam.when(decided(first, true), by(olga, start + minutes{12})).accepted();
    CHECK(delays == std::vector<duration>{minutes{5}, minutes{2}});
    jam.when(idea("See www.example.com"), by(ada, start + minutes{20})).accepted();
    jam.when(ask_edit_of(post_id{2}), by(fay, start + minutes{21})).accepted();
    jam.when(edit_post{post_id{2}, "See the map.", {}}, by(ada, start + minutes{30})).accepted();
    jam.when(approve_post{post_id{2}}, by(fay, start + minutes{33})).accepted();
    CHECK(delays == std::vector<duration>{minutes{5}, minutes{2}, minutes{1}, minutes{3}});
}

TEST_CASE("MO12: a first post that nobody flagged adds no delay, and does not make that of a flag longer")
{
    auto jam = after_first();
    jam.when(comment_on(first), by(ben, start)).accepted();
    jam.when(flag_on(post_id{2}), by(cleo, later)).accepted();
    CHECK(of(jam, 2) == sources{queue_source::flag, first_post});
    CHECK(since(jam, 2) == later);
    jam.when(hide(post_id{2}), by(fay, later + minutes{1})).accepted();
    CHECK(jam.state().moderated.delays == std::vector<duration>{minutes{1}});
}

TEST_CASE("SV5, MO8: restoring takes a merge back, and what is hidden after a merge is merged again")
{
    auto state = after_first().state();
    const auto happen = [&](event_body body, person_id actor) {
        evolve(state, next_event(state, std::move(body), actor, later));
    };
    happen(post_added{post_id{2}, post_kind::idea, 0, {}, {}, false, "Benches."}, ben);
    state.steered.merges.push_back({post_id{2}, first, std::nullopt, log_offset{99}, false, {}});
    state.edit(post_id{2}).state = post_state::merged;
    state.edit(post_id{2}).merged_into = first;
    --state.forums[0].idea_count;

    happen(post_hidden{post_id{2}, "civil"_slug, "Rude."}, fay);
    CHECK_FALSE(state.at(post_id{2}).merged_into);
    happen(post_restored{post_id{2}, ""}, fay);
    CHECK(state.at(post_id{2}).state == post_state::merged);
    CHECK(state.at(post_id{2}).merged_into == first);
    CHECK(state.forums[0].idea_count == 1);

    const restore_post back{post_id{2}, ""};
    CHECK(decide(state, back, by(ada, later)).error().code == reject_code::not_allowed);
    CHECK(decide(state, back, by(fay, later)).value() == event_bodies{post_restored{post_id{2}, ""}});
    happen(post_restored{post_id{2}, ""}, fay);
    CHECK(state.steered.merges.front().is_taken_back);
    CHECK(state.at(post_id{2}).state == post_state::published);
    CHECK_FALSE(state.at(post_id{2}).merged_into);
    CHECK(state.forums[0].idea_count == 2);
}
