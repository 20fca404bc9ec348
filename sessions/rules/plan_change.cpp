// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/plan_change.hpp"

#include "sessions/core/limits.hpp"
#include "sessions/rules/clock.hpp"
#include "sessions/rules/phase_words.hpp"
#include "sessions/rules/plan_check.hpp"

#include <algorithm>

namespace jamhall::sessions {
namespace {

using fault = std::optional<rejection>;

rejection refused(std::string pointer, std::string message)
{
    return refuse(reject_code::bad_field, "plan" + std::move(pointer), std::move(message));
}

/// Whether the jam's first bell rang, after which its start is history.
bool has_started(const jam_state& state)
{
    return state.clock.previous.has_value();
}

/// Phases before the agenda's in the clock: the implicit lobby, if there is one.
std::size_t phases_before_agenda(const jam_clock& clock, const plan& of)
{
    return clock.phases.size() - of.agenda.size() - 1;
}

template <class Items>
fault fault_of_ids(const Items& before, const Items& after, bool may_grow, const std::string& pointer,
                   const std::string& what)
{
    if (after.size() < before.size())
        return refused(pointer, what + " stay for the whole jam: none can be taken away.");
    if (after.size() > before.size() && !may_grow)
        return refused(pointer, what + " stay for the whole jam: none can be added.");
    for (std::size_t i = 0; i < before.size(); ++i)
        if (before[i].id != after[i].id)
            return refused(pointer + "/" + std::to_string(i) + "/id",
                           what + " keep their ids and their order. Titles can change.");
    return std::nullopt;
}

bool is_history(const phase& of)
{
    return of.has_begun || of.has_ended;
}

/// What is wrong with the agenda as far as it is history: phases that began keep id, kind and place, and the
/// running one its ballot and tallies (rule BA2).
fault fault_of_history(const jam_state& state, const plan& wanted)
{
    const auto& clock = state.clock;
    const std::size_t before = phases_before_agenda(clock, *state.what);
    for (std::size_t i = 0; i < state.what->agenda.size(); ++i) {
        const phase& was = clock.phases[i + before];
        if (!is_history(was))
            continue;
        const auto here = "/agenda/" + std::to_string(i);
        if (i >= wanted.agenda.size() || wanted.agenda[i].id != was.id)
            return refused(here + "/id", "The agenda’s " + place_in_words(i, was.kind) +
                                             " has begun and stays in its place.");
        if (wanted.agenda[i].kind != was.kind)
            return refused(here + "/kind", "A phase that has begun keeps its kind.");
        if (i + before != clock.running)
            continue;
        const switches& rules = wanted.agenda[i].rules;
        // Two organizers may have unsealed it meanwhile, which no plan undoes or does.
        if (rules.tallies != state.what->agenda[i].rules.tallies)
            return refused(
                here + "/switches/tallies",
                "The running phase stays sealed or open as it is. Unsealing takes two organizers.");
        if (rules.ballot != was.rules.ballot)
            return refused(here + "/switches/ballot",
                           "How support is expressed cannot change while the phase runs.");
    }
    return std::nullopt;
}

fault fault_of_lobby(const jam_state& state, const plan& wanted)
{
    const auto has_lobby = [](const plan& p) {
        return std::ranges::find(p.agenda, phase_kind::lobby, &planned_phase::kind) != p.agenda.end();
    };
    if (has_started(state) && phases_before_agenda(state.clock, *state.what) == 1 && has_lobby(wanted))
        return refused("/agenda", "The jam began with a lobby of its own; another one cannot be added now.");
    return std::nullopt;
}

fault fault_of_start_change(const jam_state& state, const plan& wanted, instant now)
{
    if (wanted.time_zone != state.what->time_zone && has_started(state))
        return refused("/time_zone", "The time zone stays once the jam has started.");
    if (wanted.starts_at == state.what->starts_at)
        return std::nullopt;
    if (has_started(state))
        return refused("/starts_at", "The jam has started. Its start cannot change any more.");
    if (wanted.starts_at <= now)
        return refused("/starts_at", "This start is in the past. Ring the bell to start at once.");
    return std::nullopt;
}

/// The running phase with what the new plan says of it.
phase running_phase_under(const phase& was, const planned_phase& wanted)
{
    phase made = was;
    const auto tallies = was.rules.tallies;
    made.rules = wanted.rules;
    made.rules.tallies = tallies;
    if (made.planned_end != std::optional{wanted.end}) {
        made.planned_end = wanted.end;
        if (made.ends_at) {
            const auto* fixed = std::get_if<instant>(&wanted.end);
            made.ends_at = fixed ? *fixed : *made.begins_at + std::get<duration>(wanted.end);
        }
    }
    return made;
}

/// Ballots are counted by the way their phase asks for them: where some stand, both stay. This is about lobbies that
/// run before their turn in the agenda.
fault fault_of_boxes(const jam_state& state, const plan& wanted)
{
    const auto clock = changed_clock(state, wanted);
    for (std::size_t i = 0; i < state.boxes.size(); ++i) {
        const phase& was = state.clock.phases[i];
        if (!state.boxes[i].empty() && (i >= clock.phases.size() || clock.phases[i].id != was.id ||
                                        clock.phases[i].rules.ballot != was.rules.ballot))
            return refused("/agenda", "Ballots stand in the phase “" + std::string{title_of(was.kind)} +
                                          "”. It keeps its place and how support is expressed.");
    }
    return std::nullopt;
}

}  // namespace

jam_clock changed_clock(const jam_state& state, const plan& wanted)
{
    const auto& clock = state.clock;
    if (!has_started(state) && !clock.is_paused()) {
        auto made = clock_of(wanted, *clock.now_running().begins_at);
        made.moves = clock.moves;
        return made;
    }
    const std::size_t before = phases_before_agenda(clock, *state.what);
    jam_clock made = clock;
    made.phases.assign(clock.phases.begin(), clock.phases.begin() + static_cast<std::ptrdiff_t>(before));
    for (std::size_t i = 0; i < wanted.agenda.size(); ++i) {
        const bool was_there = i < state.what->agenda.size();
        if (was_there && i + before == clock.running)
            made.phases.push_back(running_phase_under(clock.phases[i + before], wanted.agenda[i]));
        else if (was_there && is_history(clock.phases[i + before]))
            made.phases.push_back(clock.phases[i + before]);
        else
            made.phases.push_back(phase_as_planned(wanted.agenda[i]));
    }
    made.phases.push_back(clock.phases.back());
    if (clock.running + 1U == clock.phases.size())
        made.running = archive_of(made);
    return made;
}

fault fault_of_change(const jam_state& state, const plan& wanted, instant now)
{
    if (const auto found = check_plan(wanted); !found.empty())
        return refused(found.front().pointer, found.front().message);
    if (auto wrong = fault_of_ids(state.what->audiences, wanted.audiences, false, "/audiences", "Audiences"))
        return wrong;
    if (auto wrong = fault_of_ids(state.what->forums, wanted.forums, true, "/forums", "Forums"))
        return wrong;
    if (auto wrong = fault_of_start_change(state, wanted, now))
        return wrong;
    if (!has_started(state) && !state.clock.is_paused())
        return fault_of_boxes(state, wanted);
    if (auto wrong = fault_of_lobby(state, wanted))
        return wrong;
    if (auto wrong = fault_of_history(state, wanted))
        return wrong;
    const auto archive_id = state.clock.phases.back().id;
    for (std::size_t i = 0; i < wanted.agenda.size(); ++i)
        if (wanted.agenda[i].id == archive_id)
            return refused("/agenda/" + std::to_string(i) + "/id", "This id is kept for the end of the jam.");
    if (auto wrong = fault_of_boxes(state, wanted))
        return wrong;
    auto clock = changed_clock(state, wanted);
    const auto& ends = clock.now_running().ends_at;
    if (ends && ends != state.clock.now_running().ends_at && *ends - now < limits::phase_length_min)
        return refused("/agenda", "The running phase would have ended already. Ring the bell to end it now.");
    if (const auto cramped = reschedule(clock))
        return refused("/agenda", "This would leave less than a minute for " +
                                      place_in_words(*cramped - phases_before_agenda(clock, wanted),
                                                     clock.phases[*cramped].kind) +
                                      ".");
    return std::nullopt;
}

}  // namespace jamhall::sessions
