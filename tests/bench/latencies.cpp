// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/latencies.hpp"

#include <algorithm>
#include <cmath>

namespace jamhall::bench {
namespace {

constexpr double least_s = 1e-6;
constexpr double step = 1.05;

}  // namespace

void latencies::add(double seconds, std::uint64_t times)
{
    const double steps = std::log(std::max(seconds, least_s) / least_s) / std::log(step);
    const auto bucket = std::min(static_cast<std::size_t>(steps), counts_.size() - 1);
    counts_[bucket] += times;
    count_ += times;
}

void latencies::add(const latencies& other)
{
    for (std::size_t bucket = 0; bucket < counts_.size(); ++bucket)
        counts_[bucket] += other.counts_[bucket];
    count_ += other.count_;
}

double latencies::quantile_ms(double share) const
{
    const auto wanted = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_)));
    std::uint64_t below = 0;
    for (std::size_t bucket = 0; bucket < counts_.size(); ++bucket) {
        below += counts_[bucket];
        if (below >= wanted && below > 0)
            return least_s * std::pow(step, static_cast<double>(bucket + 1)) * 1e3;
    }
    return 0;
}

}  // namespace jamhall::bench
