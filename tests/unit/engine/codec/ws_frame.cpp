// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/ws_frame.hpp"

#include <catch2/catch.hpp>

using jamhall::codec::ws_payload;
using jamhall::codec::ws_text_frame;

TEST_CASE("A text frame has the shortest header that holds its size", "[codec]")
{
    CHECK(ws_text_frame("Hello") == "\x81\x05Hello");
    CHECK(ws_text_frame("") == std::string("\x81\x00", 2));
    CHECK(ws_text_frame(std::string(125, 'x')).substr(0, 3) == "\x81\x7Dx");
    CHECK(ws_text_frame(std::string(126, 'x')).substr(0, 5) == std::string("\x81\x7E\x00\x7Ex", 5));
    CHECK(ws_text_frame(std::string(65'535, 'x')).substr(0, 5) == "\x81\x7E\xFF\xFFx");
    CHECK(ws_text_frame(std::string(65'536, 'x')).substr(0, 11) ==
          std::string("\x81\x7F\x00\x00\x00\x00\x00\x01\x00\x00x", 11));
}

TEST_CASE("The payload of a text frame is what was put in", "[codec]")
{
    for (const std::size_t size : {0U, 1U, 125U, 126U, 65'535U, 65'536U, 1'000'000U}) {
        const std::string text(size, 'y');
        CHECK(ws_payload(ws_text_frame(text)) == text);
    }
}
