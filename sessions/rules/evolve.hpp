// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/event.hpp"
#include "sessions/model/jam_state.hpp"

#include <span>

namespace jamhall::sessions {

/// Folds one event into the state. Cannot refuse: what happened, happened. Throws invariant_broken
/// when the event does not follow from the state (a damaged log): wrong offset, unknown post, time
/// going backwards.
void evolve(jam_state& state, const event& happened);

/// The state after all of these, from an empty one.
[[nodiscard]] jam_state replay(std::span<const event> log);

/// Dresses a body as the next event of the log: next offset, an instant not before the last one.
[[nodiscard]] event next_event(const jam_state& state, event_body body, person_id actor, instant at);

}  // namespace jamhall::sessions
