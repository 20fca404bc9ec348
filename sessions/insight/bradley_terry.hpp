// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace jamhall::sessions {

/// How often each of two things was preferred to the other.
struct pair_count {
    std::uint32_t first = 0;
    std::uint32_t second = 0;
    std::uint32_t first_won = 0;
    std::uint32_t second_won = 0;
};

/// The score of each of the things 0 to `things` - 1: the chance that it is preferred to a random other one of
/// those compared at all; nothing for one that never was. By the model of Bradley and Terry, fitted by MM, with one
/// comparison more for each thing, half won, against one of middling strength: so nobody is out of reach after one
/// comparison, and things that were never compared with one another, even by others between them, still have a
/// place. The same counts in the same order give the same scores.
/// Cost: the pairs times some rounds, 200 million steps at most, then the things times up to 1,000.
/// Source: rule ST8; Hunter 2004; Salganik and Levy 2015.
[[nodiscard]] std::vector<std::optional<double>> bradley_terry(std::size_t things,
                                                               std::span<const pair_count> pairs);

}  // namespace jamhall::sessions
