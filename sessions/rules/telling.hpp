// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/event.hpp"
#include "sessions/model/jam_state.hpp"

#include <functional>
#include <vector>

namespace jamhall::sessions {

// Whom an event concerns, so that their own feed `me` carries it. It depends only on the event and on what never changes
// about its post (thread, parent, author, who had cast a ballot on it before), so a backfill gives what the live feed
// gave. Source: rule FE2.

/// Calls `tell` for everybody the event tells but casters, some perhaps more than once. `state` has the event folded in
/// and may be ahead of it. Cost: with those told.
void tell_people(const jam_state& state, const event& happened, const std::function<void(person_id)>& tell);

/// The posts whose casters an event tells: all but their authors who had cast a ballot on one before.
[[nodiscard]] std::vector<post_id> told_casters_of(const event_body& body);

/// Whether every feed carries the event. Source: rule PH6.
[[nodiscard]] bool tells_everybody(const event& happened);

/// Whether a person had cast a ballot on a post, in whatever phase, before this event.
[[nodiscard]] bool cast_before(const person& who, post_id post, log_offset at);

/// Notes in state.told whom a folded event tells.
void note_told(jam_state& state, const event& happened);

}  // namespace jamhall::sessions
