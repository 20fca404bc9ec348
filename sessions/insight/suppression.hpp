// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace jamhall::sessions {

using shown_cells = std::vector<std::optional<std::uint32_t>>;

/// The cells of one breakdown as they may be published beside their total. A cell of 1 to `small_cell` - 1
/// people is nothing; further cells, smallest first, follow it until at least two are gone and the total leaves
/// no small cell for them together.
/// Source: rule BA7.
[[nodiscard]] shown_cells publishable(std::span<const std::uint32_t> cells, std::uint32_t small_cell);

/// A kind of people: which cell they are in, in each breakdown.
using kind_of_people = std::vector<std::uint32_t>;

/// The cells of several breakdowns of the same people, published together. Beside what each breakdown asks for
/// by itself, for each small cell there are two kinds of people, one in it and one not, all of whose different
/// cells are gone: one person more of the first kind and one fewer of the second would leave every figure as it
/// is, so no adding and subtracting gives the cell back. `kinds` are all there are, each once.
/// Cost: small cells times kinds times breakdowns; of very many kinds only some are tried.
/// Source: rule BA7.
[[nodiscard]] std::vector<shown_cells> publishable(std::span<const std::vector<std::uint32_t>> breakdowns,
                                                   std::span<const kind_of_people> kinds,
                                                   std::uint32_t small_cell);

}  // namespace jamhall::sessions
