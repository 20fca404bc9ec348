// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"

#include <cstdint>

namespace jamhall::sessions {

/// Where an idea stands in one person's fair order, first by falling key: those under the floor before all others,
/// and among equals as in a draw in which the next idea comes with a chance proportional to 1/(1+exposure).
/// Source: rule FO1; Efraimidis and Spirakis 2006.
[[nodiscard]] std::uint64_t fair_key(std::uint64_t seed, person_id viewer, post_id idea,
                                     std::uint32_t exposure, std::uint32_t floor);

}  // namespace jamhall::sessions
