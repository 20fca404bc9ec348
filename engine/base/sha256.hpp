// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace jamhall::base {

inline constexpr std::size_t sha256_size = 32;

using sha256_digest = std::array<std::uint8_t, sha256_size>;

/// SHA-256 of bytes that arrive in pieces. Reusable: `finish` starts over.
/// Errors: throws std::runtime_error when OpenSSL fails, which only happens without memory.
class sha256 {
public:
    sha256();
    ~sha256();
    sha256(sha256&&) noexcept;
    sha256& operator=(sha256&&) noexcept;

    sha256& add(std::string_view bytes);
    sha256& add(std::span<const std::uint8_t> bytes);
    /// Most significant byte first.
    sha256& add_big_endian(std::uint64_t number);
    sha256& add_big_endian(std::uint32_t number);

    /// The digest of what was added since construction or the last `finish`.
    sha256_digest finish();

private:
    struct context;
    std::unique_ptr<context> context_;
};

/// The digest of one piece.
sha256_digest sha256_of(std::string_view bytes);

/// Compares without telling by its duration where they differ.
bool equal_in_constant_time(const sha256_digest& a, const sha256_digest& b);

}  // namespace jamhall::base
