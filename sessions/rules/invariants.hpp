// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/jam_state.hpp"

namespace jamhall::sessions {

/// Checks everything that must hold in any reachable state (tallies equal their ballots, counts equal
/// what they count, phases in order …). Cost: the size of the state; for tests and after a load.
/// Errors: throws invariant_broken naming the first that does not hold.
void check_invariants(const jam_state& state);

/// The part about steering, polls and responses.
void check_steering(const jam_state& state);

}  // namespace jamhall::sessions
