// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/oidc/sign_in_fault.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::oidc {

/// The only ways of signing an ID token may have. Never none, never one with a shared secret.
enum class algorithm : std::uint8_t { rs256, ps256, es256 };

/// Errors: nothing for any other name.
std::optional<algorithm> algorithm_called(std::string_view name);

/// A public key that may verify: RSA of 2048 to 8192 bits or a point of P-256, and the algorithms it is for.
struct verifying_key {
    std::optional<std::string> id;
    std::vector<algorithm> algorithms;
    std::vector<std::uint8_t> modulus, exponent;  ///< of RSA
    std::vector<std::uint8_t> x, y;               ///< of P-256

    bool is_rsa() const { return !modulus.empty(); }
    bool is_for(algorithm which) const;
};

/// What a provider signs with, as it publishes it (a JWK set).
class key_set {
public:
    /// Reads a JWK set. Keys for other uses or of other kinds are passed over.
    /// Errors: keys_wrong when it is none, when it holds a private or shared key, or when two keys for verifying have one id.
    static outcome<key_set> parse(std::string_view text);

    /// The key a token names, or without a name the only one for its algorithm; null: none.
    const verifying_key* find(const std::optional<std::string>& id, algorithm with) const;

    std::size_t size() const { return keys_.size(); }

private:
    std::vector<verifying_key> keys_;
};

}  // namespace jamhall::oidc
