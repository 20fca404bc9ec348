// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/sha256.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace jamhall::identity {

/// Characters of a token: 128 random bits in base64url.
inline constexpr std::size_t token_size = 22;

/// A secret that was just drawn: the text goes to its owner once, the hash is what is kept.
struct fresh_secret {
    std::string text;
    base::sha256_digest hash{};
};

/// Draws a token of 128 bits, for a person or for the administrator.
fresh_secret make_token();

/// What a token or cookie value is looked up and compared by.
base::sha256_digest hash_of(std::string_view secret);

/// Draws the hall's admin token and writes it to a file with mode 0600; returns its hash.
/// Errors: throws store::store_error.
base::sha256_digest write_admin_token(const std::filesystem::path& file);

/// The key in a file of its own (mode 0600), drawn and written when there is none. It makes stored hashes of short codes
/// worthless to whoever has the database alone; codes that were out are void when it is lost.
/// Errors: throws store::store_error.
base::sha256_digest read_or_make_key(const std::filesystem::path& file);

/// The token in a file of one line, without the line end; nothing when it cannot be read or holds none.
std::optional<std::string> read_token_file(const std::filesystem::path& file);

}  // namespace jamhall::identity
