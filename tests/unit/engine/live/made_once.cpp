// SPDX-License-Identifier: Apache-2.0
#include "engine/live/made_once.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <optional>
#include <string>

using namespace jamhall;
using pages_of_a_jam = live::made_once<std::string>;

TEST_CASE(
    "What many ask for is made once while the state stands still, and anew once it or the clock moved on",
    "[live]")
{
    pages_of_a_jam pages;
    pages_of_a_jam::clock::time_point now{};
    int times = 0;
    const auto make = [&]() -> std::optional<std::string> { return "page " + std::to_string(++times); };
    CHECK(pages.of("floor newest", {7}, now, make) == "page 1");
    CHECK(pages.of("floor newest", {7}, now, make) == "page 1");
    CHECK(pages.of("floor top", {7}, now, make) == "page 2");
    CHECK(pages.of("floor newest", {8}, now, make) == "page 3");
    now += pages_of_a_jam::lasts;
    CHECK(pages.of("floor newest", {8}, now, make) == "page 3");
    now += std::chrono::milliseconds{1};
    CHECK(pages.of("floor newest", {8}, now, make) == "page 4");
}

TEST_CASE("What could not be made is not kept", "[live]")
{
    pages_of_a_jam pages;
    const pages_of_a_jam::clock::time_point now{};
    int times = 0;
    const auto fail = [&]() -> std::optional<std::string> {
        ++times;
        return std::nullopt;
    };
    CHECK_FALSE(pages.of("floor top", {7}, now, fail));
    CHECK_FALSE(pages.of("floor top", {7}, now, fail));
    CHECK(times == 2);
}
