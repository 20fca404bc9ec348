// SPDX-License-Identifier: Apache-2.0
#include "sessions/core/limits.hpp"
#include "sessions/rules/invariants.hpp"
#include "sessions/rules/polls.hpp"
#include "sessions/rules/steering.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace jamhall::sessions {
namespace {

void check_spotlights(const jam_state& state)
{
    std::set<post_id> lit;
    for (const auto& each : state.steered.spotlights) {
        const auto& p = state.at(each.post);
        ensure(p.state == post_state::published && p.kind != post_kind::announcement,
               "what stands in the spotlight is published");
        ensure(lit.insert(each.post).second, "a post stands in the spotlight once");
        ensure(each.since < each.until && each.since <= state.last_at, "a spotlight lasts a while");
    }
    ensure(lit.size() <= limits::spotlights_max, "few posts stand in the spotlight");
}

void check_connections(const jam_state& state)
{
    const auto& all = state.steered.connections;
    ensure(std::ranges::is_sorted(all), "connections stand in order");
    ensure(std::ranges::adjacent_find(all) == all.end(), "two posts are connected once");
    for (const auto& [smaller, larger] : all) {
        ensure(smaller < larger, "the smaller number comes first");
        for (auto id : {smaller, larger})
            ensure(state.at(id).kind == post_kind::idea || state.at(id).kind == post_kind::prompt,
                   "ideas and prompts are connected");
    }
}

void check_merges(const jam_state& state)
{
    for (const auto& p : state.posts) {
        ensure(bool{p.merged_into} == (p.state == post_state::merged), "what is merged says into what");
        if (p.state != post_state::merged)
            continue;
        const auto* found = merge_of(state, p.id);
        ensure(found != nullptr && found->into == p.merged_into && p.kind == post_kind::idea &&
                   state.at(p.merged_into).kind == post_kind::idea,
               "a merged idea was merged");
        ensure(end_of_merges(state, p.id) != p.id, "no idea is part of itself");
    }
    log_offset before;
    for (const auto& each : state.steered.merges) {
        ensure(before < each.at && each.at <= state.last_offset, "merges stand in the order of the log");
        before = each.at;
        ensure(each.phase || each.answers.empty(), "nobody is asked where there are no ballots");
        for (const auto& [who, is_accepted] : each.answers)
            ensure(state.knows(who), "those who answer are on the roster");
    }
}

void check_moves(const jam_state& state)
{
    std::map<post_id, forum_index> now;
    log_offset before;
    for (const auto& each : state.steered.moves) {
        ensure(before < each.at && each.at <= state.last_offset, "moves stand in the order of the log");
        before = each.at;
        const auto last = now.find(each.post);
        ensure(last == now.end() || last->second == each.from, "a thread is moved from where it is");
        now.insert_or_assign(each.post, each.to);
    }
    for (const auto& [post, forum] : now)
        ensure(state.at(post).forum == forum, "a thread is where it was moved last");
}

void check_splits(const jam_state& state)
{
    std::set<post_id> comments;
    for (const auto& [idea, comment] : state.steered.splits) {
        ensure(comments.insert(comment).second, "a comment is split once");
        const auto& made = state.at(idea);
        const auto& from = state.at(comment);
        ensure(made.kind == post_kind::idea && from.kind == post_kind::comment && comment < idea &&
                   made.author == from.author && made.is_nameless == from.is_nameless,
               "an idea was split from a comment of its author");
    }
}

void check_polls(const jam_state& state)
{
    for (std::size_t i = 0; i < state.polls.size(); ++i) {
        const auto& each = state.polls[i];
        ensure(each.id.value == i + 1, "polls stand by number");
        ensure(!each.closed_at || *each.closed_at >= each.opened_at, "a poll closes after it opens");
        std::vector<std::uint32_t> counts(answer_count(each.asks));
        for (const auto& [person, options] : each.answers) {
            ensure(state.knows(person_id{person}) && is_answer(each.asks, options),
                   "polls are answered as they ask");
            for (auto option : options)
                ++counts[each.asks.kind == poll_kind::scale ? option - std::size_t{1} : option];
        }
        ensure(counts == each.counts, "polls count their answers");
    }
}

}  // namespace

void check_steering(const jam_state& state)
{
    check_spotlights(state);
    check_connections(state);
    check_merges(state);
    check_moves(state);
    check_splits(state);
    check_polls(state);
    for (const auto& [post, held] : state.steered.claims)
        ensure(tops_thread(state.at(post)) && held.since <= state.last_at, "threads are claimed");
    for (const auto& [post, answer] : state.responses)
        ensure(state.at(post).kind == post_kind::idea && answer.at <= state.last_at,
               "ideas are responded to");
}

}  // namespace jamhall::sessions
