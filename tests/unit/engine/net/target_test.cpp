// SPDX-License-Identifier: Apache-2.0
#include "engine/net/target.hpp"

#include "engine/net/query.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::net;

TEST_CASE("target: path and query are taken apart and decoded", "[net]")
{
    const auto t = parse_target("/search/caf%C3%A9?q=two+words%26more&empty=&flag&q=second");
    REQUIRE(t);
    CHECK(t->path == "/search/caf%C3%A9");
    CHECK(t->segments == std::vector<std::string>{"search", "caf\u00e9"});
    CHECK(t->value_of("q") == "two words&more");
    CHECK(t->value_of("empty") == "");
    CHECK(t->value_of("flag") == "");
    CHECK_FALSE(t->value_of("absent"));
}

TEST_CASE("target: a plus is a space in a query and itself in a path", "[net]")
{
    const auto t = parse_target("/a+b?c+d=e+f");
    REQUIRE(t);
    CHECK(t->segments == std::vector<std::string>{"a+b"});
    CHECK(t->value_of("c d") == "e f");
}

TEST_CASE("target: anything but a clean origin or absolute form is refused", "[net]")
{
    for (const char* bad :
         {"", "*", "ftp://example.org/", "http:///", "http://", "https:/x", "relative", "/a b", "/%", "/%4",
          "/%zz", "/a%00b", "/%C3", "/%ED%A0%80", "/x?q=%FF", "/a\tb", "/a\x7f"})
        CHECK_FALSE(parse_target(bad));
}

TEST_CASE("target: an absolute form names its host, and a missing path is the root", "[net]")
{
    const auto t = parse_target("http://jam.example:80/a/b?c=d").value();
    CHECK(t.authority == "jam.example:80");
    CHECK(t.path == "/a/b");
    CHECK(t.value_of("c") == "d");
    CHECK(parse_target("https://jam.example").value().path == "/");
    CHECK(parse_target("/http://other/").value().authority.empty());
}

TEST_CASE("query: numbers and switches are judged by their bounds", "[net]")
{
    const auto t = parse_target("/?limit=20&zero=0&big=201&text=x&part=12x&yes=true&no=false&one=1").value();
    CHECK(integer_in(t, "limit", {50, 1, 200}).value() == 20);
    CHECK(integer_in(t, "absent", {50, 1, 200}).value() == 50);
    for (const char* bad : {"zero", "big", "text", "part"}) {
        const auto read = integer_in(t, bad, {50, 1, 200});
        REQUIRE(read.has_error());
        CHECK(read.error().code == jamhall::sessions::reject_code::bad_field);
        CHECK(read.error().field == bad);
    }
    CHECK(flag_in(t, "yes").value());
    CHECK_FALSE(flag_in(t, "no").value());
    CHECK_FALSE(flag_in(t, "absent").value());
    CHECK(flag_in(t, "one").has_error());
}
