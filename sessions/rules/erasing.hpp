// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/jam_state.hpp"
#include "sessions/model/records_event.hpp"

#include <vector>

namespace jamhall::sessions {

/// What happens when a records officer erases this: a comment and the idea made of it together, of people first all their
/// posts; nothing that was erased before. Source: rule ER1.
std::vector<erased> what_goes(const jam_state& state, const erased& meant);

}  // namespace jamhall::sessions
