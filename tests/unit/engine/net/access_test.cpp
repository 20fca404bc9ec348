// SPDX-License-Identifier: Apache-2.0
#include "engine/net/access.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace jamhall::net;

namespace {

const origins ours{"https://jam.example", "127.0.0.1", 8080};

struct headers {
    std::vector<std::string> origin;
    std::vector<std::string> fetch_site;
    bool has_token = false;
};

http_request request_with(const headers& sent)
{
    http_request made{http::verb::post, "/", 11};
    for (const auto& value : sent.origin)
        made.insert(http::field::origin, value);
    for (const auto& value : sent.fetch_site)
        made.insert("Sec-Fetch-Site", value);
    if (sent.has_token)
        made.set(http::field::authorization, "Bearer abc");
    return made;
}

bool is_own(const headers& sent)
{
    return is_from_own_page(request_with(sent), ours);
}

bool opens(const headers& sent)
{
    return may_open_socket(request_with(sent), ours);
}

}  // namespace

TEST_CASE("access: a token is taken from a bearer header only", "[net]")
{
    CHECK(bearer_in("Bearer abc") == "abc");
    CHECK(bearer_in("bearer   abc") == "abc");
    CHECK(bearer_in("BEARER abc") == "abc");
    for (const char* other : {"", "Bearer", "Bearer ", "Bearer    ", "Basic abc", "abc", "Bearerabc"})
        CHECK_FALSE(bearer_in(other));
}

TEST_CASE("access: a request that changes something comes from our own page", "[net]")
{
    CHECK(is_own({{"https://jam.example"}, {}}));
    CHECK(is_own({{"http://localhost:8080"}, {}}));
    CHECK(is_own({{}, {"same-origin"}}));
    // Origin decides where both are sent.
    CHECK_FALSE(is_own({{"https://evil.example"}, {"same-origin"}}));
    CHECK_FALSE(is_own({{}, {}}));
    CHECK_FALSE(is_own({{"null"}, {}}));
    CHECK_FALSE(is_own({{""}, {}}));
    CHECK_FALSE(is_own({{"https://jam.example", "https://jam.example"}, {}}));
    CHECK_FALSE(is_own({{"https://jam.example", "https://evil.example"}, {}}));
    for (const char* site : {"same-site", "cross-site", "none", ""})
        CHECK_FALSE(is_own({{}, {site}}));
    CHECK_FALSE(is_own({{}, {"same-origin", "same-origin"}}));
}

TEST_CASE("access: a socket opens with a token, or with a cookie from our own page", "[net]")
{
    CHECK(opens({{"https://jam.example"}, {}}));
    CHECK(opens({{}, {}, true}));
    CHECK(opens({{"https://jam.example"}, {}, true}));
    CHECK_FALSE(opens({{}, {}}));
    CHECK_FALSE(opens({{}, {"same-origin"}}));
    CHECK_FALSE(opens({{"https://evil.example"}, {}, true}));
    CHECK_FALSE(opens({{"null"}, {}, true}));
    CHECK_FALSE(opens({{"https://jam.example", "https://jam.example"}, {}}));
}
