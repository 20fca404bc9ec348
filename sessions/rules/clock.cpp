// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/clock.hpp"

#include "sessions/core/limits.hpp"
#include "sessions/rules/phase_words.hpp"

#include <algorithm>
#include <string>

namespace jamhall::sessions {
namespace {

phase implicit(phase_kind kind, slug id)
{
    phase made;
    made.id = id;
    made.kind = kind;
    made.rules = preset_of(kind);
    return made;
}

/// The first of archive, archive-2, archive-3 ... that the agenda leaves free.
slug free_archive_id(const std::vector<phase>& phases)
{
    auto id = "archive"_slug;
    for (std::size_t n = 2; std::ranges::any_of(phases, [&](const phase& p) { return p.id == id; }); ++n)
        id = slug::parse("archive-" + std::to_string(n)).value();
    return id;
}

/// True while a lobby that stands later in the agenda is held before the start (rule PH8).
bool waits_for_start(const jam_clock& clock)
{
    const auto& first = clock.phases.front();
    return clock.running != 0 && !first.has_begun && !first.has_ended;
}

/// When a phase that begins at `begins` ends, as planned; a fixed end never comes before the begin.
std::optional<instant> end_of(const phase& p, std::optional<instant> begins)
{
    if (!p.planned_end)
        return std::nullopt;
    if (const auto* fixed = std::get_if<instant>(&*p.planned_end))
        return begins ? std::max(*fixed, *begins) : *fixed;
    if (!begins)
        return std::nullopt;
    return *begins + std::get<duration>(*p.planned_end);
}

bool has_a_minute_left(const phase& p, instant at)
{
    if (!p.planned_end)
        return true;
    const auto* fixed = std::get_if<instant>(&*p.planned_end);
    return !fixed || *fixed - at >= limits::phase_length_min;
}

/// When the running phase ends, or the jam that has reached its archive.
std::optional<instant> end_of_running(const jam_state& state)
{
    if (state.stage != jam_stage::open)
        return std::nullopt;
    const auto& running = state.clock.now_running();
    return state.clock.running == archive_of(state.clock) ? running.begins_at : running.ends_at;
}

/// The open poll that closes first by itself; of several at one instant the oldest.
const poll* next_to_close(const jam_state& state)
{
    if (state.stage != jam_stage::open)
        return nullptr;
    const poll* first = nullptr;
    for (const auto& each : state.polls)
        if (each.asks.closes_at && !each.closed_at &&
            (first == nullptr || *each.asks.closes_at < *first->asks.closes_at))
            first = &each;
    return first;
}

}  // namespace

phase phase_as_planned(const planned_phase& written)
{
    phase made;
    made.id = written.id;
    made.kind = written.kind;
    made.rules = written.rules;
    made.planned_end = written.end;
    return made;
}

jam_clock clock_of(const plan& written, instant created_at)
{
    jam_clock made;
    const auto lobby = std::ranges::find(written.agenda, phase_kind::lobby, &planned_phase::kind);
    if (lobby == written.agenda.end())
        made.phases.push_back(implicit(phase_kind::lobby, "lobby"_slug));
    else
        made.running = static_cast<phase_index>(lobby - written.agenda.begin());
    for (const auto& each : written.agenda)
        made.phases.push_back(phase_as_planned(each));
    made.phases.push_back(implicit(phase_kind::archive, free_archive_id(made.phases)));

    auto& first = made.phases[made.running];
    const bool opens_agenda = first.planned_end && made.running == 0;
    first.has_begun = true;
    first.begins_at = created_at;
    first.ends_at =
        std::max(created_at, opens_agenda ? *end_of(first, written.starts_at) : written.starts_at);
    reschedule(made);
    return made;
}

phase_index archive_of(const jam_clock& clock)
{
    return static_cast<phase_index>(clock.phases.size() - 1);
}

phase_index first_after_running(const jam_clock& clock)
{
    return waits_for_start(clock) ? phase_index{0} : static_cast<phase_index>(clock.running + 1);
}

phase_index next_phase(const jam_clock& clock, instant at)
{
    auto next = first_after_running(clock);
    while (next < archive_of(clock) && !has_a_minute_left(clock.phases[next], at))
        ++next;
    return next;
}

instant effective_now(const jam_state& state, const context& by)
{
    return std::max(by.now, state.last_at);
}

std::optional<instant> next_deadline(const jam_state& state)
{
    const auto* first = next_to_close(state);
    const auto phase_ends = end_of_running(state);
    if (first == nullptr)
        return phase_ends;
    return phase_ends ? std::min(*phase_ends, *first->asks.closes_at) : *first->asks.closes_at;
}

std::optional<bell> due_bell(const jam_state& state, instant now, clock_cause cause)
{
    const auto scheduled = next_deadline(state);
    if (!scheduled || *scheduled > now)
        return std::nullopt;
    const auto at = std::max(*scheduled, state.last_at);
    if (const auto* first = next_to_close(state); first != nullptr && *first->asks.closes_at == *scheduled)
        return bell{at, poll_closed{first->id, cause}};
    if (state.clock.running == archive_of(state.clock))
        return bell{at, jam_closed{}};
    return bell{at, phase_began{next_phase(state.clock, at), cause}};
}

std::optional<phase_index> reschedule(jam_clock& clock)
{
    std::optional<phase_index> cramped;
    auto begins = clock.now_running().ends_at;
    for (auto i = first_after_running(clock); i < clock.phases.size(); ++i) {
        auto& p = clock.phases[i];
        const auto ends = end_of(p, begins);
        if (begins && !has_a_minute_left(p, *begins) && !cramped)
            cramped = i;
        if (i != clock.running) {  // a lobby held before the start keeps the times of now
            p.begins_at = begins;
            p.ends_at = ends;
        }
        begins = ends;
    }
    return cramped;
}

outcome<jam_clock> rescheduled(jam_clock clock)
{
    const auto cramped = reschedule(clock);
    if (cramped)
        return refuse(reject_code::bad_field, {},
                      "This would leave less than a minute for the phase “" +
                          std::string{title_of(clock.phases[*cramped].kind)} +
                          "”, which ends at a fixed time.");
    return clock;
}

void begin_phase(jam_clock& clock, phase_index next, instant at)
{
    const bool was_early = waits_for_start(clock);
    for (auto i = first_after_running(clock); i < next; ++i) {
        if (i == clock.running)
            continue;
        clock.phases[i].has_ended = true;
        clock.phases[i].begins_at = std::nullopt;
        clock.phases[i].ends_at = std::nullopt;
    }
    auto& ended = clock.phases[clock.running];
    const bool comes_again = was_early && clock.running > next;
    ended.has_begun = !comes_again;
    ended.has_ended = !comes_again;
    ended.ends_at = at;

    clock.previous = clock.running;
    clock.grace_since = at;
    clock.running = next;
    clock.paused_remaining = std::nullopt;
    auto& began = clock.phases[next];
    began.has_begun = true;
    began.has_ended = false;
    began.begins_at = at;
    began.ends_at = end_of(began, at);
    reschedule(clock);
}

void extend_clock(jam_clock& clock, std::int32_t minutes)
{
    const duration longer = std::chrono::minutes{minutes};
    ++clock.moves;
    auto& running = clock.phases[clock.running];
    ensure(clock.paused_remaining || running.ends_at, "only a phase with an end is extended");
    if (clock.paused_remaining)
        *clock.paused_remaining += longer;
    else
        running.ends_at = *running.ends_at + longer;
    reschedule(clock);
}

void stop_clock(jam_clock& clock, instant at)
{
    auto& running = clock.phases[clock.running];
    ensure(!clock.paused_remaining && running.ends_at, "only a running clock is paused");
    ++clock.moves;
    clock.paused_remaining = std::max(duration{0}, *running.ends_at - at);
    running.ends_at = std::nullopt;
    reschedule(clock);
}

void start_clock(jam_clock& clock, instant at)
{
    ensure(clock.is_paused(), "only a paused clock is resumed");
    ++clock.moves;
    clock.phases[clock.running].ends_at = at + *clock.paused_remaining;
    clock.paused_remaining = std::nullopt;
    reschedule(clock);
}

bool is_in_grace(const jam_state& state, instant now)
{
    const auto& since = state.clock.grace_since;
    return since && now - *since < std::chrono::seconds{state.what->policy.grace_s};
}

const phase& judging_phase(const jam_state& state, const std::optional<slug>& drafted_in, instant now)
{
    const auto& clock = state.clock;
    if (drafted_in && clock.previous && clock.phases[*clock.previous].id == *drafted_in &&
        is_in_grace(state, now))
        return clock.phases[*clock.previous];
    return clock.now_running();
}

}  // namespace jamhall::sessions
