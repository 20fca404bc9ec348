// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::base {

/// Lower-case hexadecimal.
std::string hex_of(std::span<const std::uint8_t> bytes);
void append_hex(std::string& to, std::span<const std::uint8_t> bytes);

/// Errors: nullopt for an odd length or anything but 0-9 a-f.
std::optional<std::vector<std::uint8_t>> bytes_of_hex(std::string_view hex);

/// URL-safe base 64 without padding. Source: RFC 4648 section 5.
std::string base64url_of(std::span<const std::uint8_t> bytes);

/// Errors: nullopt for a character outside the alphabet, padding, an impossible length or stray bits.
std::optional<std::vector<std::uint8_t>> bytes_of_base64url(std::string_view text);

}  // namespace jamhall::base
