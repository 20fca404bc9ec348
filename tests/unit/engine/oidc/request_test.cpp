// SPDX-License-Identifier: Apache-2.0
#include "engine/oidc/request.hpp"

#include "engine/oidc/account_rules.hpp"

#include <catch2/catch.hpp>

using namespace jamhall;
using namespace jamhall::oidc;

namespace {

constexpr const char* back = "https://jam.example.org/api/v1/login/oidc/council/callback";

codec::provider_document document()
{
    codec::provider_document made;
    made.issuer = "https://id.example.org";
    made.authorization_endpoint = "https://id.example.org/authorize";
    made.token_endpoint = "https://id.example.org/token";
    return made;
}

provider_settings settings()
{
    provider_settings made;
    made.id = "council";
    made.client_id = "jam hall";
    return made;
}

attempt begun()
{
    attempt made;
    made.verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    made.nonce = "a nonce";
    return made;
}

codec::claims claims_with(std::vector<codec::named_claim> named)
{
    codec::claims made;
    made.named = std::move(named);
    return made;
}

}  // namespace

TEST_CASE("request: the sign-in page is asked for a code with PKCE, state and nonce", "[oidc]")
{
    const std::string expected =
        "?response_type=code&client_id=jam%20hall"
        "&redirect_uri=https%3A%2F%2Fjam.example.org%2Fapi%2Fv1%2Flogin%2Foidc%2Fcouncil%2Fcallback"
        "&scope=openid%20email%20profile&state=a%26state&nonce=a%20nonce"
        "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";  // RFC 7636 B
    CHECK(sign_in_address(document(), settings(), begun(), "a&state", back) ==
          "https://id.example.org/authorize" + expected);

    auto with_query = document();
    with_query.authorization_endpoint += "?policy=one";
    auto fresh = settings();
    fresh.authentication_age_max = std::chrono::seconds{60};
    CHECK(sign_in_address(with_query, fresh, begun(), "a&state", back) ==
          "https://id.example.org/authorize?policy=one&" + expected.substr(1) + "&max_age=60");
}

TEST_CASE("request: the token request brings the verifier, and the secret where there is one", "[oidc]")
{
    const auto is_in = [](const outbound::fetch_request& made, const char* field) {
        return ("&" + *made.form + "&").find(std::string{"&"} + field + "&") != std::string::npos;
    };
    const auto open = token_request(document(), settings(), begun(), "c+d", back);
    CHECK(open.url == "https://id.example.org/token");
    CHECK(is_in(open, "grant_type=authorization_code"));
    CHECK(is_in(open, "code=c%2Bd"));
    CHECK(is_in(open, "code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
    CHECK(is_in(open, "client_id=jam%20hall"));
    CHECK_FALSE(open.basic_login);

    auto with_secret = settings();
    with_secret.client_secret = "s:e%c";
    const auto basic = token_request(document(), with_secret, begun(), "c", back);
    REQUIRE(basic.basic_login);
    CHECK(basic.basic_login->first == "jam%20hall");
    CHECK(basic.basic_login->second == "s%3Ae%25c");
    CHECK(basic.form->find("secret") == std::string::npos);

    auto only_form = document();
    only_form.token_login_methods = {"client_secret_post"};
    const auto posted = token_request(only_form, with_secret, begun(), "c", back);
    CHECK_FALSE(posted.basic_login);
    CHECK(is_in(posted, "client_secret=s%3Ae%25c"));
}

TEST_CASE("account: an address counts only with the word that it is verified, from the same place", "[oidc]")
{
    const auto email_of = [](codec::claims token, codec::claims userinfo) {
        return account_of(settings(), token, userinfo).email.value_or("none");
    };
    const codec::named_claim address{"email", {"ada@example.org"}};
    const codec::named_claim yes{"email_verified", {"true"}};
    const codec::named_claim no{"email_verified", {"false"}};
    CHECK(email_of(claims_with({address, yes}), {}) == "ada@example.org");
    CHECK(email_of({}, claims_with({address, yes})) == "ada@example.org");
    CHECK(email_of(claims_with({address}), {}) == "none");
    CHECK(email_of(claims_with({address, no}), {}) == "none");
    CHECK(email_of(claims_with({address}), claims_with({yes})) == "none");
    CHECK(email_of(claims_with({{"email", {"ada@example.org", "b@example.org"}}, yes}), {}) == "none");
    CHECK(email_of(claims_with({{"email", {"Ada <ada@example.org>"}}, yes}), {}) == "none");
}

TEST_CASE("account: rules give roles, an audience and hall roles", "[oidc]")
{
    provider_settings ruled = settings();
    ruled.roles = {{"groups", "jam-facilitators", "facilitator"},
                   {"groups", "jam-desk", "facilitator"},
                   {"groups", "jam-analysts", "analyst"}};
    ruled.audiences = {{"department", "planning", "staff"}, {"kind", "resident", "resident"}};
    ruled.hall_roles = {{"groups", "jam-admins", "administrator"}};
    const codec::claims token = claims_with({{"groups", {"jam-desk", "jam-facilitators"}}});
    const codec::claims userinfo =
        claims_with({{"groups", {"jam-admins", "jam-analysts"}}, {"department", {"planning"}}});
    const account made = account_of(ruled, token, userinfo);
    CHECK(made.roles == std::vector<std::string>{"facilitator"});
    CHECK(made.audience == "staff");
    CHECK(made.hall_roles.empty());
    CHECK(leaves_open(token, ruled));
}
