// SPDX-License-Identifier: Apache-2.0
#include "engine/net/origins.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using namespace jamhall::net;

TEST_CASE("origins: the public URL alone is ours when it is not a loopback listen", "[net]")
{
    const origins from{"https://jam.example", "192.0.2.7", 8080};
    CHECK(from.public_url() == "https://jam.example");
    CHECK(from.is_https());
    CHECK(from.are_ours("https://jam.example"));
    for (const char* foreign :
         {"", "null", "http://jam.example", "https://jam.example:8443", "https://jam.example:443",
          "https://jam.example/", "https://jam.example.evil.example", "https://evil-jam.example",
          "https://sub.jam.example", "https://example", "HTTPS://JAM.EXAMPLE",
          "https://jam.example https://jam.example", "https://jam.example@evil.example", "jam.example",
          "http://localhost:8080", "http://192.0.2.7:8080", "ws://jam.example", "file://"})
        CHECK_FALSE(from.are_ours(foreign));
}

TEST_CASE("origins: a loopback listen is ours under its address and under localhost with that port", "[net]")
{
    const origins from{"", "127.0.0.1", 8080};
    CHECK(from.public_url() == "http://127.0.0.1:8080");
    CHECK_FALSE(from.is_https());
    CHECK(from.are_ours("http://127.0.0.1:8080"));
    CHECK(from.are_ours("http://localhost:8080"));
    CHECK_FALSE(from.are_ours("http://localhost:8081"));
    CHECK_FALSE(from.are_ours("http://localhost"));
    CHECK_FALSE(from.are_ours("https://localhost:8080"));
    CHECK_FALSE(from.are_ours("http://[::1]:8080"));

    const origins proxied{"https://jam.example/", "::1", 9000};
    CHECK(proxied.accepted() == std::vector<std::string>{"https://jam.example", "http://localhost:9000"});
}

TEST_CASE("origins: a public URL is brought to the form browsers send", "[net]")
{
    CHECK(origin_of("HTTPS://Jam.Example/") == "https://jam.example");
    CHECK(origin_of("https://jam.example:443") == "https://jam.example");
    CHECK(origin_of("http://jam.example:80") == "http://jam.example");
    CHECK(origin_of("http://jam.example:8080") == "http://jam.example:8080");
    CHECK(origin_of("http://[2001:db8::1]:8080") == "http://[2001:db8::1]:8080");
    CHECK(origin_of("http://[::1]") == "http://[::1]");
}

TEST_CASE("origins: what is no origin is no public URL", "[net]")
{
    for (const char* bad :
         {"jam.example", "ftp://jam.example", "https://", "https:///", "https://a b",
          "https://jam.example/path", "https://user@jam.example", "https://jam.example?x",
          "https://jam.example#x", "https://jam.example:", "https://jam.example:0",
          "https://jam.example:65536", "https://jam.example:80x", "https://[::1", "https://[::g]",
          "https://[::1]x", "https://jam.example\r\nX: y", "https://\"quoted\""}) {
        INFO(bad);
        CHECK_FALSE(origin_of(bad));
        CHECK_THROWS_AS((origins{bad, "127.0.0.1", 8080}), std::invalid_argument);
    }
}

TEST_CASE("origins: a host is the public one, an address or localhost, whatever its port", "[net]")
{
    const origins from{"https://jam.example", "192.0.2.7", 8080};
    for (const char* ours :
         {"jam.example", "JAM.example", "jam.example:8443", "jam.example:", "localhost", "localhost:3000",
          "127.0.0.1:8080", "192.0.2.99", "[::1]", "[2001:db8::1]:8080"}) {
        INFO(ours);
        CHECK(from.are_named_by(ours));
    }
    for (const char* foreign : {"",
                                ":8080",
                                "evil.example",
                                "jam.example.evil.example",
                                "jam.example.",
                                "example",
                                "sub.jam.example",
                                "jam.example:80x",
                                "jam.example:123456",
                                "jam.example@evil.example",
                                "evil.example@jam.example",
                                "127.0.0.1.evil.example",
                                "127.1",
                                "2130706433",
                                "0x7f.1",
                                "[::1",
                                "[::g]",
                                "[::1]x",
                                "::1",
                                "jam.example, jam.example",
                                "jam example",
                                "localhost.evil.example"}) {
        INFO(foreign);
        CHECK_FALSE(from.are_named_by(foreign));
        CHECK_FALSE(from.answer_to(foreign));
    }
    const origins nameless{"", "192.0.2.7", 8080};
    CHECK(nameless.answer_to("h"));
    CHECK_FALSE(nameless.are_named_by("h"));
}
