// SPDX-License-Identifier: Apache-2.0
#include "engine/net/client.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace jamhall::net;

namespace {

using header_lines = std::vector<std::pair<std::string, std::string>>;

http_request asked_with(const header_lines& lines, const std::string& host = "jam.example.org")
{
    http_request made{http::verb::get, "/", 11};
    made.set(http::field::host, host);
    for (const auto& [name, value] : lines)
        made.insert(name, value);
    return made;
}

client_finder trusting(const std::vector<std::string>& ranges, std::string header = "X-Forwarded-For")
{
    proxy_options options;
    for (const auto& range : ranges)
        options.trusted.push_back(address_range::parse(range).value());
    options.client_address_header = std::move(header);
    return {options, true};
}

ip_address at(std::string_view text)
{
    return parse_address(text).value();
}

address_key key(std::string_view text)
{
    return address_key::of(at(text));
}

const client_finder bare{{}, false};

}  // namespace

TEST_CASE("client: without a trusted proxy it is the peer, whatever the headers say", "[net]")
{
    const auto found = bare.find(at("203.0.113.9"), asked_with({{"X-Forwarded-For", "127.0.0.1"},
                                                                {"Forwarded", "for=127.0.0.1;proto=http"},
                                                                {"X-Forwarded-Proto", "http"}}));
    CHECK(found.address == key("203.0.113.9"));
    CHECK(found.is_known);
    CHECK_FALSE(found.is_local);
    CHECK_FALSE(found.is_vouched_for);
    CHECK_FALSE(found.came_plain);
}

TEST_CASE("client: the machine itself is who comes from loopback, names loopback and was not passed on",
          "[net]")
{
    for (const char* host : {"127.0.0.1:8080", "localhost:8080", "LOCALHOST", "[::1]:8080", "127.0.0.1"})
        CHECK(bare.find(at("127.0.0.1"), asked_with({}, host)).is_local);
    CHECK(bare.find(at("::1"), asked_with({}, "localhost")).is_local);
    CHECK(bare.find(at("::ffff:127.0.0.1"), asked_with({}, "localhost")).is_local);

    // A page of another host that was made to resolve to 127.0.0.1, and a proxy nobody named.
    for (const char* host : {"jam.example.org", "localhost.example.org", "", "127.0.0.1.example.org", "evil"})
        CHECK_FALSE(bare.find(at("127.0.0.1"), asked_with({}, host)).is_local);
    for (const char* mark : {"X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "X-Forwarded-Proto"}) {
        const auto found = bare.find(at("127.0.0.1"), asked_with({{mark, "192.0.2.1"}}, "localhost"));
        CHECK_FALSE(found.is_local);
        CHECK_FALSE(found.is_known);
    }
    CHECK_FALSE(bare.find(at("192.0.2.1"), asked_with({}, "localhost")).is_local);

    // The public URL is elsewhere and nobody named the proxy: nothing from loopback can be told apart.
    const client_finder undeclared{{}, true};
    CHECK_FALSE(undeclared.find(at("127.0.0.1"), asked_with({}, "localhost")).is_local);
    CHECK_FALSE(undeclared.find(at("127.0.0.1"), asked_with({}, "localhost")).is_known);
    CHECK(undeclared.lacks_a_proxy());
    CHECK_FALSE(trusting({"127.0.0.1"}).lacks_a_proxy());
}

TEST_CASE("client: behind trusted proxies it is the rightmost address that is none of them", "[net]")
{
    const auto finder = trusting({"127.0.0.0/8", "10.0.0.0/8"});
    const auto seen = [&](const header_lines& lines) {
        return finder.find(at("127.0.0.1"), asked_with(lines));
    };
    CHECK(seen({{"X-Forwarded-For", "203.0.113.9"}}).address == key("203.0.113.9"));
    CHECK(seen({{"X-Forwarded-For", "203.0.113.9"}}).is_vouched_for);
    // What stands left of it the client has written.
    CHECK(seen({{"X-Forwarded-For", "127.0.0.1, 198.51.100.1, 203.0.113.9"}}).address == key("203.0.113.9"));
    CHECK(seen({{"X-Forwarded-For", "6.6.6.6, 203.0.113.9, 10.0.0.7"}}).address == key("203.0.113.9"));
    CHECK(seen({{"X-Forwarded-For", "6.6.6.6"}, {"X-Forwarded-For", "203.0.113.9"}}).address ==
          key("203.0.113.9"));
    CHECK(seen({{"X-Forwarded-For", "[2001:db8::1]:443"}}).address == key("2001:db8::"));
    // A client within: all are trusted, so it is the first.
    CHECK(seen({{"X-Forwarded-For", "10.3.3.3, 10.0.0.7"}}).address == key("10.3.3.3"));
    CHECK_FALSE(seen({{"X-Forwarded-For", "10.3.3.3"}}).is_local);
    // Somebody who hides, or whom a proxy on the way did not name: known only up to that proxy.
    for (const char* hidden : {"unknown", "", "6.6.6.6, _gate", "evil\"\\"}) {
        const auto found = seen({{"X-Forwarded-For", hidden}});
        CHECK_FALSE(found.is_known);
        CHECK_FALSE(found.is_local);
        CHECK(found.address == key("127.0.0.1"));
    }
    std::string many;
    for (int i = 0; i < 2'000; ++i)
        many += "10.0.0.1,";
    CHECK(seen({{"X-Forwarded-For", many + "10.0.0.1"}}).address == key("10.0.0.1"));
    // Another header than the one agreed on says nothing.
    CHECK_FALSE(seen({{"Forwarded", "for=203.0.113.9"}}).is_known);
    CHECK_FALSE(seen({{"X-Real-IP", "203.0.113.9"}}).is_known);
}

TEST_CASE("client: the same in Forwarded, with the scheme", "[net]")
{
    const auto finder = trusting({"127.0.0.1/32"}, "Forwarded");
    const auto seen = [&](const std::string& value) {
        return finder.find(at("127.0.0.1"), asked_with({{"Forwarded", value}}));
    };
    CHECK(seen("for=203.0.113.9;proto=https;by=127.0.0.1").address == key("203.0.113.9"));
    CHECK(seen("for=1.1.1.1, proto=http; For=\"[2001:db8::7]:4711\"").address == key("2001:db8::"));
    CHECK(seen("for=203.0.113.9;proto=http").came_plain);
    CHECK_FALSE(seen("for=203.0.113.9;proto=https").came_plain);
    CHECK_FALSE(seen("for=1.1.1.1;proto=http, for=203.0.113.9;proto=https").came_plain);
    CHECK_FALSE(seen("for=_hidden").is_known);
    CHECK_FALSE(seen("proto=https").is_known);
    CHECK_FALSE(finder.find(at("127.0.0.1"), asked_with({{"X-Forwarded-For", "203.0.113.9"}})).is_known);
    CHECK(finder.find(at("127.0.0.1"), asked_with({}, "localhost:8080")).is_local);

    const auto other = trusting({"127.0.0.1/32"});
    CHECK(other
              .find(at("127.0.0.1"),
                    asked_with({{"X-Forwarded-For", "1.1.1.1"}, {"X-Forwarded-Proto", "http"}}))
              .came_plain);
}
