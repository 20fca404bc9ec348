// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

namespace jamhall::oidc {

/// Whether an RSA modulus was made by the chip library whose keys can be factored: modulo each small prime it is a power of
/// 65537, which happens to others once in 2^27 keys.
/// Source: Nemec et al., The Return of Coppersmith's Attack (CCS 2017), section 5; CVE-2017-15361.
bool is_weak_modulus(std::span<const std::uint8_t> modulus);

}  // namespace jamhall::oidc
