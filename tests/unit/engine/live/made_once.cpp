// SPDX-License-Identifier: Apache-2.0
#include "engine/live/made_once.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace jamhall;

TEST_CASE("What many ask for is made once while the state stands still, and anew once it moved on", "[live]")
{
    live::made_once<std::string> pages;
    int times = 0;
    const auto make = [&]() -> std::optional<std::string> { return "page " + std::to_string(++times); };
    CHECK(pages.of("floor newest", {7}, make) == "page 1");
    CHECK(pages.of("floor newest", {7}, make) == "page 1");
    CHECK(pages.of("floor top", {7}, make) == "page 2");
    CHECK(pages.of("floor newest", {8}, make) == "page 3");
    CHECK(pages.of("floor newest", {8}, make) == "page 3");
}

TEST_CASE("What could not be made is not kept", "[live]")
{
    live::made_once<std::string> pages;
    int times = 0;
    const auto fail = [&]() -> std::optional<std::string> {
        ++times;
        return std::nullopt;
    };
    CHECK_FALSE(pages.of("floor top", {7}, fail));
    CHECK_FALSE(pages.of("floor top", {7}, fail));
    CHECK(times == 2);
}
