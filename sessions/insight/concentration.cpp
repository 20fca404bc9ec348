// SPDX-License-Identifier: Apache-2.0
#include "sessions/insight/concentration.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

namespace jamhall::sessions {
namespace {

std::uint64_t sum_of(const std::vector<std::uint32_t>& amounts, std::size_t first_many)
{
    const auto end = amounts.begin() + static_cast<std::ptrdiff_t>(first_many);
    return std::accumulate(amounts.begin(), end, std::uint64_t{0});
}

}  // namespace

double gini(std::vector<std::uint32_t> amounts)
{
    const auto total = static_cast<double>(sum_of(amounts, amounts.size()));
    if (total == 0)
        return 0;
    std::ranges::sort(amounts);
    const auto people = static_cast<double>(amounts.size());
    double weighted = 0;
    for (std::size_t i = 0; i < amounts.size(); ++i)
        weighted += static_cast<double>(i + 1) * amounts[i];
    return 2 * weighted / (people * total) - (people + 1) / people;
}

double top_tenth_share(std::vector<std::uint32_t> amounts)
{
    const auto total = static_cast<double>(sum_of(amounts, amounts.size()));
    if (total == 0)
        return 0;
    const std::size_t tenth = (amounts.size() + 9) / 10;
    std::ranges::nth_element(amounts, amounts.begin() + static_cast<std::ptrdiff_t>(tenth - 1),
                             std::greater{});
    return static_cast<double>(sum_of(amounts, tenth)) / total;
}

}  // namespace jamhall::sessions
