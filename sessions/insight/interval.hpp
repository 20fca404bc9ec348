// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace jamhall::sessions {

/// A share with its uncertainty, both ends within [0, 1].
struct interval {
    double low = 0;
    double high = 1;

    friend bool operator==(const interval&, const interval&) = default;
};

/// Wilson score interval of k successes in n trials at z = 1.96; nothing when n is 0.
/// Source: rule ST1; E. B. Wilson 1927.
[[nodiscard]] std::optional<interval> wilson(std::uint64_t k, std::uint64_t n);

/// The same for a mean of n values between 0 and 1 instead of a share: never too narrow, since values spread most
/// when all are 0 or 1.
/// Source: rule ST7.
[[nodiscard]] std::optional<interval> wilson_of_mean(double mean, std::uint64_t n);

/// The tie band of each interval, from 1: those that overlap the next one's share its band. The intervals
/// come in falling order of `low`.
/// Source: rule ST2.
[[nodiscard]] std::vector<std::uint32_t> tie_bands(std::span<const interval> falling);

}  // namespace jamhall::sessions
