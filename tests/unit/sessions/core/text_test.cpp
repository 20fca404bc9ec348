// SPDX-License-Identifier: Apache-2.0
#include "sessions/core/text.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace jamhall::sessions;

TEST_CASE("PO1: length is counted in code points, not bytes")
{
    CHECK(code_point_count("") == 0);
    CHECK(code_point_count("abc") == 3);
    CHECK(code_point_count("äöü") == 3);
    CHECK(code_point_count("日本語") == 3);
    CHECK(code_point_count("👩‍👩‍👧") == 5);
    CHECK(judge_text("👩‍👩‍👧", 5) == text_fault::none);
    CHECK(judge_text("👩‍👩‍👧", 4) == text_fault::too_long);
}

TEST_CASE("PO1: a text is not only white space, in any script")
{
    CHECK(judge_text("", 9) == text_fault::empty);
    CHECK(judge_text(" \t\n", 9) == text_fault::empty);
    CHECK(judge_text("\u00A0\u1680\u2003\u2028\u202F\u3000", 9) == text_fault::empty);
    CHECK(judge_text("\u200B", 9) == text_fault::none);
    CHECK(judge_text("\u3000。", 9) == text_fault::none);
}

TEST_CASE("PO1: line feed and tab are the only control characters")
{
    CHECK(judge_text("a\n\tb", 9) == text_fault::none);
    for (int c = 0; c < 0x20; ++c) {
        const auto expected = c == '\n' || c == '\t' ? text_fault::none : text_fault::control_character;
        CHECK(judge_text(std::string{'a', static_cast<char>(c)}, 9) == expected);
    }
    CHECK(judge_text("a\x7F", 9) == text_fault::control_character);
    CHECK(judge_text("a\u0080", 9) == text_fault::control_character);
    CHECK(judge_text("a\u0085", 9) == text_fault::control_character);
    CHECK(judge_text("a\u009F", 9) == text_fault::control_character);
    CHECK(judge_text("a\u00A0", 9) == text_fault::none);
}

TEST_CASE("PO1: a line has neither line feed nor tab")
{
    CHECK(judge_line("One line", 9) == text_fault::none);
    CHECK(judge_line("a\nb", 9) == text_fault::control_character);
    CHECK(judge_line("a\tb", 9) == text_fault::control_character);
    CHECK(judge_line("Ten letters", 9) == text_fault::too_long);
}

TEST_CASE("PO10: words are what stands between white space")
{
    CHECK(word_count("") == 0);
    CHECK(word_count("  one ") == 1);
    CHECK(word_count("one two\nthree\u3000four\u00A0five") == 5);
    CHECK(word_count("e-mail, isn't it?") == 3);
}
