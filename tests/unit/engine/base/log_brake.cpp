// SPDX-License-Identifier: Apache-2.0
#include "engine/base/log_brake.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::base;
using namespace std::chrono_literals;

TEST_CASE("log brake: so many lines at once, then one by one, and none that was passed over is forgotten",
          "[base]")
{
    log_brake lines{60};
    log_brake::clock::time_point now{};
    now += 1h;
    for (int i = 0; i < 60; ++i)
        REQUIRE(lines.take(now) == 0U);
    for (int i = 0; i < 1000; ++i)
        REQUIRE_FALSE(lines.take(now));
    now += 999ms;
    CHECK_FALSE(lines.take(now));
    now += 1ms;
    CHECK(lines.take(now) == 1001U);
    CHECK_FALSE(lines.take(now));
    now += 1h;
    CHECK(lines.take(now) == 1U);
    for (int i = 1; i < 60; ++i)
        REQUIRE(lines.take(now) == 0U);
    CHECK_FALSE(lines.take(now));
}
