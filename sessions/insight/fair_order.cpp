// SPDX-License-Identifier: Apache-2.0
#include "sessions/insight/fair_order.hpp"

#include "sessions/core/shuffle.hpp"

#include <bit>
#include <cmath>

namespace jamhall::sessions {

std::uint64_t fair_key(std::uint64_t seed, person_id viewer, post_id idea, std::uint32_t exposure,
                       std::uint32_t floor)
{
    // u^(1/weight) falls as -ln(u)/weight rises, and the bits of positive doubles rise with their values.
    constexpr double unit = 1.0 / 4'503'599'627'370'496.0;  // 2^-52
    const double u = (static_cast<double>(shuffle_key(seed, viewer, idea) >> 12U) + .5) * unit;
    const double lateness = -std::log(u) * (1.0 + exposure);
    constexpr std::uint64_t first = std::uint64_t{1} << 63U;
    return (exposure < floor ? first : 0) | (first - 1 - std::bit_cast<std::uint64_t>(lateness));
}

}  // namespace jamhall::sessions
