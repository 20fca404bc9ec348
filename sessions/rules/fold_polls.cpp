// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/fold.hpp"
#include "sessions/rules/polls.hpp"

#include <algorithm>

namespace jamhall::sessions {
namespace {

/// The place of an option among the counts.
std::size_t count_of(const poll_question& asked, std::uint8_t option)
{
    return asked.kind == poll_kind::scale ? option - std::size_t{1} : option;
}

}  // namespace

void fold(jam_state& state, const event& happened, const poll_opened& body)
{
    ensure(state.stage == jam_stage::open, "polls open while the jam is open");
    ensure(body.poll == state.next_poll(), "polls are numbered one after another");
    ensure(!body.asks.forum || *body.asks.forum < state.forums.size(), "the forum of a poll exists");
    ensure(!body.asks.closes_at || *body.asks.closes_at > happened.at, "a poll lasts a while");
    auto& opened = state.polls.emplace_back();
    opened.id = body.poll;
    opened.asks = body.asks;
    opened.opened_by = happened.actor;
    opened.opened_at = happened.at;
    opened.counts.resize(answer_count(body.asks));
}

void fold(jam_state& state, const event& happened, const poll_answered& body)
{
    ensure(state.knows(happened.actor), "somebody answers a poll");
    ensure(is_open(state, state.at(body.poll)), "a closed poll takes no answers");
    ensure(is_answer(state.at(body.poll).asks, body.options), "a poll is answered as it asks");
    auto& answered = state.edit(body.poll);
    auto& answer = answered.answers[happened.actor.value];
    for (auto option : answer)
        --answered.counts[count_of(answered.asks, option)];
    answer = body.options;
    for (auto option : answer)
        ++answered.counts[count_of(answered.asks, option)];
}

void fold(jam_state& state, const event& happened, const poll_closed& body)
{
    ensure(is_open(state, state.at(body.poll)), "a poll closes once, in an open jam");
    state.edit(body.poll).closed_at = happened.at;
}

}  // namespace jamhall::sessions
