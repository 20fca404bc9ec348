// SPDX-License-Identifier: Apache-2.0
#include "sessions/insight/suppression.hpp"

#include <algorithm>
#include <numeric>

namespace jamhall::sessions {
namespace {

using cells_of = std::vector<std::uint32_t>;

bool is_small(std::uint32_t people, std::uint32_t small_cell)
{
    return people > 0 && people < small_cell;
}

/// How much is lost with a cell. An empty one comes last: it adds nobody, and only blurs who the others are.
std::uint64_t loss_of(std::uint32_t people)
{
    return people == 0 ? std::uint64_t{UINT32_MAX} : people;
}

/// Hides further cells until at least two are gone and the total leaves no small cell for them together.
void hide_from_total(std::span<const std::uint32_t> cells, std::uint32_t small_cell, shown_cells& shown)
{
    std::size_t gone = 0;
    std::uint64_t people = 0;
    std::vector<std::size_t> rest;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (shown[i]) {
            rest.push_back(i);
            continue;
        }
        ++gone;
        people += cells[i];
    }
    if (gone == 0)
        return;
    std::ranges::stable_sort(rest, {}, [&](std::size_t i) { return loss_of(cells[i]); });
    for (std::size_t i : rest) {
        if (gone >= 2 && (people >= small_cell || cells[i] == 0))
            break;
        shown[i].reset();
        ++gone;
        people += cells[i];
    }
}

/// Finds, for small cells, two kinds of people who could stand for each other.
class exchange {
public:
    exchange(std::span<const cells_of> breakdowns, std::span<const kind_of_people> kinds)
        : breakdowns_{breakdowns}, kinds_{kinds}
    {
        for (const cells_of& cells : breakdowns)
            inside_.emplace_back(cells.size());
        for (const kind_of_people& kind : kinds)
            for (std::size_t i = 0; i < kind.size(); ++i)
                if (inside_[i][kind[i]].size() < insiders_max)
                    inside_[i][kind[i]].push_back(&kind);
    }

    /// Hides every cell in which the cheapest pair differs, one of them in this cell and one not. Nothing to
    /// do where everybody is in it.
    void protect(std::size_t breakdown, std::size_t cell, std::vector<shown_cells>& shown) const
    {
        const kind_of_people* best_inside = nullptr;
        const kind_of_people* best_outside = nullptr;
        std::uint64_t least = UINT64_MAX;
        for (const kind_of_people* inside : inside_[breakdown][cell]) {
            std::size_t tried = 0;
            for (const kind_of_people& outside : kinds_) {
                if (outside[breakdown] == cell)
                    continue;
                const auto loss = loss_by(*inside, outside, shown);
                if (loss < least) {
                    least = loss;
                    best_inside = inside;
                    best_outside = &outside;
                }
                if (least == 0 || ++tried == outsiders_max)
                    break;
            }
        }
        if (best_inside == nullptr)
            return;
        for (std::size_t i = 0; i < shown.size(); ++i) {
            if ((*best_inside)[i] == (*best_outside)[i])
                continue;
            shown[i][(*best_inside)[i]].reset();
            shown[i][(*best_outside)[i]].reset();
        }
    }

private:
    /// Enough to find a cheap pair; any pair is a safe one.
    static constexpr std::size_t insiders_max = 4;
    static constexpr std::size_t outsiders_max = 500;

    std::uint64_t loss_by(const kind_of_people& a, const kind_of_people& b,
                          const std::vector<shown_cells>& shown) const
    {
        std::uint64_t loss = 0;
        for (std::size_t i = 0; i < shown.size(); ++i) {
            if (a[i] == b[i])
                continue;
            for (std::size_t cell : {a[i], b[i]})
                loss += shown[i][cell] ? loss_of(breakdowns_[i][cell]) : 0;
        }
        return loss;
    }

    std::span<const cells_of> breakdowns_;
    std::span<const kind_of_people> kinds_;
    std::vector<std::vector<std::vector<const kind_of_people*>>> inside_;  ///< some kinds of each cell
};

shown_cells without_small(std::span<const std::uint32_t> cells, std::uint32_t small_cell)
{
    shown_cells shown(cells.begin(), cells.end());
    for (std::size_t i = 0; i < cells.size(); ++i)
        if (is_small(cells[i], small_cell))
            shown[i].reset();
    return shown;
}

}  // namespace

shown_cells publishable(std::span<const std::uint32_t> cells, std::uint32_t small_cell)
{
    auto shown = without_small(cells, small_cell);
    hide_from_total(cells, small_cell, shown);
    return shown;
}

std::vector<shown_cells> publishable(std::span<const cells_of> breakdowns,
                                     std::span<const kind_of_people> kinds, std::uint32_t small_cell)
{
    std::vector<shown_cells> shown;
    for (const cells_of& cells : breakdowns)
        shown.push_back(without_small(cells, small_cell));
    const exchange pairs{breakdowns, kinds};
    for (std::size_t i = 0; i < breakdowns.size(); ++i)
        for (std::size_t cell = 0; cell < breakdowns[i].size(); ++cell)
            if (is_small(breakdowns[i][cell], small_cell))
                pairs.protect(i, cell, shown);
    for (std::size_t i = 0; i < breakdowns.size(); ++i)
        hide_from_total(breakdowns[i], small_cell, shown[i]);
    return shown;
}

}  // namespace jamhall::sessions
