// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace jamhall::sessions {

/// The cells of one breakdown as they may be published beside their total. A cell of 1 to `small_cell` - 1
/// people is nothing; further cells, smallest first, follow it until at least two are gone and what the total
/// leaves for them together is no small cell either.
/// Source: rule BA7.
[[nodiscard]] std::vector<std::optional<std::uint32_t>> publishable(std::span<const std::uint32_t> cells,
                                                                    std::uint32_t small_cell);

}  // namespace jamhall::sessions
