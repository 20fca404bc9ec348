// SPDX-License-Identifier: Apache-2.0
#include "engine/base/encoding.hpp"

#include "engine/base/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace jamhall::base;

namespace {

std::vector<std::uint8_t> bytes(std::string_view text)
{
    return {text.begin(), text.end()};
}

}  // namespace

TEST_CASE("encoding: hex is lower case and reads back")
{
    CHECK(hex_of(bytes("\x01\x7f\xff")) == "017fff");
    CHECK(bytes_of_hex("017fff") == bytes("\x01\x7f\xff"));
    CHECK(bytes_of_hex("") == bytes(""));
    CHECK_FALSE(bytes_of_hex("0"));
    CHECK_FALSE(bytes_of_hex("0G"));
    CHECK_FALSE(bytes_of_hex("FF"));
}

TEST_CASE("encoding: base64url has the values of RFC 4648, without padding")
{
    CHECK(base64url_of(bytes("")).empty());
    CHECK(base64url_of(bytes("f")) == "Zg");
    CHECK(base64url_of(bytes("fo")) == "Zm8");
    CHECK(base64url_of(bytes("foo")) == "Zm9v");
    CHECK(base64url_of(bytes("foobar")) == "Zm9vYmFy");
    CHECK(base64url_of(bytes("\xfb\xff")) == "-_8");
}

TEST_CASE("encoding: base64url reads back what it wrote, and nothing else")
{
    for (std::size_t size = 0; size < 40; ++size) {
        std::vector<std::uint8_t> original(size);
        fill_random(original);
        CHECK(bytes_of_base64url(base64url_of(original)) == original);
    }
    CHECK_FALSE(bytes_of_base64url("Z"));
    CHECK_FALSE(bytes_of_base64url("Zg=="));
    CHECK_FALSE(bytes_of_base64url("Zm9+"));
    CHECK_FALSE(bytes_of_base64url("Zh"));  // stray bits: "Zg" with one more
}

TEST_CASE("random: numbers differ and every byte is filled")
{
    std::set<std::uint64_t> seen;
    for (int i = 0; i < 1'000; ++i)
        seen.insert(random_number());
    CHECK(seen.size() == 1'000);
    const auto many = random_bytes<4'096>();
    CHECK(std::ranges::count(many, 0) < 100);
}
