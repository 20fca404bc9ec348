// SPDX-License-Identifier: Apache-2.0
#include "sessions/insight/concentration.hpp"
#include "sessions/insight/interval.hpp"
#include "sessions/insight/shuffle.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <bit>
#include <numeric>
#include <set>

using namespace jamhall::sessions;

TEST_CASE("ST1: Wilson's interval meets the check values of its lower bound")
{
    const auto low = [](std::uint64_t k, std::uint64_t n) { return wilson(k, n).value().low; };
    CHECK(low(2, 2) == Approx(.342).margin(.0005));
    CHECK(low(9, 10) == Approx(.596).margin(.0005));
    CHECK(low(60, 100) == Approx(.502).margin(.0005));
    CHECK(low(600, 1'000) == Approx(.569).margin(.0005));
    CHECK(low(100, 101) == Approx(.946).margin(.0005));
    CHECK(low(5'500, 10'000) == Approx(.540).margin(.0005));
}

TEST_CASE("ST1: Wilson's interval mirrors itself, holds the rate and narrows with more people")
{
    for (std::uint64_t n : {1U, 2U, 7U, 50U, 1'000U}) {
        for (std::uint64_t k = 0; k <= n; k += std::max<std::uint64_t>(1, n / 7)) {
            const auto range = wilson(k, n).value();
            const auto mirrored = wilson(n - k, n).value();
            const double rate = static_cast<double>(k) / static_cast<double>(n);
            CHECK(range.low == Approx(1 - mirrored.high).margin(1e-12));
            CHECK(range.low <= rate + 1e-12);
            CHECK(range.high >= rate - 1e-12);
            CHECK(range.low >= 0);
            CHECK(range.high <= 1);
            const auto finer = wilson(k * 10, n * 10).value();
            CHECK(finer.high - finer.low < range.high - range.low);
        }
    }
    CHECK_FALSE(wilson(0, 0).has_value());
}

TEST_CASE("ST2: ideas whose intervals overlap the next one's share a band")
{
    CHECK(tie_bands({}).empty());
    CHECK(tie_bands(std::vector<interval>{{.2, .4}}) == std::vector<std::uint32_t>{1});
    // 1 and 2 overlap, 2 and 3 overlap though 1 and 3 do not, 4 stands apart, 5 touches 4.
    const std::vector<interval> falling{{.80, .90}, {.70, .82}, {.65, .72}, {.30, .50}, {.20, .30}};
    CHECK(tie_bands(falling) == std::vector<std::uint32_t>{1, 1, 1, 2, 2});
}

TEST_CASE("ST3: the Gini coefficient meets its check values")
{
    CHECK(gini({}) == 0);
    CHECK(gini({0, 0}) == 0);
    CHECK(gini({5}) == Approx(0).margin(1e-12));
    CHECK(gini({3, 3, 3, 3}) == Approx(0).margin(1e-12));
    CHECK(gini({0, 0, 0, 1}) == Approx(.75));
    CHECK(gini({1, 2, 3, 4}) == Approx(.25));
    CHECK(gini({4, 1, 3, 2}) == Approx(.25));
    CHECK(gini({1, 1, 1, 7}) == Approx(.45));
}

TEST_CASE("ST4: the busiest tenth is rounded up to whole people")
{
    CHECK(top_tenth_share({}) == 0);
    CHECK(top_tenth_share({4}) == Approx(1));
    CHECK(top_tenth_share({1, 1, 1, 1, 1, 1, 1, 1, 1, 11}) == Approx(.55));
    CHECK(top_tenth_share({11, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0}) == Approx(.6));  // two of eleven
    CHECK(top_tenth_share(std::vector<std::uint32_t>(100, 3)) == Approx(.1));
}

TEST_CASE("ST5: the shuffled order is a function of seed, person and idea only")
{
    CHECK(shuffle_key(7, person_id{3}, post_id{9}) == shuffle_key(7, person_id{3}, post_id{9}));
    CHECK(shuffle_key(7, person_id{3}, post_id{9}) != shuffle_key(8, person_id{3}, post_id{9}));
    CHECK(shuffle_key(7, person_id{3}, post_id{9}) != shuffle_key(7, person_id{4}, post_id{9}));
    CHECK(shuffle_key(7, person_id{3}, post_id{9}) != shuffle_key(7, person_id{9}, post_id{3}));
    // Pinned: an order that people have seen must not change with a new version of the program.
    CHECK(shuffle_key(0, person_id{0}, post_id{1}) == 0x2f32a78496c67c60U);
}

TEST_CASE("ST5: each idea comes first for about as many people as any other")
{
    constexpr std::uint32_t ideas = 20;
    constexpr std::uint32_t people = 20'000;
    std::vector<std::uint32_t> firsts(ideas);
    std::set<std::vector<std::uint32_t>> orders;
    for (std::uint32_t person = 1; person <= people; ++person) {
        std::vector<std::uint32_t> order(ideas);
        std::iota(order.begin(), order.end(), 1U);
        std::ranges::sort(
            order, {}, [&](std::uint32_t idea) { return shuffle_key(1, person_id{person}, post_id{idea}); });
        ++firsts[order.front() - 1];
        if (person <= 100)
            orders.insert(order);
    }
    CHECK(orders.size() == 100);
    // Chi-squared with 19 degrees of freedom stays under 43.8 in 999 of 1,000 fair shuffles.
    const double expected = double{people} / ideas;
    double chi_squared = 0;
    for (std::uint32_t count : firsts)
        chi_squared += (count - expected) * (count - expected) / expected;
    CHECK(chi_squared < 43.8);
}

TEST_CASE("ST5: one bit of the idea moves about half the bits of its key")
{
    std::uint32_t moved = 0;
    for (std::uint32_t idea = 1; idea <= 1'000; ++idea)
        moved += static_cast<std::uint32_t>(std::popcount(shuffle_key(1, person_id{5}, post_id{idea}) ^
                                                          shuffle_key(1, person_id{5}, post_id{idea ^ 1U})));
    CHECK(moved / 1'000.0 == Approx(32).margin(1));
}
