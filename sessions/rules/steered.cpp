// SPDX-License-Identifier: Apache-2.0
#include "sessions/core/limits.hpp"
#include "sessions/rules/steering.hpp"

#include <algorithm>
#include <ranges>

namespace jamhall::sessions {

std::optional<forum_index> forum_at(const jam_state& state, post_id id, log_offset offset)
{
    const auto& p = state.at(id);
    auto forum = p.forum;
    if (!p.thread)
        return forum;
    for (const auto& move : state.steered.moves | std::views::reverse) {
        if (move.at <= offset)
            break;
        if (move.post == p.thread)
            forum = move.from;
    }
    return forum;
}

std::vector<spotlight> spotlights_at(const jam_state& state, instant now)
{
    std::vector<spotlight> lit;
    for (const auto& each : state.steered.spotlights)
        if (each.until > now)
            lit.push_back(each);
    return lit;
}

std::vector<post_id> connected_to(const jam_state& state, post_id id)
{
    std::vector<post_id> others;
    for (const auto& [smaller, larger] : state.steered.connections)
        if (smaller == id || larger == id)
            others.push_back(smaller == id ? larger : smaller);
    std::ranges::sort(others);
    return others;
}

const merge* merge_of(const jam_state& state, post_id id)
{
    for (const auto& each : state.steered.merges | std::views::reverse)
        if (each.post == id && !each.is_taken_back)
            return &each;
    return nullptr;
}

std::vector<post_id> merged_into(const jam_state& state, post_id id)
{
    std::vector<post_id> parts;
    for (const auto& each : state.steered.merges)
        if (each.into == id && state.at(each.post).merged_into == id)
            parts.push_back(each.post);
    std::ranges::sort(parts);
    parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
    return parts;
}

post_id end_of_merges(const jam_state& state, post_id id)
{
    std::size_t steps = 0;
    while (const auto into = state.at(id).merged_into) {
        ensure(++steps <= state.steered.merges.size(), "merges end somewhere");
        id = into;
    }
    return id;
}

bool is_asked(const jam_state& state, const merge& about, person_id who)
{
    return state.stage == jam_stage::open && about.phase == state.clock.running &&
           state.at(about.post).state == post_state::merged && merge_of(state, about.post) == &about &&
           !about.answers.contains(who) && state.boxes[*about.phase].find(about.post, who);
}

std::vector<merge> questions_to(const jam_state& state, person_id who)
{
    std::vector<merge> open;
    for (const auto& each : state.steered.merges)
        if (is_asked(state, each, who))
            open.push_back(each);
    return open;
}

post_id split_from(const jam_state& state, post_id id)
{
    const auto found = state.steered.splits.find(id);
    return found == state.steered.splits.end() ? post_id{} : found->second;
}

const claim* claim_at(const jam_state& state, post_id id, instant now)
{
    const auto found = state.steered.claims.find(id);
    if (found == state.steered.claims.end() || now - found->second.since >= limits::claim_lasts)
        return nullptr;
    return &found->second;
}

}  // namespace jamhall::sessions
