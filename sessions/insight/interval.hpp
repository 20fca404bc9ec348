// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

namespace jamhall::sessions {

/// A share with its uncertainty, both ends within [0, 1].
struct interval {
    double low = 0;
    double high = 1;
};

/// Wilson score interval of k successes in n trials at z = 1.96; nothing when n is 0.
/// Source: E. B. Wilson 1927; check values in docs/rules/statistics.md.
[[nodiscard]] std::optional<interval> wilson(std::uint64_t k, std::uint64_t n);

}  // namespace jamhall::sessions
