// SPDX-License-Identifier: Apache-2.0
#include "sessions/insight/suppression.hpp"

#include <algorithm>
#include <numeric>

namespace jamhall::sessions {

std::vector<std::optional<std::uint32_t>> publishable(std::span<const std::uint32_t> cells,
                                                      std::uint32_t small_cell)
{
    std::vector<std::optional<std::uint32_t>> shown(cells.begin(), cells.end());
    std::size_t hidden = 0;
    std::uint64_t hidden_people = 0;
    const auto hide = [&](std::size_t i) {
        shown[i].reset();
        ++hidden;
        hidden_people += cells[i];
    };
    for (std::size_t i = 0; i < cells.size(); ++i)
        if (cells[i] > 0 && cells[i] < small_cell)
            hide(i);
    if (hidden == 0)
        return shown;

    // An empty cell comes last: it adds nobody to what the total leaves, and only blurs who they are.
    std::vector<std::size_t> rest(cells.size());
    std::iota(rest.begin(), rest.end(), std::size_t{0});
    std::erase_if(rest, [&](std::size_t i) { return !shown[i].has_value(); });
    std::ranges::stable_sort(rest, {}, [&](std::size_t i) { return cells[i] == 0 ? UINT32_MAX : cells[i]; });
    for (std::size_t i : rest) {
        if (hidden >= 2 && (hidden_people >= small_cell || cells[i] == 0))
            break;
        hide(i);
    }
    return shown;
}

}  // namespace jamhall::sessions
