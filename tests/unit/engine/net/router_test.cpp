// SPDX-License-Identifier: Apache-2.0
#include "engine/net/router.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace jamhall::net;

namespace {

constexpr auto get = http::verb::get;
constexpr auto head = http::verb::head;
constexpr auto post = http::verb::post;
constexpr auto put = http::verb::put;

jamhall::base::task<reply> nothing(std::shared_ptr<exchange>)
{
    co_return reply{};
}

constexpr route table[] = {
    {get, "/healthz", access::anybody, nothing},
    {get, "/api/jams", access::anybody, nothing},
    {post, "/api/jams", access::anybody, nothing},
    {get, "/api/jams/{jam}", access::anybody, nothing},
    {get, "/api/jams/{jam}/forums/{forum}/posts", access::anybody, nothing},
};

routing find(http::verb method, std::string_view path)
{
    return find_route(table, method, parse_target(path).value());
}

const found_route& found(const routing& leads_to)
{
    REQUIRE(std::holds_alternative<found_route>(leads_to));
    return std::get<found_route>(leads_to);
}

}  // namespace

TEST_CASE("router: a path leads to its route with the parameters decoded", "[net]")
{
    const auto plain = find(get, "/healthz");
    CHECK(found(plain).to == &table[0]);
    CHECK(found(plain).parameters.empty());

    const auto deep = find(get, "/api/jams/covjam/forums/a%20b/posts?limit=3");
    CHECK(found(deep).to == &table[4]);
    CHECK(found(deep).parameters == std::vector<std::string>{"covjam", "a b"});
}

TEST_CASE("router: the method chooses among routes of one path, HEAD is taken where GET is", "[net]")
{
    CHECK(found(find(get, "/api/jams")).to == &table[1]);
    CHECK(found(find(post, "/api/jams")).to == &table[2]);
    CHECK(found(find(head, "/api/jams")).to == &table[1]);
}

TEST_CASE("router: another method is refused with all that are allowed", "[net]")
{
    const auto put_jams = find(put, "/api/jams");
    REQUIRE(std::holds_alternative<wrong_method>(put_jams));
    CHECK(std::get<wrong_method>(put_jams).allow == "GET, HEAD, POST");
    REQUIRE(std::holds_alternative<wrong_method>(find(post, "/healthz")));
}

TEST_CASE("router: what is near a route is not the route", "[net]")
{
    for (const char* path :
         {"/", "/healthz/", "//healthz", "/healthz/x", "/api", "/api/jams/", "/api/jams//forums/x/posts",
          "/api/jams/x/forums/y", "/api/jams/x/forums/y/posts/z", "/Healthz", "/api%2Fjams"})
        CHECK(std::holds_alternative<no_such_path>(find(get, path)));
}

TEST_CASE("router: a slash inside a parameter stays inside it", "[net]")
{
    CHECK(found(find(get, "/api/jams/a%2Fb")).parameters == std::vector<std::string>{"a/b"});
}

TEST_CASE("routes: no two are the same, each has its bound, large bodies need somebody signed in", "[net]")
{
    std::set<std::pair<http::verb, std::string_view>> seen;
    for (const route& r : all_routes()) {
        INFO(r.pattern);
        CHECK(seen.emplace(r.method, r.pattern).second);
        CHECK(r.answer != nullptr);
        if (r.body_max > body_size_default)
            CHECK(r.open_to != access::anybody);
    }
}

TEST_CASE("routes: whatever changes a jam or shows it needs a caller", "[net]")
{
    const std::set<std::string_view> open{"/healthz",
                                          "/readyz",
                                          "/api/v1/openapi.json",
                                          "/api/v1/asyncapi.json",
                                          "/api/v1/plan.schema.json",
                                          "/api/v1/login",
                                          "/api/v1/login/email",
                                          "/api/v1/login/oidc/{provider}",
                                          "/api/v1/login/proxy",
                                          "/api/v1/login/oidc/{provider}/callback",
                                          "/api/v1/ways",
                                          "/api/v1/hall/key",
                                          "/api/v1/logout",
                                          live_pattern};
    for (const route& r : all_routes()) {
        if (r.open_to == access::anybody) {
            INFO(r.pattern);
            CHECK(open.contains(r.pattern));
        }
    }
}
