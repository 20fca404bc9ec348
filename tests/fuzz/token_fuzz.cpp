// SPDX-License-Identifier: Apache-2.0
// F7: what a sign-in provider sends: keys, its document, its answers, claims, and tokens that nobody signed.
#include "engine/codec/openid_in.hpp"
#include "engine/oidc/id_token.hpp"
#include "engine/oidc/jws.hpp"
#include "engine/oidc/key_set.hpp"
#include "tests/fuzz/bytes_in.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

using namespace jamhall;

namespace {

// The example of ES256 in RFC 7515, appendix A.3: a key, and the only token it ever signed here.
constexpr std::string_view published =
    R"({"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
    R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]})";
constexpr std::string_view signed_once =
    "eyJhbGciOiJFUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

const oidc::key_set& keys()
{
    static const auto read = oidc::key_set::parse(published);
    fuzz::require(read.has_value(), "the published key is read");
    return *read;
}

const std::string& payload_signed_once()
{
    static const auto verified = oidc::verified_payload(signed_once, keys());
    fuzz::require(verified.has_value(), "the token of the example is good");
    return *verified;
}

void take_keys(std::string_view sent)
{
    const auto read = oidc::key_set::parse(sent);
    if (!read)
        return;
    fuzz::require(read->size() <= codec::published_keys_max, "no more keys than are taken");
    const auto verified = oidc::verified_payload(signed_once, *read);
    fuzz::require(!verified || *verified == payload_signed_once(), "a payload is told as it was signed");
}

void take_token(std::string_view sent)
{
    const auto parsed = oidc::parse_signed_token(sent);
    fuzz::require(!parsed || sent.size() <= oidc::signed_token_size_max, "no token is longer than is taken");
    const auto verified = oidc::verified_payload(sent, keys());
    fuzz::require(!verified || *verified == payload_signed_once(), "nobody else signs");
}

void take_claims(std::string_view sent)
{
    static const std::array<std::string, 2> names{"groups", "email"};
    const auto says = codec::decode_claims(sent, names);
    if (!says)
        return fuzz::require(!says.error().message.empty(), "a refusal says why");
    oidc::id_token_expected expected;
    expected.issuer = "https://id.example.org";
    expected.client_id = "jamhall";
    expected.nonce = "n-0S6_WzA2Mj";
    expected.now = {1'800'000'000'000};
    if (oidc::fault_in(*says, expected))
        return;
    fuzz::require(says->issuer == expected.issuer && says->nonce == expected.nonce,
                  "a token is of our provider and of this sign-in");
    fuzz::require(std::ranges::count(says->audience, expected.client_id) > 0, "a token is for us");
    fuzz::require(says->expires_s && *says->expires_s > 1'800'000'000 - oidc::clock_skew_max.count(),
                  "a token is not over");
    fuzz::require(!says->subject.empty(), "a token is of somebody");
}

template <class Decoded>
void require_reason(const Decoded& read)
{
    fuzz::require(read || !read.error().message.empty(), "a refusal says why");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    fuzz::bytes_in in{bytes, size};
    switch (in.byte() % 6) {
    case 0: take_keys(in.rest()); break;
    case 1: require_reason(codec::decode_provider_document(in.rest())); break;
    case 2: require_reason(codec::decode_token_answer(in.rest())); break;
    case 3: take_claims(in.rest()); break;
    case 4: require_reason(codec::decode_signed_header(in.rest())); break;
    default: take_token(in.rest());
    }
    return 0;
}
