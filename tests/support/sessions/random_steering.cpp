// SPDX-License-Identifier: Apache-2.0
#include "tests/support/sessions/random_jam.hpp"

namespace jamhall::test {

/// A post of this kind, most of the time.
post_id random_commands::any_post_of(const jam_state& state, post_kind kind)
{
    auto found = any_post(state);
    for (int i = 0; i < 5 && (!state.knows(found) || state.at(found).kind != kind); ++i)
        found = any_post(state);
    return found;
}

/// A post that was merged, most of the time.
post_id random_commands::any_merged(const jam_state& state)
{
    const auto& merges = state.steered.merges;
    return merges.empty() || random_.one_in(10) ? any_post(state) : merges[random_.below(merges.size())].post;
}

post_id random_commands::any_lit(const jam_state& state)
{
    const auto& lit = state.steered.spotlights;
    return lit.empty() || random_.one_in(10) ? any_post(state) : lit[random_.below(lit.size())].post;
}

post_id random_commands::any_claimed(const jam_state& state)
{
    if (state.steered.claims.empty() || random_.one_in(10))
        return any_post(state);
    auto found = state.steered.claims.begin();
    std::advance(found, static_cast<std::ptrdiff_t>(random_.below(state.steered.claims.size())));
    return found->first;
}

/// One of the last polls, most of the time.
poll_id random_commands::any_poll(const jam_state& state)
{
    const auto count = state.polls.size();
    const auto back = random_.below(4);
    return {static_cast<std::uint32_t>(random_.one_in(20) || count <= back ? random_.below(count + 2)
                                                                           : count - back)};
}

open_poll random_commands::any_question()
{
    const auto kind = random_.any_of({poll_kind::single, poll_kind::multiple, poll_kind::scale});
    const auto results = random_.any_of({poll_results::sealed, poll_results::live});
    open_poll made{any_forum(), any_text(), {}, kind, results, {}};
    if (random_.one_in(4))
        made.forum.reset();
    const auto count = kind == poll_kind::scale ? random_.below(2) * 2 : random_.below(4) + 2;
    for (std::size_t i = 0; i < count; ++i)
        made.options.push_back("Option " + std::to_string(i));
    if (!random_.one_in(3))
        made.minutes = static_cast<std::int64_t>(random_.below(20));
    return made;
}

answer_poll random_commands::any_answer(const jam_state& state)
{
    answer_poll made{any_poll(state), {}};
    const bool is_multiple = state.knows(made.poll) && state.at(made.poll).asks.kind == poll_kind::multiple;
    for (auto i = is_multiple ? random_.below(3) + 1 : std::size_t{1}; i > 0; --i)
        made.options.push_back(static_cast<std::int64_t>(random_.below(6)));
    return made;
}

respond random_commands::any_response(const jam_state& state)
{
    const auto outcome = random_.any_of({response_outcome::adopted, response_outcome::in_part,
                                         response_outcome::not_now, response_outcome::declined});
    respond made{any_post_of(state, post_kind::idea), outcome, any_text(), {}, {}};
    if (random_.one_in(2))
        made.owner = "Parks office";
    if (random_.one_in(2))
        made.due = "2027";
    return made;
}

command random_commands::any_steering(const jam_state& state)
{
    switch (random_.below(18)) {
    case 0: return spotlight_post{any_post(state), static_cast<std::int64_t>(random_.below(20))};
    case 1: return spotlight_post{any_lit(state), {}};
    case 2: return end_spotlight{any_lit(state)};
    case 3: return connect_posts{any_post(state), any_post_of(state, post_kind::idea)};
    case 4: return move_post{any_post_of(state, post_kind::idea), any_forum()};
    case 5: return merge_post{any_post_of(state, post_kind::idea), any_post_of(state, post_kind::idea)};
    case 6:
    case 7:
    case 8: return move_support{any_merged(state), !random_.one_in(3)};
    case 9: return split_post{any_post_of(state, post_kind::comment)};
    case 10: return claim_thread{random_.one_in(2) ? any_claimed(state) : any_post(state)};
    case 11: return release_thread{any_claimed(state)};
    case 12: return publish_summary{any_forum(), any_text()};
    case 13: return introduce_guest{random_.one_in(2) ? gita : any_person(state), any_text()};
    case 14: return any_question();
    case 15: return random_.one_in(3) ? command{close_poll{any_poll(state)}} : command{any_answer(state)};
    case 16: return any_answer(state);
    default: return any_response(state);
    }
}

/// Somebody whose ballot stands on the post, where there is one.
person_id random_commands::any_caster(const jam_state& state, post_id on)
{
    const auto* ballots = state.boxes[state.clock.running].find(on);
    if (ballots == nullptr || ballots->by_person.empty())
        return any_person(state);
    auto lowest = ballots->by_person.begin()->first;
    for (const auto& [person, says] : ballots->by_person)
        lowest = std::min(lowest, person);
    return {lowest};
}

}  // namespace jamhall::test
