// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jamhall::oidc {

using sealing_key = std::array<std::uint8_t, 32>;

/// AES-256-GCM under a random 96-bit nonce, which goes first; `beside` must be the same when it is opened.
/// Errors: throws std::runtime_error when OpenSSL fails.
std::string sealed(const sealing_key& key, std::string_view text, std::string_view beside);

/// Errors: nothing when key, text or `beside` is not what it was sealed with.
std::optional<std::string> unsealed(const sealing_key& key, std::string_view sealed_text,
                                    std::string_view beside);

}  // namespace jamhall::oidc
