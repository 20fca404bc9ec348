// SPDX-License-Identifier: Apache-2.0
#include "engine/oidc/id_token.hpp"

#include <catch2/catch.hpp>

using namespace jamhall;
using namespace jamhall::oidc;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t now_s = 1'800'000'000;

id_token_expected expected()
{
    id_token_expected made;
    made.issuer = "https://id.example.org";
    made.client_id = "jamhall";
    made.nonce = "n-0S6_WzA2Mj";
    made.code = "a code";
    made.access_token = "an access token";
    made.now = {now_s * 1000};
    return made;
}

codec::claims sound()
{
    codec::claims made;
    made.issuer = "https://id.example.org";
    made.subject = "248289761001";
    made.audience = {"jamhall"};
    made.expires_s = now_s + 300;
    made.issued_s = now_s;
    made.nonce = "n-0S6_WzA2Mj";
    return made;
}

template <class Change>
std::string_view fault_with(Change change)
{
    codec::claims says = sound();
    change(says);
    const auto fault = fault_in(says, expected());
    return fault ? name_of(*fault) : "none";
}

}  // namespace

TEST_CASE("id token: sound claims are taken", "[oidc]")
{
    CHECK(fault_with([](codec::claims&) {}) == "none");
    CHECK(fault_with([](codec::claims& c) { c.authorized_party = "jamhall"; }) == "none");
    CHECK(fault_with([](codec::claims& c) {
              c.audience = {"other", "jamhall"};
              c.authorized_party = "jamhall";
          }) == "none");
    CHECK(fault_with([](codec::claims& c) { c.access_token_hash = half_hash_of("an access token"); }) ==
          "none");
    CHECK(fault_with([](codec::claims& c) { c.code_hash = half_hash_of("a code"); }) == "none");
}

TEST_CASE("id token: issuer, subject, audience and nonce must be those expected", "[oidc]")
{
    for (const char* issuer :
         {"", "https://id.example.org/", "https://id.example.com", "HTTPS://ID.EXAMPLE.ORG"})
        CHECK(fault_with([&](codec::claims& c) { c.issuer = issuer; }) == "issuer_wrong");
    for (const std::string& subject : {std::string{}, std::string(256, 'a'), std::string{"a\nb"}})
        CHECK(fault_with([&](codec::claims& c) { c.subject = subject; }) == "subject_wrong");
    CHECK(fault_with([](codec::claims& c) { c.audience.clear(); }) == "audience_wrong");
    CHECK(fault_with([](codec::claims& c) { c.audience = {"other"}; }) == "audience_wrong");
    CHECK(fault_with([](codec::claims& c) { c.audience = {"jamhall", "other"}; }) == "audience_wrong");
    CHECK(fault_with([](codec::claims& c) { c.authorized_party = "other"; }) == "audience_wrong");
    CHECK(fault_with([](codec::claims& c) { c.nonce.reset(); }) == "nonce_wrong");
    CHECK(fault_with([](codec::claims& c) { c.nonce = "another"; }) == "nonce_wrong");
    CHECK(fault_with([](codec::claims& c) { c.access_token_hash = half_hash_of("other"); }) == "hash_wrong");
    CHECK(fault_with([](codec::claims& c) { c.code_hash = half_hash_of("other"); }) == "hash_wrong");
}

TEST_CASE("id token: its times must be near ours, clocks two minutes apart at most", "[oidc]")
{
    CHECK(fault_with([](codec::claims& c) { c.expires_s = now_s - 119; }) == "none");
    CHECK(fault_with([](codec::claims& c) { c.expires_s = now_s - 120; }) == "token_expired");
    CHECK(fault_with([](codec::claims& c) { c.expires_s.reset(); }) == "token_expired");
    CHECK(fault_with([](codec::claims& c) { c.issued_s.reset(); }) == "token_from_the_future");
    CHECK(fault_with([](codec::claims& c) { c.issued_s = now_s + 120; }) == "none");
    CHECK(fault_with([](codec::claims& c) { c.issued_s = now_s + 121; }) == "token_from_the_future");
    CHECK(fault_with([](codec::claims& c) { c.not_before_s = now_s + 121; }) == "token_from_the_future");
    CHECK(fault_with([](codec::claims& c) { c.issued_s = now_s - 719; }) == "none");
    CHECK(fault_with([](codec::claims& c) { c.issued_s = now_s - 721; }) == "token_too_old");
}

TEST_CASE("id token: where a fresh sign-in is asked for, its time is required", "[oidc]")
{
    id_token_expected wanted = expected();
    wanted.authentication_age_max = 60s;
    codec::claims says = sound();
    CHECK(fault_in(says, wanted) == sign_in_fault::authentication_too_old);
    says.authenticated_s = now_s - 181;
    CHECK(fault_in(says, wanted) == sign_in_fault::authentication_too_old);
    says.authenticated_s = now_s - 30;
    CHECK_FALSE(fault_in(says, wanted));
}

TEST_CASE("id token: claims are read by kind, and those not asked for are passed over", "[oidc]")
{
    const std::vector<std::string> names{"groups", "email_verified", "department"};
    const auto read = codec::decode_claims(
        R"({"iss":"i","sub":"s","aud":"a","exp":1800000300.5,"iat":1,"groups":["x",7,null,"y"],)"
        R"("email_verified":true,"department":{"a":1},"picture":[[]]})",
        names);
    REQUIRE(read.has_value());
    CHECK(read->audience == std::vector<std::string>{"a"});
    CHECK(read->expires_s == 1'800'000'300);
    CHECK(std::vector(read->values_of("groups").begin(), read->values_of("groups").end()) ==
          std::vector<std::string>{"x", "7", "y"});
    CHECK(read->value_of("email_verified") == "true");
    CHECK(read->values_of("department").empty());
    for (const char* bad : {R"({"aud":7})", R"({"aud":[7]})", R"({"exp":"1"})", R"({"exp":1e300})",
                            R"({"nonce":1})", R"({"sub":1})", R"({"sub":"a","sub":"b"})", "[]", "null", ""})
        CHECK(codec::decode_claims(bad, names).has_error());
}
