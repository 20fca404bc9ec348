// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"

#include <cstdint>

namespace jamhall::sessions {

/// Where an idea stands in one person's shuffled order: a function of jam seed, person and idea only, so that
/// the order stays while they read and differs from everybody else's.
/// Source: rule ST5.
[[nodiscard]] std::uint64_t shuffle_key(std::uint64_t seed, person_id viewer, post_id idea);

}  // namespace jamhall::sessions
