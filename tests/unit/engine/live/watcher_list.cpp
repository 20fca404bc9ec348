// SPDX-License-Identifier: Apache-2.0
#include "engine/live/watcher_list.hpp"

#include "tests/unit/engine/live/line.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace jamhall;
using test::frame_of;
using test::line;

TEST_CASE("A watcher list gives a frame once to everybody who is there, few or many", "[live]")
{
    const std::size_t count = GENERATE(1U, 16U, 17U, 500U);
    live::watcher_list list;
    std::vector<std::shared_ptr<line>> lines;
    for (std::size_t i = 0; i < count; ++i)
        lines.push_back(std::make_shared<line>());
    for (const auto& each : lines)
        list.add(each);
    for (const auto& each : lines)
        list.add(each);  // there already
    CHECK(list.size() == count);
    list.deliver(frame_of("news"));
    for (const auto& each : lines)
        REQUIRE(each->texts() == std::vector<std::string>{"news"});
}

TEST_CASE("A watcher list lets anybody go in any order", "[live]")
{
    live::watcher_list list;
    std::vector<std::shared_ptr<line>> there;
    std::mt19937 random{7};
    for (int step = 0; step < 2'000; ++step) {
        if (there.empty() || random() % 5 < 3) {
            there.push_back(std::make_shared<line>());
            list.add(there.back());
        } else {
            const auto gone = there.begin() + static_cast<std::ptrdiff_t>(random() % there.size());
            REQUIRE(list.remove(gone->get()));
            REQUIRE_FALSE(list.remove(gone->get()));
            there.erase(gone);
        }
        REQUIRE(list.size() == there.size());
    }
    list.deliver(frame_of("to those who stayed"));
    CHECK(std::ranges::all_of(there, [](const auto& each) { return each->texts().size() == 1; }));
}
