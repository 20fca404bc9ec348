// SPDX-License-Identifier: Apache-2.0
#include "engine/base/sha256.hpp"

#include "engine/base/encoding.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace jamhall::base;

TEST_CASE("sha256: digests are those of FIPS 180-2")
{
    CHECK(hex_of(sha256_of("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(hex_of(sha256_of("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(hex_of(sha256_of(std::string(1'000'000, 'a'))) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("sha256: pieces give the digest of the whole, and finish starts over")
{
    sha256 hash;
    const auto whole = hash.add("a").add("").add("bc").finish();
    CHECK(whole == sha256_of("abc"));
    CHECK(hash.finish() == sha256_of(""));
}

TEST_CASE("sha256: numbers enter most significant byte first")
{
    sha256 hash;
    const std::string eight{"\x01\x02\x03\x04\x05\x06\x07\x08", 8};
    CHECK(hash.add_big_endian(std::uint64_t{0x0102030405060708}).finish() == sha256_of(eight));
    CHECK(hash.add_big_endian(std::uint32_t{0x01020304}).finish() == sha256_of(eight.substr(0, 4)));
}

TEST_CASE("sha256: comparison in constant time tells equal from different")
{
    auto other = sha256_of("abc");
    CHECK(equal_in_constant_time(sha256_of("abc"), other));
    other.back() ^= 1U;
    CHECK_FALSE(equal_in_constant_time(sha256_of("abc"), other));
}
