// SPDX-License-Identifier: Apache-2.0
#include "sessions/insight/suppression.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>
#include <random>

using namespace jamhall::sessions;
using cells = std::vector<std::uint32_t>;

namespace {

constexpr std::nullopt_t gone = std::nullopt;

/// What the total gives away: the people in all cells that are gone together.
std::uint64_t left_by_total(const cells& all, const shown_cells& shown)
{
    auto left = std::accumulate(all.begin(), all.end(), std::uint64_t{0});
    for (const auto& cell : shown)
        left -= cell.value_or(0);
    return left;
}

}  // namespace

TEST_CASE("BA7: large and empty cells are shown as they are")
{
    CHECK(publishable(cells{}, 5).empty());
    CHECK(publishable(cells{5, 0, 12}, 5) == shown_cells{5, 0, 12});
    CHECK(publishable(cells{1, 2, 3}, 1) == shown_cells{1, 2, 3});
}

TEST_CASE("BA7: a small cell takes a second one with it, the smallest that hides it")
{
    CHECK(publishable(cells{40, 3, 9, 12}, 5) == shown_cells{40, gone, gone, 12});
    CHECK(publishable(cells{40, 3}, 5) == shown_cells{gone, gone});
    CHECK(publishable(cells{4, 40, 4}, 5) == shown_cells{gone, 40, gone});
}

TEST_CASE("BA7: what the total leaves for the cells that are gone is no small cell either")
{
    CHECK(publishable(cells{1, 2, 9, 30}, 5) == shown_cells{gone, gone, gone, 30});
    CHECK(publishable(cells{1, 1, 30, 0}, 5) == shown_cells{gone, gone, gone, 0});
}

TEST_CASE("BA7: where nobody else is there an empty cell blurs who they are")
{
    CHECK(publishable(cells{3, 0, 0}, 5) == shown_cells{gone, gone, 0});
    CHECK(publishable(cells{3}, 5) == shown_cells{gone});
}

TEST_CASE("BA7: no cell can be got back from the total by subtraction")
{
    std::mt19937 random{20'261'123};
    const auto below = [&](std::uint32_t end) { return static_cast<std::uint32_t>(random() % end); };
    for (int round = 0; round < 20'000; ++round) {
        const std::uint32_t small_cell = 2 + below(9);
        cells all(2 + below(8));
        for (auto& cell : all)
            cell = below(3) == 0 ? 0 : below(30);
        const auto shown = publishable(all, small_cell);
        std::size_t gone_count = 0;
        bool has_small = false;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const bool is_small = all[i] > 0 && all[i] < small_cell;
            has_small = has_small || is_small;
            REQUIRE((!is_small || !shown[i]));
            REQUIRE((!shown[i] || *shown[i] == all[i]));
            gone_count += shown[i] ? 0 : 1;
        }
        REQUIRE((gone_count == 0) == !has_small);
        REQUIRE(gone_count != 1);
        const auto left = left_by_total(all, shown);
        const auto total = std::accumulate(all.begin(), all.end(), std::uint64_t{0});
        REQUIRE((left == 0 || left >= small_cell || left == total));
    }
}

TEST_CASE("BA7: what goes with a small cell is chosen over all breakdowns of the same people")
{
    // Staff 48 and residents 40 beside staff of Parks 3, staff of Streets 45, and 40 without a unit.
    const std::vector<cells> breakdowns{{48, 40}, {3, 45, 40}};
    const std::vector<kind_of_people> kinds{{0, 0}, {0, 1}, {1, 2}};
    const auto shown = publishable(breakdowns, kinds, 5);
    CHECK(shown[0] == shown_cells{48, 40});
    CHECK(shown[1] == shown_cells{gone, gone, 40});
}

TEST_CASE("BA7: where groups are the same in two breakdowns they go together")
{
    const std::vector<cells> breakdowns{{3, 7, 20}, {20, 3, 7}};
    const std::vector<kind_of_people> kinds{{0, 1}, {1, 2}, {2, 0}};
    const auto shown = publishable(breakdowns, kinds, 5);
    CHECK(shown[0] == shown_cells{gone, gone, 20});
    CHECK(shown[1] == shown_cells{20, gone, gone});
}

TEST_CASE("BA7: each small cell has two kinds of people who could stand for each other")
{
    std::mt19937 random{11};
    const auto below = [&](std::uint32_t end) { return static_cast<std::uint32_t>(random() % end); };
    for (int round = 0; round < 2'000; ++round) {
        std::vector<cells> breakdowns{cells(2 + below(3)), cells(2 + below(6)), cells(2 + below(4))};
        std::vector<kind_of_people> kinds;
        for (std::uint32_t i = 0, people = 1 + below(60); i < people; ++i) {
            const auto last = below(static_cast<std::uint32_t>(breakdowns[2].size()));
            kind_of_people kind{below(static_cast<std::uint32_t>(breakdowns[0].size())),
                                below(static_cast<std::uint32_t>(breakdowns[1].size())), last};
            for (std::size_t j = 0; j < 3; ++j)
                ++breakdowns[j][kind[j]];
            if (std::ranges::find(kinds, kind) == kinds.end())
                kinds.push_back(std::move(kind));
        }
        const auto shown = publishable(breakdowns, kinds, 5);
        const auto could_swap = [&](const kind_of_people& a, const kind_of_people& b) {
            for (std::size_t j = 0; j < 3; ++j)
                if (a[j] != b[j] && (shown[j][a[j]] || shown[j][b[j]]))
                    return false;
            return true;
        };
        for (std::size_t j = 0; j < 3; ++j) {
            for (std::uint32_t cell = 0; cell < breakdowns[j].size(); ++cell) {
                const bool is_everybody =
                    std::ranges::all_of(kinds, [&](const auto& k) { return k[j] == cell; });
                if (breakdowns[j][cell] == 0 || breakdowns[j][cell] >= 5 || is_everybody)
                    continue;
                REQUIRE_FALSE(shown[j][cell].has_value());
                REQUIRE(std::ranges::any_of(kinds, [&](const auto& a) {
                    return a[j] == cell && std::ranges::any_of(kinds, [&](const auto& b) {
                               return b[j] != cell && could_swap(a, b);
                           });
                }));
            }
        }
    }
}
