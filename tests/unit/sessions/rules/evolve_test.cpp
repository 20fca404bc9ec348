// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/evolve.hpp"

#include "sessions/rules/invariants.hpp"
#include "tests/support/sessions/given_when_then.hpp"
#include "tests/unit/sessions/rules/broken_logs.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::test;

namespace {

/// A jam in which Ada posted idea 1 and Ben comment 2.
jam_state with_thread()
{
    auto jam = given(three_phases());
    jam.when(idea(), by(ada, start)).accepted();
    jam.when(comment_on(post_id{1}), by(ben, start)).accepted();
    return jam.state();
}

}  // namespace

TEST_CASE("LO1: the log is the truth, and folding it again gives the same state")
{
    auto jam = given(three_phases());
    jam.when(idea(), by(ada, start)).accepted();
    jam.when(cast_ballot{post_id{1}, choice::support}, by(ben, start)).accepted();
    CHECK(replay(jam.log()) == jam.state());
    auto other = jam.log();
    std::get<ballot_cast>(other.back().body).says = choice::withdraw;
    CHECK_FALSE(replay(other) == jam.state());
}

TEST_CASE("LO2: an event out of place breaks the log")
{
    const auto state = with_thread();
    auto next = next_event(state, joined{{1, 1}}, ada, start);
    CHECK(next.offset.value == state.last_offset.value + 1);
    auto hole = next;
    ++hole.offset.value;
    auto copy = state;
    CHECK_THROWS_AS(evolve(copy, hole), invariant_broken);
    auto earlier = next;
    earlier.at = state.last_at - duration{1};
    CHECK_THROWS_AS(evolve(copy, earlier), invariant_broken);
    auto stranger = next;
    stranger.actor = person_id{99};
    CHECK_THROWS_AS(evolve(copy, stranger), invariant_broken);
    CHECK_THROWS_AS(replay(std::vector{next}), invariant_broken);
    CHECK(copy == state);
}

TEST_CASE("LO2: an event is never dated before the one it follows")
{
    const auto state = with_thread();
    CHECK(next_event(state, joined{{1, 1}}, ada, start - hours{1}).at == state.last_at);
    CHECK(next_event(state, joined{{1, 1}}, ada, start + hours{1}).at == start + hours{1});
}

TEST_CASE("LO2: an event that does not follow from the state breaks the log")
{
    const auto state = with_thread();
    const auto post = [](post_kind kind, std::uint32_t id, std::uint32_t parent, std::uint32_t origin) {
        return post_added{post_id{id}, kind, 0, post_id{parent}, post_id{origin}, false, "Text"};
    };
    expect_broken(state, jam_created{"jam"_slug, state.what, 7}, {});
    expect_broken(state, person_added{person_id{99}, entry_of("Dan")}, {});
    expect_broken(state, person_updated{person_id{99}, entry_of("Dan")}, {});
    expect_broken(state, person_registered{}, {});
    expect_broken(state, role_revoked{ada, role::host}, olga);
    expect_broken(state, role_granted{ada, role::host, {7}}, olga);
    expect_broken(state, post(post_kind::idea, 4, 0, 0), ada);
    expect_broken(state, post(post_kind::idea, 3, 0, 0), {});
    expect_broken(state, post(post_kind::idea, 3, 1, 0), ada);
    expect_broken(state, post(post_kind::idea, 3, 0, 2), ada);
    expect_broken(state, post(post_kind::idea, 3, 0, 9), ada);
    expect_broken(state, post(post_kind::comment, 3, 0, 0), ada);
    expect_broken(state, post(post_kind::comment, 3, 1, 1), ada);
    expect_broken(state, post_edited{post_id{1}, 2, "Mine"}, ben);
    expect_broken(state, post_edited{post_id{1}, 3, "Skipped"}, ada);
    expect_broken(state, post_withdrawn{post_id{1}}, ben);
    expect_broken(state, announced{post_id{3}, 7, "Hello"}, olga);
    expect_broken(state, ballot_cast{2, post_id{1}, choice::support}, ben);
    expect_broken(state, ballot_cast{1, post_id{2}, choice::support}, ben);
    expect_broken(state, ballot_cast{1, post_id{1}, choice::support}, {});
    expect_broken(state, posts_seen{{{post_id{1}, 99}}}, {});
    expect_broken(state, phase_began{1, clock_cause::clock}, {});
    expect_broken(state, phase_began{5, clock_cause::clock}, {});
    expect_broken(state, clock_extended{0}, olga);
    expect_broken(state, clock_resumed{}, olga);
}

