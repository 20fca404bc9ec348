// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/evolve.hpp"
#include "sessions/rules/invariants.hpp"
#include "tests/unit/sessions/rules/broken_logs.hpp"
#include "tests/unit/sessions/rules/steered_jam.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::test;

namespace {

constexpr post_id shade{6}, split{8};
constexpr poll_id poll_one{1};

/// A jam in which everything that steers was done once.
jam_state steered()
{
    auto jam = with_posts();
    const auto now = by(olga, start);
    jam.when(idea("More shade."), by(ben, start)).accepted();
    jam.when(cast_ballot{shade, choice::support}, by(cleo, start)).accepted();
    jam.when(publish_summary{"streets"_slug, "So far."}, now).accepted();
    jam.when(split_post{which}, now).accepted();
    jam.when(spotlight_post{trees, {}}, now).accepted();
    jam.when(connect_posts{trees, question}, now).accepted();
    jam.when(move_post{pond, "streets"_slug}, now).accepted();
    jam.when(merge_post{shade, trees}, now).accepted();
    jam.when(claim_thread{trees}, now).accepted();
    jam.when(open_poll{{}, "Trees?", {"Yes", "No"}, poll_kind::single, poll_results::live, {}}, now)
        .accepted();
    jam.when(answer_poll{poll_one, {1}}, by(ada, start)).accepted();
    jam.when(respond{trees, response_outcome::adopted, "Yes.", {}, {}}, now).accepted();
    return jam.state();
}

}  // namespace

TEST_CASE("LO2: steering that does not follow from the state breaks the log")
{
    const auto state = steered();
    const auto later = start + hours{1};
    expect_broken(state, post_spotlighted{benches, start}, olga);
    expect_broken(state, post_spotlighted{shade, later}, olga);
    expect_broken(state, spotlight_ended{benches}, olga);
    expect_broken(state, posts_connected{question, trees}, olga);
    expect_broken(state, posts_connected{trees, trees}, olga);
    expect_broken(state, posts_connected{trees, shade}, olga);
    expect_broken(state, post_moved{trees, parks, streets}, olga);
    expect_broken(state, post_moved{trees, streets, streets}, olga);
    expect_broken(state, post_moved{trees, streets, 7}, olga);
    expect_broken(state, post_moved{which, streets, parks}, olga);
    expect_broken(state, post_moved{shade, streets, parks}, olga);
    expect_broken(state, post_merged{trees, trees, 1}, olga);
    expect_broken(state, post_merged{trees, shade, 1}, olga);
    expect_broken(state, post_merged{trees, question, 1}, olga);
    expect_broken(state, post_merged{trees, benches, 0}, olga);
    expect_broken(state, support_moved{1, shade, benches, true}, cleo);
    expect_broken(state, support_moved{1, shade, trees, true}, ben);
    expect_broken(state, support_moved{0, shade, trees, true}, cleo);
    expect_broken(state, support_moved{1, trees, benches, true}, cleo);
    expect_broken(state, post_split{post_id{9}, which, ben, false, "Again"}, olga);
    expect_broken(state, post_split{post_id{9}, trees, ada, false, "No comment"}, olga);
    expect_broken(state, thread_claimed{trees}, fay);
    expect_broken(state, thread_claimed{which}, olga);
    expect_broken(state, thread_released{benches}, olga);
    expect_broken(state, summary_published{post_id{9}, 7, false, "So far."}, olga);
    expect_broken(state, summary_published{post_id{9}, 0, false, "So far."}, {});
    expect_broken(state, summary_published{post_id{8}, 0, false, "So far."}, olga);
    expect_broken(state, guest_introduced{ada, "Ada."}, olga);
    expect_broken(state, responded{which, {}, "Yes.", {}, {}, {which}}, olga);
    expect_broken(state, responded{trees, {}, "Yes.", {}, {}, {}}, olga);
    expect_broken(state, responded{trees, {}, "Yes.", {}, {}, {trees, post_id{99}}}, olga);
}

TEST_CASE("LO2: polls that do not follow from the state break the log")
{
    auto state = steered();
    const poll_question asks{{}, "Trees?", {"Yes", "No"}, poll_kind::single, poll_results::live, {}};
    auto over = asks;
    over.closes_at = start;
    auto elsewhere = asks;
    elsewhere.forum = 7;
    expect_broken(state, poll_opened{poll_id{3}, asks}, olga);
    expect_broken(state, poll_opened{poll_id{2}, over}, olga);
    expect_broken(state, poll_opened{poll_id{2}, elsewhere}, olga);
    expect_broken(state, poll_answered{poll_one, {2}}, ada);
    expect_broken(state, poll_answered{poll_one, {0, 1}}, ada);
    expect_broken(state, poll_answered{poll_one, {0}}, {});
    expect_broken(state, poll_answered{poll_id{2}, {0}}, ada);
    expect_broken(state, poll_closed{poll_id{2}, clock_cause::person}, olga);
    evolve(state, next_event(state, poll_closed{poll_one, clock_cause::person}, olga, start));
    expect_broken(state, poll_closed{poll_one, clock_cause::person}, olga);
    expect_broken(state, poll_answered{poll_one, {0}}, ada);
}

TEST_CASE("LO3: steering that does not add up is noticed")
{
    expect_uncounted(steered(), [](jam_state& s) { s.steered.spotlights[0].post = shade; });
    expect_uncounted(steered(), [](jam_state& s) { s.steered.spotlights[0].until = start; });
    expect_uncounted(steered(),
                     [](jam_state& s) { s.steered.spotlights.push_back(s.steered.spotlights[0]); });
    expect_uncounted(steered(), [](jam_state& s) { s.steered.connections[0] = {question, trees}; });
    expect_uncounted(steered(), [](jam_state& s) { s.steered.connections[0] = {trees, which}; });
    expect_uncounted(steered(),
                     [](jam_state& s) { s.steered.connections.push_back(s.steered.connections[0]); });
    expect_uncounted(steered(), [](jam_state& s) { s.steered.moves[0].to = parks; });
    expect_uncounted(steered(), [](jam_state& s) { s.steered.merges.clear(); });
    expect_uncounted(steered(), [](jam_state& s) { s.steered.merges[0].is_taken_back = true; });
    expect_uncounted(steered(),
                     [](jam_state& s) { s.steered.merges[0].answers.emplace(person_id{99}, true); });
    expect_uncounted(steered(), [](jam_state& s) { s.edit(shade).merged_into = benches; });
    expect_uncounted(steered(), [](jam_state& s) { s.edit(benches).merged_into = trees; });
    expect_uncounted(steered(), [](jam_state& s) { s.steered.splits[benches] = which; });
    expect_uncounted(steered(), [](jam_state& s) { s.steered.splits[split] = trees; });
    expect_uncounted(steered(), [](jam_state& s) { s.steered.claims[which] = {olga, start}; });
    expect_uncounted(steered(), [](jam_state& s) { ++s.edit(poll_one).counts[0]; });
    expect_uncounted(steered(), [](jam_state& s) { s.edit(poll_one).answers[ben.value] = {1}; });
    expect_uncounted(steered(), [](jam_state& s) { s.edit(poll_one).closed_at = created; });
    expect_uncounted(steered(), [](jam_state& s) { s.responses[which] = {}; });
}
