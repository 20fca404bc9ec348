// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/breakdown.hpp"

#include "sessions/insight/suppression.hpp"

#include <boost/unordered/unordered_flat_set.hpp>

namespace jamhall::sessions {
namespace {

constexpr std::uint32_t not_added = UINT32_MAX;

/// The kinds of people there are, each once, in the order of the roster.
std::vector<kind_of_people> kinds_of(std::span<const breakdown> together)
{
    boost::unordered_flat_set<kind_of_people> known;
    std::vector<kind_of_people> kinds;
    const std::size_t people = together.empty() ? 0 : together[0].places().size();
    kind_of_people kind(together.size());
    for (std::size_t row = 0; row < people; ++row) {
        for (std::size_t i = 0; i < together.size(); ++i)
            kind[i] = together[i].places()[row];
        if (known.insert(kind).second)
            kinds.push_back(kind);
    }
    return kinds;
}

}  // namespace

void breakdown::add(std::size_t row, const person& who, std::string_view value)
{
    if (places_.size() <= row)
        places_.resize(row + 1, not_added);
    places_[row] = place_of(value);
    add_to(counts_[places_[row]], who);
}

void breakdown::fill(std::span<const person* const> all)
{
    places_.resize(all.size(), not_added);
    for (std::size_t row = 0; row < all.size(); ++row)
        if (places_[row] == not_added)
            add(row, *all[row], "");
}

std::uint32_t breakdown::place_of(std::string_view value)
{
    const auto next = static_cast<std::uint32_t>(values_.size());
    const auto [found, is_new] = place_by_value_.try_emplace(value, next);
    if (is_new) {
        values_.push_back(value);
        counts_.emplace_back();
    }
    return found->second;
}

std::vector<std::vector<funnel>> publishable(std::span<const breakdown> together, bool is_sealed,
                                             std::uint32_t small_cell)
{
    const auto kinds = kinds_of(together);
    std::vector<std::vector<funnel>> made;
    for (const breakdown& by : together)
        made.emplace_back(by.values().size());
    for (involvement step : all_involvements) {
        if (step == involvement::supported && is_sealed)
            continue;
        const auto column = static_cast<std::size_t>(step);
        std::vector<std::vector<std::uint32_t>> cells(together.size());
        for (std::size_t i = 0; i < together.size(); ++i)
            for (const head_count& counted : together[i].counts())
                cells[i].push_back(counted[column]);
        const auto shown = publishable(cells, kinds, small_cell);
        for (std::size_t i = 0; i < made.size(); ++i)
            for (std::size_t value = 0; value < made[i].size(); ++value)
                made[i][value].counts[column] = shown[i][value];
    }
    return made;
}

}  // namespace jamhall::sessions
