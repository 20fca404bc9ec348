// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/polls.hpp"

namespace jamhall::sessions {

poll_view view_of(const jam_state& state, const poll& asked)
{
    poll_view made{.of = &asked, .is_open = false, .answered = {}, .counts = std::nullopt};
    made.is_open = !asked.closed_at && state.stage == jam_stage::open;
    made.answered = static_cast<std::uint32_t>(asked.answers.size());
    const bool is_over = asked.closed_at || state.stage == jam_stage::closed;
    if (is_over || asked.asks.results == poll_results::live)
        made.counts = asked.counts;
    return made;
}

std::vector<poll_view> open_polls(const jam_state& state)
{
    std::vector<poll_view> found;
    for (const poll& each : state.polls)
        if (auto shown = view_of(state, each); shown.is_open)
            found.push_back(shown);
    return found;
}

}  // namespace jamhall::sessions
