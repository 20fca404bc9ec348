// SPDX-License-Identifier: Apache-2.0
#include "engine/report/renumbering.hpp"

#include <algorithm>
#include <utility>

namespace jamhall::report {
namespace {

/// Evenly from 0 to `bound` - 1: numbers of the last, incomplete run are drawn again.
std::uint64_t below(std::uint64_t bound, const random_source& random)
{
    const std::uint64_t end = UINT64_MAX - UINT64_MAX % bound;
    for (;;)
        if (const std::uint64_t drawn = random(); drawn < end)
            return drawn % bound;
}

}  // namespace

renumbering::renumbering(std::vector<sessions::person_id> people, const random_source& random)
{
    std::ranges::sort(people);
    people.erase(std::unique(people.begin(), people.end()), people.end());
    for (std::size_t i = people.size(); i > 1; --i)  // Fisher and Yates
        std::swap(people[i - 1], people[below(i, random)]);
    for (std::size_t i = 0; i < people.size(); ++i)
        numbers_.emplace(people[i].value, static_cast<std::int64_t>(i + 1));
}

}  // namespace jamhall::report
