// SPDX-License-Identifier: Apache-2.0
#include "engine/net/body_reader.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace jamhall::net;

namespace {

struct outcome {
    body_state state = body_state::unfinished;
    std::string body;
    std::string left;

    friend bool operator==(const outcome&, const outcome&) = default;
};

/// In pieces of that many bytes.
outcome read_in_pieces(std::string_view sent, std::optional<std::uint64_t> length, std::size_t limit,
                       std::size_t piece)
{
    body_reader reader{length, limit};
    outcome made;
    std::string_view received;
    std::size_t came = 0;
    do {
        const auto more = std::min(piece, sent.size() - came);
        received = sent.substr(came - received.size(), received.size() + more);
        came += more;
        made.state = reader.take(received, made.body);
    } while (made.state == body_state::unfinished && came < sent.size());
    made.left = std::string{received} + std::string{sent.substr(came)};
    return made;
}

outcome read(std::string_view sent, std::optional<std::uint64_t> length = std::nullopt,
             std::size_t limit = 100)
{
    const auto whole = read_in_pieces(sent, length, limit, sent.size());
    for (std::size_t piece = 1; piece < sent.size(); ++piece) {
        INFO("pieces of " << piece);
        CHECK(read_in_pieces(sent, length, limit, piece) == whole);
    }
    return whole;
}

}  // namespace

TEST_CASE("body reader: so many bytes are the body, what follows is not", "[net]")
{
    CHECK(read("abcdef", 4) == outcome{body_state::whole, "abcd", "ef"});
    CHECK(read("ab", 4).state == body_state::unfinished);
    CHECK(read("x", 0) == outcome{body_state::whole, "", "x"});
    CHECK(read("", 101).state == body_state::too_large);
    CHECK(read("", 0xFFFF'FFFF'FFFF'FFFF).state == body_state::too_large);
}

TEST_CASE("body reader: chunks are put together, however they come", "[net]")
{
    CHECK(read("0\r\n\r\nGET") == outcome{body_state::whole, "", "GET"});
    CHECK(read("5\r\nhello\r\n00A\r\n, chunked!\r\n000\r\n\r\n") ==
          outcome{body_state::whole, "hello, chunked!", ""});
    CHECK(read("9\r\n0\r\n\r\n0\r\n\r\r\n0\r\n\r\n") == outcome{body_state::whole, "0\r\n\r\n0\r\n\r", ""});
    CHECK(read("5\r\nhello\r\n0\r\n\r").state == body_state::unfinished);
}

TEST_CASE("body reader: chunks that are not by the letter are malformed", "[net]")
{
    for (const char* bad : {"\r\n",
                            "g\r\n",
                            "5;a=b\r\nhello\r\n",
                            "5;\r\nhello\r\n",
                            "5 \r\nhello\r\n",
                            " 5\r\nhello\r\n",
                            "0x5\r\nhello\r\n",
                            "+5\r\nhello\r\n",
                            "-5\r\nhello\r\n",
                            "5\nhello\r\n",
                            "5\rhello",
                            "5\r\nhelloo",
                            "5\r\nhello\n",
                            "5\r\nhell\r\n0",
                            "0\n",
                            "0\r\nX: y\r\n\r\n",
                            "0\r\n\n",
                            "0\r\n\r\r",
                            "1000000000000000\r\n",
                            "0000000000000000\r\n"}) {
        INFO(bad);
        CHECK(read(bad).state == body_state::malformed);
    }
    CHECK(read("65\r\n").state == body_state::too_large);
    CHECK(read("fffffffffffffff\r\n").state == body_state::too_large);
    CHECK(read("32\r\n" + std::string(50, 'x') + "\r\n33\r\n").state == body_state::too_large);
}
