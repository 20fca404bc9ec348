// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/jam_state.hpp"

#include <cstdint>

namespace jamhall::sessions {

/// How many dots this person has still to give in the running phase. Cost: the posts they ever cast a ballot on.
/// Source: rule BA11.
[[nodiscard]] std::int32_t dots_left(const jam_state& state, person_id who);

}  // namespace jamhall::sessions
