// SPDX-License-Identifier: Apache-2.0
#include "sessions/core/folding.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace jamhall::sessions;

namespace {

bool holds(std::string_view text, std::string_view words)
{
    return holds_words(folded_words(text), folded_words(words));
}

}  // namespace

TEST_CASE("MO11: words are compared whatever their case, accents in whatever form")
{
    CHECK(folded_words("  The QUICK,fox! ") == " the quick fox ");
    CHECK(folded_words("Straße STRASSE") == " strasse strasse ");
    CHECK(folded_words("Cafe\u0301 Caf\u00E9") == " caf\u00E9 caf\u00E9 ");
    CHECK(folded_words("\uFF26\uFF4F\uFF4F") == " foo ");
    CHECK(folded_words("ΣΊΣΥΦΟΣ") == folded_words("σίσυφος"));
    CHECK(folded_words("") == " ");
    CHECK(folded_words(" … ") == " ");
}

TEST_CASE("MO11: only whole words are found")
{
    CHECK(holds("What an idiot!", "idiot"));
    CHECK(holds("IDIOT", "idiot"));
    CHECK(holds("**idiot**", "Idiot"));
    CHECK(holds("an id\u00ADiot", "idiot"));
    CHECK(holds("an id\u200Biot", "idiot"));
    CHECK_FALSE(holds("idiotic", "idiot"));
    CHECK_FALSE(holds("an idiom", "idiot"));
    CHECK_FALSE(holds("Scunthorpe", "thorpe"));
    CHECK_FALSE(holds("anything", ""));
    CHECK_FALSE(holds("anything", "!"));
}

TEST_CASE("MO7: several words are found in a row, whatever stands between them")
{
    CHECK(holds("ask BEN\n carter about it", "Ben Carter"));
    CHECK(holds("Ben **Carter**'s plan", "Ben Carter"));
    CHECK_FALSE(holds("Carter, Ben", "Ben Carter"));
    CHECK_FALSE(holds("Ben Carters", "Ben Carter"));
    CHECK_FALSE(holds("Big Ben, Jimmy Carter", "Ben Carter"));
}

TEST_CASE("MO11: ideographs are words of their own, marks belong to the letter before")
{
    CHECK(holds("他是傻瓜吗", "傻瓜"));
    CHECK_FALSE(holds("他是傻子吗", "傻瓜"));
    CHECK(holds("मूर्ख है", "मूर्ख"));
    CHECK_FALSE(holds("मूर्खता", "मूर्ख"));
}
