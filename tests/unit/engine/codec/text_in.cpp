// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/text_in.hpp"

#include "sessions/core/text.hpp"

#include <catch2/catch.hpp>

using namespace jamhall;

TEST_CASE("PO1 text is brought to NFC, to line feeds and trimmed")
{
    CHECK(codec::normalised("a\r\nb\rc\n\rd") == "a\nb\nc\n\nd");
    CHECK(codec::normalised("e\u0301") == "\u00e9");
    CHECK(codec::normalised("\u212b") == "\u00c5");
    CHECK(codec::normalised(" \t\n x \u00a0\u2003\u3000") == "x");
    CHECK(codec::normalised("\u2003\u00e9 \u00e9\u2028").compare("\u00e9 \u00e9") == 0);
    CHECK(codec::normalised(" \r\n\t").empty());
    CHECK(codec::normalised("").empty());
}

TEST_CASE("PO1 bidirectional controls and joiners are kept")
{
    const std::string text = "\u202ea\u202c \u2067b\u2069 \u200d\u200c\ufeff.";
    CHECK(codec::normalised(text) == text);
}

TEST_CASE("PO1 normalising twice changes nothing")
{
    for (const std::string text :
         {" e\u0301\r\n ", "\u0344\u0345", "\u1e9b\u0323", "\uac01\u11a8", "a\u0315\u0300"}) {
        const auto once = codec::normalised(text);
        CHECK(codec::normalised(once) == once);
    }
}

TEST_CASE("text_in: malformed UTF-8 is told from well-formed")
{
    CHECK(codec::is_utf8("plain \u00e9 \U0001F600"));
    CHECK(codec::is_utf8(std::string_view{"\0", 1}));
    for (const char* bad : {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xed\xa0\x80",
                            "\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xe2\x82", "a\xff"})
        CHECK_FALSE(codec::is_utf8(bad));
}

TEST_CASE("text_in: a last character that lacks bytes is told from a whole one")
{
    for (const std::string_view whole : {"", "a", "\u00e9", "\u20ac", "\U0001F600"}) {
        CHECK_FALSE(codec::ends_within_character(whole));
        for (std::size_t size = 1; size < whole.size(); ++size)
            CHECK(codec::ends_within_character("\U0001F600a" + std::string{whole.substr(0, size)}));
    }
}
