// SPDX-License-Identifier: Apache-2.0
#include "engine/live/brakes.hpp"

#include <catch2/catch.hpp>

using namespace jamhall;
using namespace std::chrono_literals;
using live::brakes;

namespace {

const sessions::person_id ada{3};
const sessions::person_id ben{4};
const brakes::clock::time_point noon{};
const sessions::rate_limits usual{
    .posts_per_minute = 20, .commands_per_minute = 300, .connections_per_person = 8};

int taken_until_refused(brakes& rates, const sessions::rate_limits& limits, sessions::person_id person,
                        brakes::kind what, brakes::clock::time_point now)
{
    int count = 0;
    while (count < 10'000 && rates.take(limits, person, what, now))
        ++count;
    return count;
}

}  // namespace

TEST_CASE("A minute's worth may come at once, then no more", "[live]")
{
    brakes rates;
    CHECK(taken_until_refused(rates, usual, ada, brakes::kind::post, noon) == 20);
    CHECK(taken_until_refused(rates, usual, ada, brakes::kind::command, noon) == 300);
    CHECK(taken_until_refused(rates, usual, ben, brakes::kind::post, noon) == 20);
}

TEST_CASE("A refusal says how long to wait, and waiting that long helps", "[live]")
{
    brakes rates;
    taken_until_refused(rates, usual, ada, brakes::kind::post, noon);
    const auto refused = rates.take(usual, ada, brakes::kind::post, noon);
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == sessions::reject_code::rate_limited);
    REQUIRE(refused.error().retry_after == sessions::duration{3'000});
    CHECK(rates.take(usual, ada, brakes::kind::post, noon + 2'900ms).has_error());
    CHECK(rates.take(usual, ada, brakes::kind::post, noon + 3'000ms).has_value());
}

TEST_CASE("A limit that is lifted holds nobody up", "[live]")
{
    brakes rates;
    const sessions::rate_limits lifted{
        .posts_per_minute = std::nullopt, .commands_per_minute = 1, .connections_per_person = 8};
    CHECK(taken_until_refused(rates, lifted, ada, brakes::kind::post, noon) == 10'000);
    CHECK(taken_until_refused(rates, lifted, ada, brakes::kind::command, noon) == 1);
}

TEST_CASE("Forgetting full buckets gives nobody more than a minute's worth", "[live]")
{
    brakes rates;
    taken_until_refused(rates, usual, ada, brakes::kind::post, noon);
    rates.sweep(noon + 61s);
    CHECK(taken_until_refused(rates, usual, ada, brakes::kind::post, noon + 61s) == 20);
}

TEST_CASE("Questions have a limit of their own, lifted with that of commands, and cost by what they ask for",
          "[live]")
{
    brakes rates;
    const sessions::rate_limits lifted{std::nullopt, std::nullopt, std::nullopt};
    for (int i = 0; i < 3; ++i)
        CHECK(rates.take_questions(usual, ada, 200, noon).has_value());
    const auto refused = rates.take_questions(usual, ada, 1, noon);
    REQUIRE(refused.has_error());
    CHECK(refused.error().retry_after == sessions::duration{100});
    CHECK(rates.take_questions(usual, ada, 1, noon + 100ms).has_value());
    CHECK(rates.take_questions(usual, ben, 600, noon).has_value());
    CHECK(rates.take_questions(lifted, ada, 10'000, noon).has_value());
    CHECK(taken_until_refused(rates, usual, ben, brakes::kind::command, noon) == 300);
}

TEST_CASE("Whoever goes on unbraked through thousands of refusals is flooding, until a while has passed",
          "[live]")
{
    brakes rates;
    taken_until_refused(rates, usual, ada, brakes::kind::command, noon);
    for (int i = 0; i < brakes::refusals_per_minute - 2; ++i)
        rates.take(usual, ada, brakes::kind::command, noon);
    CHECK_FALSE(rates.is_flooding(ada));
    rates.take(usual, ada, brakes::kind::command, noon);
    CHECK(rates.is_flooding(ada));
    CHECK_FALSE(rates.is_flooding(ben));
    rates.take(usual, ada, brakes::kind::command, noon + 1s);
    CHECK_FALSE(rates.is_flooding(ada));
}
