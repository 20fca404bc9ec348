// SPDX-License-Identifier: Apache-2.0
// The defences of signing in are as docs/security tells them: whoever changes a number changes both.
#include "engine/identity/code_tries.hpp"
#include "engine/identity/logins.hpp"
#include "engine/identity/mail_sign_in.hpp"
#include "engine/identity/spoken_code.hpp"
#include "engine/identity/tokens.hpp"
#include "engine/net/client_brakes.hpp"
#include "engine/net/router.hpp"
#include "engine/oidc/attempt.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

using namespace jamhall;
using Catch::Matchers::Contains;

namespace {

std::string text_of(const std::string& file)
{
    std::ifstream in{file};
    REQUIRE(in);
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// 12000 as documents write it: 12,000.
std::string grouped(std::uint64_t number)
{
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3; at -= 3)
        digits.insert(at - 3, 1, ',');
    return digits;
}

std::string row(std::string_view begins, std::uint64_t number, std::string_view goes_on)
{
    return fmt::format("| {} | {}{}", begins, grouped(number), goes_on);
}

}  // namespace

TEST_CASE("documents: the brakes of signing in are the numbers that doors.md and operating.md tell", "[net]")
{
    const net::client_limits limits;
    const auto doors = text_of("docs/security/doors.md");
    CHECK_THAT(doors, Contains(row("requests of an address", *limits.requests_per_address, " a minute")));
    CHECK_THAT(doors, Contains(row("sign-ins of an address", *limits.sign_ins_per_address,
                                   fmt::format(" a minute, one that fails and may be a guess counts {}",
                                               net::failed_sign_in_cost))));
    CHECK_THAT(doors, Contains(row("sign-in mails asked for by an address", *limits.sign_ins_per_address,
                                   " in ten minutes")));
    CHECK_THAT(doors, Contains(row("upgrades of an address", *limits.upgrades_per_address, " a minute")));
    CHECK_THAT(doors, Contains(row("lines of an address, opened", *limits.lines_per_address, " a minute")));
    CHECK_THAT(doors, Contains(row("lines of an address, at a time", *limits.open_lines_per_address, ",")));
    CHECK_THAT(doors, Contains(row("messages of a socket", *limits.messages_per_socket, " a minute")));
    const auto operating = text_of("docs/operating.md");
    CHECK_THAT(operating,
               Contains(fmt::format("sign_ins_per_minute_per_address = {} ", *limits.sign_ins_per_address)));
    CHECK_THAT(operating,
               Contains(fmt::format("requests_per_minute_per_person = {}\n", *limits.requests_per_person)));
    CHECK_THAT(operating,
               Contains(fmt::format("requests_per_minute_per_jam = {}\n", *limits.requests_per_jam)));
}

TEST_CASE("documents: secrets and lives of all ways in are as sign_in.md tells them", "[net]")
{
    const auto told = text_of("docs/security/sign_in.md");
    CHECK_THAT(told,
               Contains(fmt::format("| personal link | {} random bits", identity::token_size * 6 / 8 * 8)));
    CHECK_THAT(told, Contains(fmt::format("| printed code (`links?codes=true`) | {} random bits",
                                          identity::personal_code_size * 5)));
    CHECK_THAT(told, Contains(fmt::format("| join code | {} random bits", identity::join_code_size * 5)));
    CHECK_THAT(told, Contains(fmt::format("| once, {} minutes |", identity::mail_lasts.count())));
    const auto state_row = told.find("`state` | sealed");
    REQUIRE(state_row != std::string::npos);
    CHECK_THAT(told.substr(state_row, 120),
               Contains(fmt::format("once, {} minutes", oidc::attempt_lasts.count())));
    CHECK_THAT(told, Contains(fmt::format("A person has up to {} logins at a time",
                                          identity::logins_per_person_max)));
    CHECK_THAT(text_of("docs/security/doors.md"),
               Contains(row("logins of a person", identity::logins_per_person_max, " at a time")));
    const identity::login_lifetimes lasting;
    CHECK_THAT(told, Contains(fmt::format("**Why {} days.**", lasting.whole.count() / 24)));
    const auto days = [](std::chrono::hours span) { return span.count() / 24; };
    CHECK_THAT(told, Contains(fmt::format(
                         "{} random bits, new at every sign-in | {} days unused, {} in all; an "
                         "administrator's {} and {}",
                         (identity::login_secret_size * 6) / 8 * 8, days(lasting.idle), days(lasting.whole),
                         days(lasting.admin_idle), days(lasting.admin_whole))));
    CHECK(identity::code_tries::free_tries == 5);
    CHECK_THAT(told, Contains("five tries an address, then waits"));
    CHECK_THAT(told, Contains(fmt::format("up to {} minutes; {} wrong tries a minute in all",
                                          identity::code_tries::longest_wait.count(),
                                          identity::code_tries::wrong_per_minute_max)));
    const store::mail_limits mails;
    CHECK(mails.wrong_codes_max == 5);
    CHECK(mails.wrong_codes_a_day_max == 20);
    CHECK_THAT(told, Contains("five tries spend the mail, twenty a day shut the codes of an address"));
    CHECK(mails.requests_max == 5);
    CHECK(mails.requests_a_day_max == 20);
    CHECK_THAT(told, Contains("five mails in ten minutes and twenty a day to an address"));
    CHECK_THAT(told, Contains(fmt::format("no more than {} sign-in mails wait",
                                          grouped(static_cast<std::uint64_t>(mails.waiting_max)))));
}

TEST_CASE("documents: no way to sign in is without its place in sign_in.md", "[net]")
{
    const auto told = text_of("docs/security/sign_in.md");
    const std::pair<std::string_view, std::string_view> ways[] = {
        {"/api/v1/login", "| personal link |"},
        {"/api/v1/login/email", "| mail: link |"},
        {"/api/v1/login/proxy", "## A proxy that names accounts"},
        {"/api/v1/login/oidc/{provider}", "## A provider (OpenID Connect)"},
        {"/api/v1/login/oidc/{provider}/callback", "## A provider (OpenID Connect)"},
    };
    for (const auto& route : net::all_routes()) {
        if (!route.is_sign_in)
            continue;
        const auto* const known =
            std::ranges::find(ways, route.pattern, [](const auto& way) { return way.first; });
        CAPTURE(route.pattern);
        REQUIRE(known != std::end(ways));
        CHECK_THAT(told, Contains(std::string{known->second}));
    }
}
