// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

namespace jamhall::sessions {

using duration = std::chrono::milliseconds;

/// A point in time. Units: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
struct instant {
    std::int64_t ms = 0;

    friend constexpr auto operator<=>(instant, instant) = default;

    friend constexpr instant operator+(instant at, duration by) { return {at.ms + by.count()}; }
    friend constexpr instant operator-(instant at, duration by) { return {at.ms - by.count()}; }
    friend constexpr duration operator-(instant to, instant from) { return duration{to.ms - from.ms}; }
};

}  // namespace jamhall::sessions
