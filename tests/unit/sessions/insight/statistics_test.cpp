// SPDX-License-Identifier: Apache-2.0
#include "sessions/core/shuffle.hpp"
#include "sessions/insight/bradley_terry.hpp"
#include "sessions/insight/concentration.hpp"
#include "sessions/insight/fair_order.hpp"
#include "sessions/insight/interval.hpp"

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

TEST_CASE("ST7: the interval of a mean is Wilson's of the same share")
{
    CHECK(wilson_of_mean(.9, 10) == wilson(9, 10));
    CHECK(wilson_of_mean(.75, 4).value().low == Approx(.301).margin(.0005));
    CHECK_FALSE(wilson_of_mean(0, 0).has_value());
}

TEST_CASE("ST8: the scores of pairs meet the check values")
{
    // One thing preferred in 3 of 4: by symmetry strengths x and 1/x with 3.5 = 4x²/(x²+1) + x/(x+1).
    const auto two = bradley_terry(2, std::vector<pair_count>{{0, 1, 3, 1}});
    CHECK(two[0].value() == Approx(.7209).margin(.0001));
    CHECK(two[1].value() == Approx(1 - two[0].value()).margin(1e-9));
    // One of one: 1.5 = x²/(x²+1) + x/(x+1).
    CHECK(bradley_terry(2, std::vector<pair_count>{{0, 1, 1, 0}})[0].value() == Approx(.8194).margin(.0001));
    // Even, and a ring in which each beats the next: nobody is better.
    CHECK(bradley_terry(2, std::vector<pair_count>{{0, 1, 5, 5}})[0].value() == Approx(.5).margin(1e-9));
    for (const auto& score :
         bradley_terry(3, std::vector<pair_count>{{0, 1, 1, 0}, {1, 2, 1, 0}, {0, 2, 0, 1}}))
        CHECK(score.value() == Approx(.5).margin(1e-9));
}

TEST_CASE("ST8: with many comparisons the prior fades and the strengths come back")
{
    // Strengths 4, 2, 1: expected wins of 30,000 comparisons a pair.
    const auto scores = bradley_terry(
        3, std::vector<pair_count>{{0, 1, 20'000, 10'000}, {0, 2, 24'000, 6'000}, {1, 2, 20'000, 10'000}});
    CHECK(scores[0].value() == Approx((4.0 / 6 + 4.0 / 5) / 2).margin(.0005));
    CHECK(scores[1].value() == Approx((2.0 / 6 + 2.0 / 3) / 2).margin(.0005));
    CHECK(scores[2].value() == Approx((1.0 / 5 + 1.0 / 3) / 2).margin(.0005));
}

TEST_CASE("ST8: what was never compared has no score, and groups that never met still have a place")
{
    const std::vector<pair_count> pairs{{0, 1, 9, 1}, {3, 4, 1, 0}};
    const auto scores = bradley_terry(6, pairs);
    CHECK_FALSE(scores[2].has_value());
    CHECK_FALSE(scores[5].has_value());
    CHECK(scores[0].value() > scores[3].value());  // nine of ten is more than one of one
    CHECK(scores[3].value() > scores[4].value());
    CHECK(scores[4].value() > scores[1].value());
    CHECK(bradley_terry(6, pairs) == scores);
    CHECK(bradley_terry(0, {}).empty());
    CHECK(bradley_terry(2, std::vector<pair_count>{{0, 1, 0, 0}}) == std::vector<std::optional<double>>(2));
}

TEST_CASE("ST8: of very many things a score is still the chance to beat a random one")
{
    // A chain in which each beats the next one twice and loses once.
    constexpr std::uint32_t things = 3'000;
    std::vector<pair_count> chain;
    for (std::uint32_t i = 0; i + 1 < things; ++i)
        chain.push_back({i, i + 1, 2, 1});
    const auto scores = bradley_terry(things, chain);
    double sum = 0;
    for (std::uint32_t i = 0; i < things; ++i) {
        REQUIRE(scores[i].value() >= 0);
        REQUIRE(scores[i].value() <= 1);
        sum += scores[i].value();
    }
    CHECK(sum / things == Approx(.5).margin(.001));
}

TEST_CASE("FO1: the next idea comes with a chance that falls with its exposure")
{
    constexpr std::uint32_t people = 40'000;
    const std::vector<std::uint32_t> exposures{0, 1, 3};  // weights 1, 1/2, 1/4
    std::vector<std::uint32_t> firsts(exposures.size());
    for (std::uint32_t person = 1; person <= people; ++person) {
        std::uint32_t first = 0;
        std::uint64_t best = 0;
        for (std::uint32_t i = 0; i < exposures.size(); ++i) {
            const auto key = fair_key(3, person_id{person}, post_id{i + 1}, exposures[i], 0);
            if (key > best)
                first = i;
            best = std::max(best, key);
        }
        ++firsts[first];
    }
    CHECK(firsts[0] == Approx(people * 4.0 / 7).epsilon(.02));
    CHECK(firsts[1] == Approx(people * 2.0 / 7).epsilon(.03));
    CHECK(firsts[2] == Approx(people * 1.0 / 7).epsilon(.05));
}

TEST_CASE("FO1: ideas under the floor come before all others")
{
    for (std::uint32_t person = 1; person <= 500; ++person)
        CHECK(fair_key(3, person_id{person}, post_id{1}, 16, 30) >
              fair_key(3, person_id{person}, post_id{2}, 32, 30));
    CHECK(fair_key(3, person_id{1}, post_id{1}, 0, 0) < std::uint64_t{1} << 63U);
}
