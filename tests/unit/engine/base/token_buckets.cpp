// SPDX-License-Identifier: Apache-2.0
#include "engine/base/token_buckets.hpp"

#include <catch2/catch.hpp>

#include <functional>

using namespace jamhall::base;
using namespace std::chrono_literals;

namespace {

using buckets = token_buckets<int, std::hash<int>>;

constexpr rate sixty{60};

}  // namespace

TEST_CASE("token buckets: exactly as many at once as the rate says, and one more after each part of the time",
          "[base]")
{
    buckets of{100};
    buckets::clock::time_point now{};
    for (int i = 0; i < 60; ++i)
        REQUIRE_FALSE(of.take(1, sixty, now));
    CHECK(of.take(1, sixty, now) == 1s);
    now += 999ms;
    CHECK(of.take(1, sixty, now) == 1ms);
    now += 1ms;
    CHECK_FALSE(of.take(1, sixty, now));
    CHECK(of.take(1, sixty, now) == 1s);
    CHECK_FALSE(of.take(2, sixty, now));

    // Full again after its time, and never fuller than full.
    now += 1h;
    for (int i = 0; i < 60; ++i)
        REQUIRE_FALSE(of.take(1, sixty, now));
    CHECK(of.take(1, sixty, now) == 1s);
}

TEST_CASE("token buckets: rates that do not divide their time are exact too", "[base]")
{
    for (const std::uint32_t count : {1U, 7U, 600U, 12'345U, 300'000U, 999'983U}) {
        buckets of{4};
        const buckets::clock::time_point now{};
        std::uint32_t taken = 0;
        while (!of.take(1, {count}, now))
            ++taken;
        CHECK(taken == count);
    }
}

TEST_CASE("token buckets: a cost is taken whole or not at all, a charge is owed", "[base]")
{
    buckets of{100};
    const buckets::clock::time_point now{};
    CHECK_FALSE(of.take(1, sixty, now, 55));
    CHECK(of.take(1, sixty, now, 10) == 5s);
    CHECK_FALSE(of.take(1, sixty, now, 5));
    CHECK_FALSE(of.take(2, sixty, now, 55));
    of.charge(2, sixty, now, 10);
    of.charge(2, sixty, now, 10);
    CHECK(of.take(2, sixty, now) == 16s);
}

TEST_CASE("token buckets: memory is bounded, and whoever goes on is not forgotten", "[base]")
{
    buckets of{1'000};
    buckets::clock::time_point now{};
    for (int i = 0; i < 60; ++i)
        of.take(-1, sixty, now);
    for (int i = 0; i < 100'000; ++i) {
        of.take(i, sixty, now);
        REQUIRE(of.size() <= 1'000);
        if (i % 400 == 0)
            REQUIRE(of.take(-1, sixty, now));  // still empty
    }
    for (int i = 0; i < 2'000; ++i)
        of.take(i, sixty, now);
    CHECK_FALSE(of.take(-1, sixty, now));
}
