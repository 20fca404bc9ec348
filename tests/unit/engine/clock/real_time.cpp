// SPDX-License-Identifier: Apache-2.0
#include "engine/clock/real_time.hpp"

#include <catch2/catch.hpp>

using namespace jamhall;

TEST_CASE("clock: the time of day is in milliseconds since 1970")
{
    // 2026-01-01 and 2100-01-01.
    CHECK(clock::now() > sessions::instant{1'767'225'600'000});
    CHECK(clock::now() < sessions::instant{4'102'444'800'000});
}

TEST_CASE("clock: the monotonic reading never goes back")
{
    auto last = clock::monotonic_now();
    for (int i = 0; i < 1'000; ++i) {
        const auto next = clock::monotonic_now();
        REQUIRE(next >= last);
        last = next;
    }
}
