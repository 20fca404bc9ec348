// SPDX-License-Identifier: Apache-2.0
#include "engine/net/reply.hpp"

#include "engine/base/random.hpp"
#include "engine/identity/login_cookie.hpp"
#include "engine/net/problem.hpp"
#include "engine/net/router.hpp"
#include "engine/net/security_headers.hpp"
#include "engine/net/static_files.hpp"
#include "sessions/core/assert.hpp"
#include "sessions/core/slug.hpp"

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/write.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <sstream>
#include <string>

using namespace jamhall;
using namespace jamhall::net;

namespace {

/// Whether a reply as it leaves has one line for each header and nothing that could be taken for another.
bool is_whole(const reply& r)
{
    http::response<http::empty_body> sent{r.status, 11};
    static_cast<http::fields&>(sent.base()) = r.headers();
    std::ostringstream out;
    out << sent.base();
    const std::string text = out.str();
    const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n'));
    const auto returns = static_cast<std::size_t>(std::ranges::count(text, '\r'));
    const auto fields = static_cast<std::size_t>(std::distance(r.headers().begin(), r.headers().end()));
    return lines == fields + 2 && returns == lines && text.find('\0') == std::string::npos;
}

std::string nasty_text(std::mt19937_64& dice)
{
    static const std::string pieces[] = {"\r\n",
                                         "\n",
                                         "\r",
                                         std::string(1, '\0'),
                                         "Set-Cookie: a=b",
                                         "\x7F",
                                         "\t",
                                         "\x1B",
                                         "\xE5\x98\x8A\xE5\x98\x8D",
                                         "\xC4\x8A",
                                         "%0d%0a",
                                         "name",
                                         "\"; x=\"",
                                         "\x80\xFF",
                                         "/"};
    std::string made;
    for (auto left = dice() % 6 + 1; left > 0; --left)
        made += pieces[dice() % std::size(pieces)];
    return made;
}

bool has_control(std::string_view text)
{
    return std::ranges::any_of(text,
                               [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

}  // namespace

TEST_CASE("reply: no text can split a header, whatever its name", "[net]")
{
    const auto seed = base::random_number();
    INFO("seed " << seed);
    std::mt19937_64 dice{seed};
    constexpr http::field names[] = {http::field::location,    http::field::content_disposition,
                                     http::field::set_cookie,  http::field::allow,
                                     http::field::retry_after, http::field::content_type,
                                     http::field::etag,        http::field::www_authenticate};
    int refused = 0;
    for (int round = 0; round < 20'000; ++round) {
        const std::string text = nasty_text(dice);
        reply r = empty_reply(http::status::ok);
        const auto set = [&] {
            if (round % 4 == 0)
                r.set("X-" + std::string{"Any"}, text);
            else
                r.set(names[dice() % std::size(names)], text);
        };
        if (has_control(text)) {
            REQUIRE_THROWS_AS(set(), sessions::invariant_broken);
            ++refused;
        } else {
            REQUIRE_NOTHROW(set());
        }
        REQUIRE(is_whole(r));
        if (has_control(text))
            REQUIRE_THROWS_AS(r.set(text, "value"), sessions::invariant_broken);
    }
    CHECK(refused > 5'000);
}

TEST_CASE("reply: what carries outside text is whole, whatever was asked", "[net]")
{
    const auto seed = base::random_number();
    INFO("seed " << seed);
    std::mt19937_64 dice{seed};
    const identity::login_cookie cookie{true};
    const static_files files{"there/is/none"};
    const security_headers headers{origins{"https://jam.example.org", "127.0.0.1", 8080}};
    for (int round = 0; round < 5'000; ++round) {
        const std::string text = nasty_text(dice);
        // Names of jams, which stand in Location and Content-Disposition, are slugs or nothing.
        if (const auto slug = sessions::slug::parse(text))
            REQUIRE_FALSE(has_control(slug->view()));
        REQUIRE_FALSE(has_control(cookie.value_in("__Host-jamhall_login=" + text).value_or("")));

        target asked;
        asked.segments = {text, "login"};
        if (round % 2 == 0)
            asked.segments = {"api", "v1", "jams", text};
        const auto leads_to = find_route(all_routes(), http::verb::trace, asked);
        std::vector<reply> made;
        if (const auto* wrong = std::get_if<wrong_method>(&leads_to)) {
            made.push_back(problem_reply(http::status::method_not_allowed, "method_not_allowed", text));
            made.back().set(http::field::allow, wrong->allow);
        }
        made.push_back(problem_reply(sessions::refuse(sessions::reject_code::bad_field, text, text)));
        made.push_back(not_allowed_reply(text));
        if (auto file = files.find({round % 2 == 0 ? "/" : text, text, text}))
            made.push_back(std::move(*file));
        for (reply& r : made) {
            headers.add_to(r);
            REQUIRE(is_whole(r));
        }
    }
}

TEST_CASE("reply: over https browsers are told to stay there, over http they are not", "[net]")
{
    const auto told = [](const char* url, std::optional<bool> setting = {}) {
        reply r = empty_reply(http::status::ok);
        security_headers{origins{url, "127.0.0.1", 8080}, setting}.add_to(r);
        return std::string{r.headers()["Strict-Transport-Security"]};
    };
    const std::string alone = "max-age=31536000";
    const std::string with_subdomains = "max-age=31536000; includeSubDomains";
    CHECK(told("http://127.0.0.1:8080").empty());
    CHECK(told("http://127.0.0.1:8080", true).empty());
    for (const char* own :
         {"https://jam.example.org", "https://jam.council.gov.uk", "https://jam.council.example:8443"}) {
        CHECK(told(own) == with_subdomains);
        CHECK(told(own, false) == alone);
    }
    // Where the hall may stand at the council's own domain, names below it are other sites'.
    for (const char* domain : {"https://council.example", "https://council.gov.uk", "https://hall",
                               "https://192.0.2.1", "https://[2001:db8::1]"}) {
        CHECK(told(domain) == alone);
        CHECK(told(domain, true) == with_subdomains);
    }
}
