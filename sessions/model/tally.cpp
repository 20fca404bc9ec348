// SPDX-License-Identifier: Apache-2.0
#include "sessions/model/tally.hpp"

#include "sessions/core/assert.hpp"

namespace jamhall::sessions {
namespace {

using enum measure;
constexpr std::array support_measures{support};
constexpr std::array agree_measures{agree, disagree, pass};
constexpr std::array score_measures{score_1, score_2, score_3, score_4, score_5};
constexpr std::array dots_measures{dots, people};
constexpr std::array pairwise_measures{won, lost};

/// Where a word or a score is counted.
std::uint32_t& place_of(tally& of, choice says)
{
    const auto place =
        static_cast<std::size_t>(number_in(says) ? *number_in(says) - 1 : static_cast<int>(says));
    ensure(says != choice::withdraw && place < of.counts.size(), "a ballot that stands is counted");
    return of.counts[place];
}

}  // namespace

std::span<const measure> measures_of(ballot_switch method)
{
    switch (method) {
    case ballot_switch::none: return {};
    case ballot_switch::support: return support_measures;
    case ballot_switch::agree: return agree_measures;
    case ballot_switch::score: return score_measures;
    case ballot_switch::dots: return dots_measures;
    case ballot_switch::pairwise: return pairwise_measures;
    }
    return {};
}

void add(tally& to, ballot_switch method, choice says)
{
    if (method != ballot_switch::dots) {
        ++place_of(to, says);
        return;
    }
    to.of(dots) += static_cast<std::uint32_t>(number_in(says).value());
    ++to.of(people);
}

void take(tally& from, ballot_switch method, choice says)
{
    if (method != ballot_switch::dots) {
        --place_of(from, says);
        return;
    }
    from.of(dots) -= static_cast<std::uint32_t>(number_in(says).value());
    --from.of(people);
}

tally sum_of(std::span<const tally> parts)
{
    tally all;
    for (const tally& part : parts)
        for (std::size_t i = 0; i < all.counts.size(); ++i)
            all.counts[i] += part.counts[i];
    return all;
}

}  // namespace jamhall::sessions
