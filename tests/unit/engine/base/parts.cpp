// SPDX-License-Identifier: Apache-2.0
#include "engine/base/parts.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace jamhall::base;

namespace {

std::vector<std::string> parts_of(std::string_view list)
{
    std::vector<std::string> made;
    while (!list.empty())
        made.emplace_back(next_part(list, ','));
    return made;
}

}  // namespace

TEST_CASE("parts: blanks and tabs go, and nothing else")
{
    CHECK(trimmed("\t a b \t") == "a b");
    CHECK(trimmed(" \t ").empty());
    CHECK(trimmed("").empty());
    CHECK(trimmed("\na\r") == "\na\r");
}

TEST_CASE("parts: a list is taken apart from its front, empty parts and all but a last empty one")
{
    CHECK(parts_of("a, b ,,c") == std::vector<std::string>{"a", "b", "", "c"});
    CHECK(parts_of(" a ") == std::vector<std::string>{"a"});
    CHECK(parts_of("a,") == std::vector<std::string>{"a"});
    CHECK(parts_of("").empty());
}
