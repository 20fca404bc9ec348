// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/jam_state.hpp"

namespace jamhall::sessions {

/// The versions of charter and rules in force, which `join` has to name. Source: rule PE1.
[[nodiscard]] acceptance versions_in_force(const jam_state& state);

}  // namespace jamhall::sessions
