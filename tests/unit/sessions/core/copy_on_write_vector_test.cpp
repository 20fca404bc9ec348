// SPDX-License-Identifier: Apache-2.0
#include "sessions/core/copy_on_write_vector.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

using namespace jamhall::sessions;

namespace {

using words = copy_on_write_vector<std::string, 4>;

words numbered(std::size_t count)
{
    words made;
    for (std::size_t i = 0; i < count; ++i)
        made.emplace_back() = std::to_string(i);
    return made;
}

}  // namespace

TEST_CASE("A copy of a copy-on-write vector shares what nobody has changed")
{
    auto original = numbered(10);
    const auto copy = original;
    CHECK(&copy[9] == &original[9]);
    original.edit(1) = "changed";
    CHECK(original[1] == "changed");
    CHECK(copy[1] == "1");
    CHECK(&copy[0] != &original[0]);
    CHECK(&copy[9] == &original[9]);
}

TEST_CASE("A copy-on-write vector that shares nothing changes in place")
{
    auto original = numbered(10);
    const auto* before = &original[1];
    {
        const auto copy = original;
    }
    original.edit(1) = "changed";
    CHECK(&original[1] == before);
}

TEST_CASE("A copy does not see what is appended to a chunk it shares")
{
    auto original = numbered(6);
    const auto copy = original;
    original.emplace_back() = "6";
    original.grow(12);
    CHECK(copy.size() == 6);
    CHECK(copy.back() == "5");
    CHECK(original.size() == 12);
    CHECK(original[6] == "6");
    CHECK(original.back().empty());
    CHECK(original != copy);
    CHECK(numbered(6) == copy);
}

TEST_CASE("A copy-on-write vector is read like any sequence")
{
    const auto read = numbered(9);
    CHECK(std::vector<std::string>(read.begin(), read.end()).size() == 9);
    CHECK(*std::ranges::find(read, "7") == "7");
    CHECK(read.end() - read.begin() == 9);
    CHECK(read.begin()[8] == "8");
    CHECK(words{}.empty());
}

TEST_CASE("A copy is read on another worker while the original changes")
{
    auto original = numbered(200);
    for (int round = 0; round < 20; ++round) {
        std::thread reader{[copy = original] {
            for (const auto& each : copy)
                REQUIRE_FALSE(each.empty());
        }};
        for (std::size_t i = 0; i < original.size(); i += 3)
            original.edit(i) += 'x';
        reader.join();
    }
    CHECK(original[0] == "0" + std::string(20, 'x'));
}
