// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/steering.hpp"

#include <algorithm>

namespace jamhall::sessions {

forum_index forum_at(const jam_state& state, const post& p, log_offset at)
{
    const auto& moves = state.steered.moves;
    const post_id top = p.thread ? p.thread : p.id;
    const auto later = std::ranges::find_if(
        moves, [&](const thread_move& move) { return move.post == top && move.at > at; });
    return later == moves.end() ? *p.forum : later->from;
}

std::vector<post_id> connected_to(const jam_state& state, post_id post)
{
    std::vector<post_id> found;
    for (const auto& [first, second] : state.steered.connections) {
        if (first == post)
            found.push_back(second);
        else if (second == post)
            found.push_back(first);
    }
    std::ranges::sort(found);
    return found;
}

std::vector<post_id> merged_into(const jam_state& state, post_id post)
{
    std::vector<post_id> found;
    for (const merge& each : state.steered.merges)
        if (each.into == post && !each.is_taken_back)
            found.push_back(each.post);
    return found;
}

}  // namespace jamhall::sessions
