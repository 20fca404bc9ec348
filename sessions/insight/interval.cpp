// SPDX-License-Identifier: Apache-2.0
#include "sessions/insight/interval.hpp"

#include "sessions/core/assert.hpp"

#include <algorithm>
#include <cmath>

namespace jamhall::sessions {
namespace {

constexpr double z = 1.96;  // 95 %

}  // namespace

std::optional<interval> wilson(std::uint64_t k, std::uint64_t n)
{
    ensure(k <= n, "no more successes than trials");
    return wilson_of_mean(n == 0 ? 0 : static_cast<double>(k) / static_cast<double>(n), n);
}

std::optional<interval> wilson_of_mean(double share, std::uint64_t n)
{
    if (n == 0)
        return std::nullopt;
    ensure(share >= 0 && share <= 1, "a mean of values between 0 and 1");
    const auto trials = static_cast<double>(n);
    const double scale = 1 + z * z / trials;
    const double middle = (share + z * z / (2 * trials)) / scale;
    const double reach = z * std::sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials)) / scale;
    return interval{std::clamp(middle - reach, 0.0, 1.0), std::clamp(middle + reach, 0.0, 1.0)};
}

std::vector<std::uint32_t> tie_bands(std::span<const interval> falling)
{
    std::vector<std::uint32_t> bands;
    bands.reserve(falling.size());
    std::uint32_t band = 1;
    for (std::size_t i = 0; i < falling.size(); ++i) {
        if (i > 0 && falling[i].high < falling[i - 1].low)
            ++band;
        bands.push_back(band);
    }
    return bands;
}

}  // namespace jamhall::sessions
