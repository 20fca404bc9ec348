// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/outcome.hpp"
#include "sessions/model/clock.hpp"
#include "sessions/model/event.hpp"
#include "sessions/model/jam_state.hpp"

#include <optional>
#include <vector>

namespace jamhall::sessions {

/// The clock of a jam that was just created: implicit lobby and archive added where the agenda has
/// none, planned begins and ends filled in (rules PH2, PH8).
[[nodiscard]] jam_clock clock_of(const plan& planned, instant created_at);

/// When the running phase ends by the clock; nullopt while paused, in an open end, or when over.
/// Source: rules PH1, PH7.
[[nodiscard]] std::optional<instant> next_deadline(const jam_state& state);

/// A bell that is due at `now`: its scheduled instant and the phase that begins.
struct bell {
    instant at;
    phase_began rings;
};

/// The earliest bell due at `now`, to be applied before anything else and asked for again until
/// there is none (rules PH1, PH4). `cause` is clock, or recovery for bells missed while down.
[[nodiscard]] std::optional<bell> due_bell(const jam_state& state, instant now, clock_cause cause);

/// Recomputes begins and ends of the phases after the running one: phases with a length follow,
/// absolute ends stay (rule PH7).
/// Errors: bad_field when a phase would be left under a minute.
[[nodiscard]] outcome<jam_clock> rescheduled(jam_clock clock);

/// The phase by whose switches a post drafted in `drafted_in` is judged at `now`: the running one,
/// or the one that ended last while its grace lasts. Source: rule PH1.
[[nodiscard]] const phase& judging_phase(const jam_state& state, const std::optional<slug>& drafted_in, instant now);

}  // namespace jamhall::sessions
