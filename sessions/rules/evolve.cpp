// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/evolve.hpp"

#include "sessions/rules/fold.hpp"
#include "sessions/rules/telling.hpp"

#include <algorithm>

namespace jamhall::sessions {

void evolve(jam_state& state, const event& happened)
{
    ensure(happened.offset.value == state.last_offset.value + 1, "events follow one another without a hole");
    ensure(happened.at >= state.last_at || state.stage == jam_stage::none, "time does not run backwards");
    ensure(!happened.actor || state.knows(happened.actor), "the actor is on the roster");
    const bool creates = std::holds_alternative<jam_created>(happened.body);
    ensure(creates == (state.stage == jam_stage::none), "the first event creates the jam, and no other");
    std::visit([&](const auto& body) { fold(state, happened, body); }, happened.body);
    note_told(state, happened);
    state.last_offset = happened.offset;
    state.last_at = happened.at;
}

jam_state replay(std::span<const event> log)
{
    jam_state state;
    for (const auto& happened : log)
        evolve(state, happened);
    return state;
}

event next_event(const jam_state& state, event_body body, person_id actor, instant at)
{
    const bool is_first = state.stage == jam_stage::none;
    return {log_offset{state.last_offset.value + 1}, is_first ? at : std::max(at, state.last_at), actor,
            std::move(body)};
}

}  // namespace jamhall::sessions
