// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/fault.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jamhall::codec {

/// What sign-in providers send (OpenID Connect). Members nobody asked for are passed over, as the standards want;
/// of those asked for, the kind must be right.

/// The protected header of a signed token. Keys and addresses of keys it may bring along (jwk, jku, x5u, x5c) are not
/// read at all. Source: RFC 7515 section 4.
struct signed_header {
    std::string algorithm;
    std::optional<std::string> key_id;
};

/// Errors: also for `crit`, of which we understand none, and for a `typ` other than JWT (RFC 8725 section 3.11).
decoded<signed_header> decode_signed_header(std::string_view text);

/// One public key as published. Source: RFC 7517, RFC 7518 section 6.
struct published_key {
    std::string kind;  ///< kty
    std::optional<std::string> key_id;
    std::optional<std::string> algorithm;
    std::optional<std::string> use;
    std::vector<std::string> operations;  ///< key_ops; empty: not limited
    std::string curve;
    std::string modulus, exponent;  ///< base64url
    std::string x, y;
    bool is_secret = false;  ///< it brings a private or shared part
};

inline constexpr std::size_t published_keys_max = 64;

decoded<std::vector<published_key>> decode_key_set(std::string_view text);

/// Where a provider says it is. Source: OpenID Connect Discovery 1.0 section 3, RFC 9207 section 3.
struct provider_document {
    std::string issuer;
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string userinfo_endpoint;  ///< empty: none
    std::string keys_address;       ///< jwks_uri
    std::vector<std::string> token_login_methods;
    bool names_itself_in_answers = false;  ///< authorization_response_iss_parameter_supported
};

decoded<provider_document> decode_provider_document(std::string_view text);

/// The token endpoint's answer. Source: RFC 6749 section 5.1.
struct token_answer {
    std::string id_token;
    std::string access_token;
};

decoded<token_answer> decode_token_answer(std::string_view text);

/// A claim that was asked for by name, as texts: one, or those of a list; numbers and switches as written in JSON.
struct named_claim {
    std::string name;
    std::vector<std::string> values;
};

/// The claims of an ID token or of the userinfo endpoint. Source: OpenID Connect Core 1.0 section 2.
struct claims {
    std::string issuer;
    std::string subject;
    std::vector<std::string> audience;
    std::optional<std::string> authorized_party;
    std::optional<std::int64_t> expires_s, issued_s, not_before_s, authenticated_s;  ///< seconds since 1970
    std::optional<std::string> nonce, access_token_hash, code_hash;
    std::vector<named_claim> named;

    /// The values of a claim asked for; empty when it is not there.
    std::span<const std::string> values_of(std::string_view name) const;
    /// The only value of a claim asked for.
    std::optional<std::string_view> value_of(std::string_view name) const;
};

/// `names` says which other claims to keep.
decoded<claims> decode_claims(std::string_view text, std::span<const std::string> names);

}  // namespace jamhall::codec
