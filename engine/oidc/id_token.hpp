// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/openid_in.hpp"
#include "engine/oidc/sign_in_fault.hpp"
#include "sessions/core/instant.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace jamhall::oidc {

/// How far a provider's clock may be from ours.
inline constexpr std::chrono::seconds clock_skew_max{120};

/// How long before it comes here an ID token may have been issued: it is fetched right after the sign-in.
inline constexpr std::chrono::minutes id_token_age_max{10};

/// What an ID token must say to be the answer to one sign-in.
struct id_token_expected {
    std::string issuer;
    std::string client_id;
    std::string nonce;
    std::string code;
    std::string access_token;  ///< empty: none came
    std::optional<std::chrono::seconds> authentication_age_max;
    sessions::instant now;
};

/// The first thing wrong with the claims of an ID token whose signature is verified; nothing when all is well.
/// Source: OpenID Connect Core 1.0 sections 3.1.3.7 and 3.1.3.8.
std::optional<sign_in_fault> fault_in(const codec::claims& says, const id_token_expected& expected);

/// What at_hash and c_hash hold for a value, with SHA-256: the left half of its digest.
std::string half_hash_of(std::string_view value);

}  // namespace jamhall::oidc
