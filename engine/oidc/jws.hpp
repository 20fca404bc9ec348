// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/oidc/key_set.hpp"
#include "engine/oidc/sign_in_fault.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace jamhall::oidc {

/// The longest signed token that is looked at.
inline constexpr std::size_t signed_token_size_max = 32 * 1024;

/// A signed token in compact form, taken apart but not yet verified.
struct signed_token {
    algorithm with{};
    std::optional<std::string> key_id;
    std::string compact;
    std::string payload;  ///< says nothing before verify() agreed
    std::size_t signature_size = 0;
};

/// Takes a token apart. Source: RFC 7515 section 7.1, RFC 8725.
/// Errors: token_malformed, algorithm_refused.
outcome<signed_token> parse_signed_token(std::string_view compact);

/// Whether the key, which must be for the token's algorithm, made the signature.
bool verify(const signed_token& token, const verifying_key& key);

/// The payload of a token that one of the keys signed.
/// Errors: token_malformed, algorithm_refused, key_unknown, signature_wrong.
outcome<std::string> verified_payload(std::string_view compact, const key_set& keys);

}  // namespace jamhall::oidc
