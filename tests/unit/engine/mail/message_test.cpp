// SPDX-License-Identifier: Apache-2.0
#include "engine/mail/message.hpp"

#include "engine/mail/post_office.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using namespace jamhall::mail;
using Catch::Matchers::Contains;
using jamhall::sessions::instant;

namespace {

const sender council{"Council “Jams”", "jam@council.example"};
constexpr instant at{1'796'115'600'000};

std::size_t longest_line(const std::string& text)
{
    std::size_t longest = 0;
    std::size_t begins = 0;
    for (auto ends = text.find("\r\n"); ends != std::string::npos; ends = text.find("\r\n", begins)) {
        longest = std::max(longest, ends - begins);
        begins = ends + 2;
    }
    return longest;
}

/// No line ends in anything but CR LF.
bool has_bare_ends(const std::string& text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r'))
            return true;
        if (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'))
            return true;
    }
    return false;
}

std::string headers_of(const std::string& message)
{
    return message.substr(0, message.find("\r\n\r\n"));
}

}  // namespace

TEST_CASE("A letter becomes a message of two parts with short lines")
{
    const auto made =
        message_of(sign_in_letter("ada@council.example", "Ideas für Çoventry", "jam.council.example",
                                  "https://jam.council.example/j/covjam#mail=abc", "012345"),
                   council, at);
    CHECK_THAT(made, Contains("Date: Tue, 01 Dec 2026 09:00:00 +0000\r\n"));
    CHECK_THAT(made, Contains("To: ada@council.example\r\n"));
    CHECK_THAT(made, Contains(" <jam@council.example>\r\n"));
    CHECK_THAT(made, Contains("Content-Type: text/plain; charset=utf-8\r\n"));
    CHECK_THAT(made, Contains("Content-Type: text/html; charset=utf-8\r\n"));
    CHECK_THAT(made, Contains("Auto-Submitted: auto-generated\r\n"));
    CHECK_THAT(made, Contains("012 345"));
    CHECK(longest_line(made) <= 78);
    CHECK_FALSE(has_bare_ends(made));
    for (const char c : made)
        REQUIRE(static_cast<unsigned char>(c) < 0x80);
}

TEST_CASE("No title, name or address can add a header or a recipient")
{
    const std::string evil = "Jam\r\nBcc: everybody@council.example\r\n\r\nHello";
    const auto made =
        message_of(personal_link_letter("ada@council.example", evil, evil, "jam.council.example",
                                        "https://jam.council.example/j/x#t"),
                   council, at);
    CHECK(headers_of(made).find("\r\nBcc") == std::string::npos);
    CHECK_THAT(headers_of(made),
               Contains("Subject: Your link to Jam  Bcc: everybody@council.example    Hello"));
    CHECK_FALSE(has_bare_ends(made));
    for (const auto* address :
         {"ada@council.example\r\nBcc: x@y.example", "ada@council.example, eve@evil.example",
          "ada@council.example>", "Ada <ada@council.example>", "", "ada"})
        CHECK_THROWS_AS(message_of(test_letter(address, "jam.council.example"), council, at),
                        std::invalid_argument);
    sender from{"Evil\r\nBcc: x@y.example", "jam@council.example"};
    CHECK_THROWS_AS(message_of(test_letter("ada@council.example", "h"), from, at), std::invalid_argument);
}

TEST_CASE("What people wrote is text in the HTML part")
{
    const auto made = personal_link_letter("ada@council.example", "<img src=x onerror=alert(1)>", "\"&'<b>",
                                           "h", "https://h/j/x#t");
    CHECK(made.html.find("<img") == std::string::npos);
    CHECK(made.html.find("<b>") == std::string::npos);
    CHECK_THAT(made.html, Contains("&lt;img src=x onerror=alert(1)&gt;"));
}

TEST_CASE("Header text beyond ASCII is encoded in words that cut no character")
{
    CHECK(header_text("Plain", 9) == "Plain");
    CHECK(header_text("Grüße", 9) == "=?UTF-8?B?R3LDvMOfZQ==?=");
    CHECK(header_text("=?UTF-8?B?fake?=", 9) != "=?UTF-8?B?fake?=");
    std::string title;
    for (int i = 0; i < 60; ++i)
        title += "日本";
    const auto written = header_text(title, 9);
    CHECK(longest_line(written + "\r\n") <= 76);
    CHECK_FALSE(has_bare_ends(written));
}

TEST_CASE("Quoted-printable keeps lines short and what a relay might change encoded")
{
    CHECK(quoted_printable("a=b") == "a=3Db");
    CHECK(quoted_printable("ends \nnext") == "ends=20\r\nnext");
    CHECK(quoted_printable(".") == "=2E");
    CHECK(quoted_printable("é") == "=C3=A9");
    CHECK(longest_line(quoted_printable(std::string(500, 'x') + "\n")) <= 76);
}

TEST_CASE("Whom mails are from is a plain address, with a name or without")
{
    sender read;
    CHECK(read_sender("jam@council.example", read));
    CHECK(read.name.empty());
    CHECK(read_sender("The Council <jam@council.example>", read));
    CHECK(read.name == "The Council");
    CHECK(read.address == "jam@council.example");
    for (const auto* wrong :
         {"", "The Council", "The Council <jam@council.example", "A <a@b.example> <c@d.example>x",
          "A\nB <jam@council.example>", "jam@council.example, other@council.example"})
        CHECK_FALSE(read_sender(wrong, read));
}

TEST_CASE("A mail that fails is tried again ever later, up to a quarter of an hour")
{
    CHECK(wait_before_retry(0).count() == 5'000);
    CHECK(wait_before_retry(1).count() == 15'000);
    CHECK(wait_before_retry(2) > wait_before_retry(1));
    CHECK(wait_before_retry(1'000).count() == 15 * 60 * 1'000);
}
