// SPDX-License-Identifier: Apache-2.0
#include "engine/net/certificate.hpp"

#include "tests/unit/engine/net/made_certificate.hpp"

#include <catch2/catch.hpp>

using namespace jamhall;
using namespace jamhall::net;
using Catch::Matchers::Contains;
using test::made_certificate;

namespace {

constexpr std::time_t day = 24 * 60 * 60;
constexpr std::time_t now = 1'800'000'000;

/// What is said of a certificate, and whether one thing keeps people out.
std::pair<std::string, bool> judged(const made_certificate& of,
                                    std::string_view url = "https://jam.example.org")
{
    std::string said;
    bool keeps_out = false;
    for (const auto& found : judge_certificate(of.certificate, of.key, url, sessions::instant{now * 1'000})) {
        said += found.says;
        keeps_out = keeps_out || found.keeps_people_out;
    }
    return {said, keeps_out};
}

const std::string names = "DNS:jam.example.org,DNS:*.jams.example.org,IP:192.0.2.7,IP:2001:db8::7";

}  // namespace

TEST_CASE("certificate: one that is in order is not spoken of", "[net]")
{
    const made_certificate good{names, now - day, now + 90 * day};
    for (const char* url :
         {"https://jam.example.org", "https://jam.example.org:8443", "https://a.jams.example.org",
          "https://192.0.2.7", "https://[2001:db8::7]:8443", "https://JAM.example.org"})
        CHECK(judged(good, url).first.empty());
}

TEST_CASE("certificate: names that are not the hall's keep people out", "[net]")
{
    const made_certificate good{names, now - day, now + 90 * day};
    for (const char* url : {"https://example.org", "https://jam.example.org.evil.example",
                            "https://b.a.jams.example.org", "https://192.0.2.8", "https://[2001:db8::8]"}) {
        const auto [said, keeps_out] = judged(good, url);
        CHECK_THAT(said, Contains("is not for"));
        CHECK(keeps_out);
    }
    CHECK_THAT(judged(good, "http://jam.example.org").first, Contains("https://"));
    CHECK_FALSE(judged(good, "http://jam.example.org").second);
}

TEST_CASE("certificate: its time is watched to the day", "[net]")
{
    CHECK(judged({names, now - day, now + 21 * day + 60}).first.empty());
    const auto soon = judged({names, now - day, now + 21 * day - 60});
    CHECK_THAT(soon.first, Contains("expires on 2027-02-05"));
    CHECK_FALSE(soon.second);
    CHECK_FALSE(judged({names, now - day, now + 60}).second);
    const auto over = judged({names, now - 90 * day, now - 60});
    CHECK_THAT(over.first, Contains("expired on 2027-01-15"));
    CHECK(over.second);
    const auto early = judged({names, now + 60, now + 90 * day});
    CHECK_THAT(early.first, Contains("not valid before"));
    CHECK(early.second);
    CHECK(judged({names, now, now + 90 * day}).first.empty());
}

TEST_CASE("certificate: what cannot be served is refused with its reason", "[net]")
{
    const made_certificate one{names};
    const made_certificate other{names};
    const auto fault = [](const std::string& certificate, const std::string& key) {
        return [certificate, key] { read_certified_key(certificate, key); };
    };
    CHECK_NOTHROW(fault(one.certificate, one.key)());
    CHECK(read_certified_key(one.certificate + other.certificate, one.key).chain.size() == 2);
    CHECK_THROWS_WITH(fault(one.certificate, other.key)(), Contains("is not the one of the certificate"));
    CHECK_THROWS_WITH(fault(one.key, one.key)(), Contains("no certificate"));
    CHECK_THROWS_WITH(fault(one.certificate, one.certificate)(), Contains("no private key"));
    CHECK_THROWS_WITH(fault("", "")(), Contains("no certificate"));
    CHECK_THROWS_WITH(fault(one.certificate.substr(0, 200), one.key)(), Contains("no certificate"));
    const std::string locked =
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAg=\n"
        "-----END ENCRYPTED PRIVATE KEY-----\n";
    CHECK_THROWS_WITH(fault(one.certificate, locked)(), Contains("pass phrase"));
    CHECK(judge_certificate(one.certificate, other.key, "https://jam.example.org", {})
              .front()
              .keeps_people_out);
}
