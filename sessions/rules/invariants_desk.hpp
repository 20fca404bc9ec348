// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/jam_state.hpp"

namespace jamhall::sessions {

/// The part of `check_invariants` about flags, hides and appeals. Source: rule LO3.
void check_moderation(const jam_state& state);

/// The part about shifts, handovers and the back-channel. Source: rule LO3.
void check_desk(const jam_state& state);

}  // namespace jamhall::sessions
