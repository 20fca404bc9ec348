// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/jam_view.hpp"

namespace jamhall::sessions {

std::string_view name_of(jam_standing value)
{
    switch (value) {
    case jam_standing::scheduled: return "scheduled";
    case jam_standing::running: return "running";
    case jam_standing::closed: return "closed";
    case jam_standing::cancelled: return "cancelled";
    }
    return "closed";
}

jam_standing standing_of(const jam_state& state, instant now)
{
    switch (state.stage) {
    case jam_stage::none:
    case jam_stage::open: break;
    case jam_stage::closed: return jam_standing::closed;
    case jam_stage::cancelled: return jam_standing::cancelled;
    }
    const bool no_bell_rang = !state.clock.previous;
    return state.what && no_bell_rang && now < state.what->starts_at ? jam_standing::scheduled
                                                                     : jam_standing::running;
}

phase_view phase_view_of(const jam_clock& clock, phase_index phase)
{
    const auto& of = clock.phases.at(phase);
    const bool is_paused = phase == clock.running && clock.is_paused();
    return {of.id, of.kind, of.begins_at, is_paused ? std::nullopt : of.ends_at, is_paused, &of.rules};
}

phase_view running_phase(const jam_state& state)
{
    return phase_view_of(state.clock, state.clock.running);
}

std::vector<phase_view> agenda_of(const jam_state& state)
{
    std::vector<phase_view> agenda;
    for (std::size_t i = 0; i < state.clock.phases.size(); ++i)
        agenda.push_back(phase_view_of(state.clock, static_cast<phase_index>(i)));
    return agenda;
}

std::vector<forum_view> forums_of(const jam_state& state)
{
    std::vector<forum_view> forums;
    for (std::size_t i = 0; i < state.forums.size(); ++i) {
        const planned_forum& planned = state.what->forums[i];
        const forum& running = state.forums[i];
        forums.push_back({planned.id, planned.title, planned.question, running.idea_count, running.last_at});
    }
    return forums;
}

}  // namespace jamhall::sessions
