// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/sha256.hpp"
#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"

#include <string_view>

namespace jamhall::codec {

/// What stands before the first event: 32 zero bytes.
inline constexpr base::sha256_digest chain_start{};

/// The hash of one event of the log: SHA-256 of these bytes, one after the other.
///
///     "jamhall.event.v1"    16 bytes of ASCII
///     previous hash         32 bytes; zeros before the first event
///     offset                8 bytes, most significant first
///     at_ms                 8 bytes, most significant first, two's complement
///     actor                 8 bytes, most significant first; 0 = no person
///     size of type          4 bytes, most significant first
///     type                  UTF-8
///     size of body          4 bytes, most significant first
///     body                  the JSON text exactly as stored
///
/// Source: contract section 7.
base::sha256_digest chain_hash(const base::sha256_digest& previous, sessions::log_offset offset,
                               sessions::instant at, sessions::person_id actor, std::string_view type,
                               std::string_view body);

}  // namespace jamhall::codec
