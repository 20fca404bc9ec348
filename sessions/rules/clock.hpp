// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/outcome.hpp"
#include "sessions/model/clock.hpp"
#include "sessions/model/context.hpp"
#include "sessions/model/event.hpp"
#include "sessions/model/jam_state.hpp"

#include <optional>

namespace jamhall::sessions {

/// The clock of a jam that was just created: implicit lobby and archive added where the agenda has
/// none, planned begins and ends filled in (rules PH2, PH8).
[[nodiscard]] jam_clock clock_of(const plan& planned, instant created_at);

/// A phase that has not begun, of the agenda.
[[nodiscard]] phase phase_as_planned(const planned_phase& written);

/// Position of the implicit archive, always the last phase: the jam closes in it (rule PH8).
[[nodiscard]] phase_index archive_of(const jam_clock& clock);

/// The phase after the running one in the agenda; before the start, the first.
[[nodiscard]] phase_index first_after_running(const jam_clock& clock);

/// The phase that follows the running one at `at`: the next in the agenda that still has a minute
/// left before its fixed end, else the implicit archive (rules PH8, PH10).
[[nodiscard]] phase_index next_phase(const jam_clock& clock, instant at);

/// The instant of what is decided now: never before the last event.
[[nodiscard]] instant effective_now(const jam_state& state, const context& by);

/// When the clock has something to do next: the running phase ends, or a poll before or with it; nullopt when
/// no poll has an end and the phase is paused, has an open end, or the jam is over.
/// Source: rules PH1, PH7, QP4.
[[nodiscard]] std::optional<instant> next_deadline(const jam_state& state);

/// What is due by the clock: its effective instant, and `poll_closed`, `phase_began` or, once the implicit
/// archive has begun, `jam_closed`.
struct bell {
    instant at;
    event_body rings;
};

/// The earliest bell due at `now`, to be applied before anything else and asked for again until
/// there is none (rules PH1, PH4). `cause` is clock, or recovery for bells missed while down.
[[nodiscard]] std::optional<bell> due_bell(const jam_state& state, instant now, clock_cause cause);

/// Recomputes begins and ends of the phases after the running one: phases with a length follow,
/// absolute ends stay (rule PH7).
/// Errors: bad_field when a phase would be left under a minute.
[[nodiscard]] outcome<jam_clock> rescheduled(jam_clock clock);

/// The same in place, for what has happened already; the first phase left under a minute, if any.
std::optional<phase_index> reschedule(jam_clock& clock);

/// The moves of the clock, used both to judge a command and to fold its event.
void begin_phase(jam_clock& clock, phase_index next, instant at);
void extend_clock(jam_clock& clock, std::int32_t minutes);
void stop_clock(jam_clock& clock, instant at);
void start_clock(jam_clock& clock, instant at);

/// Whether a post drafted in the phase that ended last is still judged by that phase's switches.
/// Source: rule PH1.
[[nodiscard]] bool is_in_grace(const jam_state& state, instant now);

/// The phase by whose switches a post drafted in `drafted_in` is judged at `now`: the running one,
/// or the one that ended last while its grace lasts. Source: rule PH1.
[[nodiscard]] const phase& judging_phase(const jam_state& state, const std::optional<slug>& drafted_in,
                                         instant now);

}  // namespace jamhall::sessions