TEST_CASE("LO2: moderation that does not follow from the state breaks the log")
{
    const auto civil = "civil"_slug;
    auto jam = given(three_phases());
    jam.when(idea(), by(ada, start)).accepted();
    jam.when(comment_on(post_id{1}), by(ben, start)).accepted();
    const auto shown = jam.state();
    jam.when(hide(post_id{1}), by(fay, start)).accepted();
    const auto hidden = jam.state();
    jam.when(appeal_about(post_id{1}), by(ada, start)).accepted();
    const auto disputed = jam.state();

    post_added held_prompt{post_id{3}, post_kind::prompt, 0, {}, {}, false, "Text"};
    held_prompt.is_held = true;
    expect_broken(shown, held_prompt, fay);
    expect_broken(shown, flag_raised{post_id{1}, civil, ""}, ada);
    expect_broken(shown, flag_raised{post_id{1}, civil, ""}, {});
    expect_broken(hidden, flag_raised{post_id{1}, civil, ""}, ben);
    expect_broken(shown, post_hidden{post_id{1}, civil, "Rude."}, ada);
    expect_broken(hidden, post_hidden{post_id{1}, civil, "Rude."}, olga);
    expect_broken(shown, post_approved{post_id{1}}, ada);
    expect_broken(hidden, post_approved{post_id{1}}, olga);
    expect_broken(shown, post_restored{post_id{1}, ""}, olga);
    expect_broken(hidden, post_restored{post_id{1}, ""}, ada);
    expect_broken(hidden, edit_asked{post_id{1}, civil, "Please."}, olga);
    expect_broken(hidden, post_edited{post_id{1}, 2, "Text"}, ada);
    expect_broken(shown, appealed{post_id{1}, "Why?"}, ada);
    expect_broken(hidden, appealed{post_id{1}, "Why?"}, ben);
    expect_broken(disputed, appealed{post_id{1}, "Why?"}, ada);
    expect_broken(hidden, appeal_decided{post_id{1}, true, ""}, olga);
    expect_broken(disputed, appeal_decided{post_id{1}, true, ""}, fay);
    expect_broken(disputed, appeal_decided{post_id{1}, true, ""}, ada);
    expect_broken(shown, person_muted{olga, start + hours{1}, ""}, {});
    expect_broken(shown, person_muted{person_id{99}, start + hours{1}, ""}, olga);
    expect_broken(shown, person_unmuted{ada}, olga);
}

TEST_CASE("LO2: shifts that do not follow from the state break the log")
{
    auto jam = given(three_phases());
    jam.when(take_shift{"streets"_slug, start, 3}, by(fay, start)).accepted();
    const auto state = jam.state();
    expect_broken(state, shift_taken{0, start, 3, fay}, olga);
    expect_broken(state, shift_taken{0, start, 0, {}}, olga);
    expect_broken(state, shift_taken{7, start, 3, {}}, olga);
    expect_broken(state, shift_taken{0, start, 3, {}}, {});
    expect_broken(state, shift_dropped{0, start, 3}, olga);
    expect_broken(state, shift_dropped{0, start, 2}, fay);
    expect_broken(state, shift_offered{0, start, 3, fay}, fay);
    expect_broken(state, shift_offered{0, start, 3, person_id{99}}, fay);
    expect_broken(state, shift_offered{0, start, 2, olga}, fay);
    expect_broken(state, handed_over{7, "Quiet."}, fay);
    expect_broken(state, handed_over{0, "Quiet."}, {});
    expect_broken(state, said{forum_index{7}, "Quiet."}, fay);
}

TEST_CASE("LO2: nothing but its archive follows when a jam is closed, and nothing when it is cancelled")
{
    auto closed = given(three_phases());
    closed.when(close_jam{}, by(olga, start)).accepted();
    expect_broken(closed.state(), jam_closed{}, {});
    expect_broken(closed.state(), phase_began{4, clock_cause::clock}, {});
    expect_broken(closed.state(), clock_paused{}, olga);
    auto cancelled = given(three_phases());
    cancelled.when(cancel_jam{"Flooded"}, by(olga, start)).accepted();
    expect_broken(cancelled.state(), phase_began{2, clock_cause::clock}, {});
    expect_broken(cancelled.state(), jam_closed{}, olga);
}

