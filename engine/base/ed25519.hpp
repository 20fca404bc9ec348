// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace jamhall::base {

using ed25519_seed = std::array<std::uint8_t, 32>;
using ed25519_public_key = std::array<std::uint8_t, 32>;
using ed25519_signature = std::array<std::uint8_t, 64>;

/// Signatures by Ed25519 (RFC 8032), by OpenSSL. A seed is 32 random bytes, to be kept secret.
/// Errors: throws std::runtime_error when OpenSSL fails.
ed25519_public_key ed25519_public_key_of(const ed25519_seed& seed);
ed25519_signature ed25519_sign(const ed25519_seed& seed, std::string_view message);
bool ed25519_verify(const ed25519_public_key& key, std::string_view message,
                    const ed25519_signature& signature);

}  // namespace jamhall::base
