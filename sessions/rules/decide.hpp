// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/outcome.hpp"
#include "sessions/model/command.hpp"
#include "sessions/model/context.hpp"
#include "sessions/model/event.hpp"
#include "sessions/model/jam_state.hpp"

#include <vector>

namespace jamhall::sessions {

using event_bodies = std::vector<event_body>;

/// Judges one command against the state: what happened, or why not. Changes nothing.
/// The caller has applied every due bell first (rule PH1; clock.hpp). Never empty when accepted,
/// except for hall commands that have nothing new to say (a person already registered or entered).
/// Runs on: any; pure.
[[nodiscard]] outcome<event_bodies> decide(const jam_state& state, const command& asked, const context& by);

}  // namespace jamhall::sessions