TEST_CASE("LO3: a state that does not add up is noticed")
{
    expect_uncounted(with_thread(), [](jam_state& s) { ++s.forums[0].idea_count; });
    expect_uncounted(with_thread(), [](jam_state& s) { ++s.edit(ada).idea_count; });
    expect_uncounted(with_thread(), [](jam_state& s) { ++s.edit(ada).ballot_count; });
    expect_uncounted(with_thread(), [](jam_state& s) { s.edit(ada).posts.clear(); });
    expect_uncounted(with_thread(), [](jam_state& s) { s.edit(post_id{1}).comments.clear(); });
    expect_uncounted(with_thread(), [](jam_state& s) { s.edit(post_id{1}).family = {}; });
    expect_uncounted(with_thread(), [](jam_state& s) { s.edit(post_id{1}).seen_count = 99; });
    expect_uncounted(with_thread(), [](jam_state& s) { ++s.edit(post_id{1}).caster_count; });
    expect_uncounted(with_thread(), [](jam_state& s) { ++s.boxes[1].count; });
    expect_uncounted(with_thread(), [](jam_state& s) {
        s.boxes[1].ideas.grow(1);
        s.boxes[1].ideas.edit(0).tallies = {tally{{1, 0, 0, 0}}};
    });
    expect_uncounted(with_thread(), [](jam_state& s) { s.clock.running = 2; });
    expect_uncounted(with_thread(), [](jam_state& s) { s.clock.phases[1].ends_at.reset(); });
    expect_uncounted(with_thread(), [](jam_state& s) { s.stage = jam_stage::closed; });
}

TEST_CASE("LO3: a moderation or a desk that does not add up is noticed")
{
    auto jam = given(three_phases());
    jam.when(idea(), by(ada, start)).accepted();
    jam.when(comment_on(post_id{1}), by(ben, start)).accepted();
    jam.when(flag_on(post_id{2}), by(ada, start)).accepted();
    jam.when(hide(post_id{1}), by(fay, start)).accepted();
    jam.when(appeal_about(post_id{1}), by(ada, start)).accepted();
    jam.when(take_shift{"streets"_slug, start, 3}, by(fay, start)).accepted();
    const auto expect_noticed = [&](auto change) {
        auto state = jam.state();
        change(state);
        CHECK_THROWS_AS(check_invariants(state), invariant_broken);
    };
    const auto case_of_hidden = [](jam_state& s) -> moderation_case& {
        return s.moderated.cases.at(post_id{1});
    };
    const auto flags = [](jam_state& s) -> std::vector<flag>& {
        return s.moderated.cases.at(post_id{2}).flags;
    };
    expect_noticed([&](jam_state& s) { s.edit(post_id{1}).state = post_state::published; });
    expect_noticed([&](jam_state& s) { s.edit(post_id{1}).held_comments = 1; });
    expect_noticed([&](jam_state& s) { s.edit(post_id{1}).last_at = start + minutes{1}; });
    expect_noticed([&](jam_state& s) { s.moderated.cases.clear(); });
    expect_noticed([&](jam_state& s) { s.moderated.cases[post_id{9}]; });
    expect_noticed([&](jam_state& s) { s.moderated.by_rule.clear(); });
    expect_noticed([&](jam_state& s) { s.moderated.flags = 0; });
    expect_noticed([&](jam_state& s) { ++s.moderated.appeals; });
    expect_noticed([&](jam_state& s) { s.moderated.delays.push_back(duration{-1}); });
    expect_noticed([&](jam_state& s) { case_of_hidden(s).hidden.reset(); });
    expect_noticed([&](jam_state& s) { case_of_hidden(s).hidden->by = ada; });
    expect_noticed([&](jam_state& s) { case_of_hidden(s).edited_at = start; });
    expect_noticed([&](jam_state& s) { case_of_hidden(s).shows.links = true; });
    expect_noticed([&](jam_state& s) { flags(s).front().person = ben; });
    expect_noticed([&](jam_state& s) { flags(s).clear(); });
    expect_noticed([&](jam_state& s) {
        flags(s).push_back(flags(s).front());
        ++s.moderated.flags;
    });
    expect_noticed([&](jam_state& s) { s.desk.shifts.push_back(s.desk.shifts.front()); });
    expect_noticed([&](jam_state& s) { s.desk.shifts.front().hours = 0; });
    expect_noticed([&](jam_state& s) {
        s.desk.shifts.insert(s.desk.shifts.begin(), {fay, 1, start + hours{9}, 1, {}});
    });
    expect_noticed([&](jam_state& s) { s.desk.handovers.resize(3); });
    expect_noticed([&](jam_state& s) { s.desk.remarks.resize(remarks_kept + 1); });
}
