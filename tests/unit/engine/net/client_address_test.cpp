// SPDX-License-Identifier: Apache-2.0
#include "engine/net/client_address.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::net;

namespace {

ip_address at(std::string_view text)
{
    return parse_address(text).value();
}

address_key key(std::string_view text)
{
    return address_key::of(at(text));
}

bool is_in(std::string_view range, std::string_view address)
{
    return address_range::parse(range).value().contains(at(address));
}

}  // namespace

TEST_CASE("client address: IPv4 counts whole, IPv6 by its first 64 bits", "[net]")
{
    CHECK(key("192.0.2.1") == key("192.0.2.1"));
    CHECK_FALSE(key("192.0.2.1") == key("192.0.2.2"));
    CHECK(key("2001:db8:1:2:3:4:5:6") == key("2001:db8:1:2:ffff::1"));
    CHECK_FALSE(key("2001:db8:1:2::1") == key("2001:db8:1:3::1"));
    CHECK(key("::ffff:192.0.2.1") == key("192.0.2.1"));
    // ::c000:201 has the bits of 192.0.2.1 in another place, ::/64 the key 0 like 0.0.0.0.
    CHECK_FALSE(key("::") == key("0.0.0.0"));
    CHECK(address_key_hash{}(key("::ffff:192.0.2.1")) == address_key_hash{}(key("192.0.2.1")));
    CHECK(written(key("::ffff:192.0.2.1")) == "192.0.2.1");
    CHECK(written(key("2001:db8:1:2:3:4:5:6")) == "2001:db8:1:2::/64");
}

TEST_CASE("client address: a block holds its own addresses only", "[net]")
{
    CHECK(is_in("127.0.0.1/8", "127.200.3.4"));
    CHECK_FALSE(is_in("127.0.0.1/8", "128.0.0.1"));
    CHECK(is_in("192.0.2.4/30", "192.0.2.7"));
    CHECK_FALSE(is_in("192.0.2.4/30", "192.0.2.8"));
    CHECK(is_in("10.1.2.3", "10.1.2.3"));
    CHECK_FALSE(is_in("10.1.2.3", "10.1.2.4"));
    CHECK(is_in("0.0.0.0/0", "203.0.113.9"));
    CHECK_FALSE(is_in("0.0.0.0/0", "2001:db8::1"));
    CHECK(is_in("2001:db8::/33", "2001:db8:7fff::1"));
    CHECK_FALSE(is_in("2001:db8::/33", "2001:db8:8000::1"));
    CHECK(is_in("10.0.0.0/8", "::ffff:10.9.9.9"));
    for (const char* wrong : {"", "localhost", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x",
                              "::1/129", "10.0.0/8", "fe80::1%eth0"})
        CHECK_FALSE(address_range::parse(wrong));
}

TEST_CASE("client address: as proxies write it, with or without a port", "[net]")
{
    CHECK(parse_node("192.0.2.1") == at("192.0.2.1"));
    CHECK(parse_node("192.0.2.1:4711") == at("192.0.2.1"));
    CHECK(parse_node("2001:db8::1") == at("2001:db8::1"));
    CHECK(parse_node("[2001:db8::1]") == at("2001:db8::1"));
    CHECK(parse_node("[2001:db8::1]:4711") == at("2001:db8::1"));
    CHECK(parse_node("::ffff:192.0.2.1") == at("192.0.2.1"));
    for (const char* wrong : {"", "unknown", "_hidden", "192.0.2.1:", "192.0.2.1:x", "192.0.2.1:65536",
                              "[192.0.2.1]", "[::1", "[::1]x", "[::1]:", "192.0.2.1, 192.0.2.2", "192.0.2.1 ",
                              "1", "0x7f.1", "example.org", "fe80::1%lo"})
        CHECK_FALSE(parse_node(wrong));
    CHECK_FALSE(parse_node(std::string(10'000, '1')));
}
