// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/ed25519.hpp"
#include "engine/base/sha256.hpp"
#include "engine/store/records.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace jamhall::store {

/// Where a log stood at an instant, signed by the hall: whoever keeps it can later prove that nothing before it was
/// changed and nothing was cut off. Source: rule LO5.
struct chain_head {
    std::string jam;
    std::string epoch;  ///< which life of the log
    log_head at;
    base::ed25519_signature signature{};
};

/// The signing key of a hall, of which a file with mode 0600 holds the seed in hexadecimal; made where there is none.
/// Beside it stands the public key, under the same name with the ending .pub. Errors: throws store_error.
class hall_key {
public:
    explicit hall_key(const std::filesystem::path& file);

    const base::ed25519_public_key& public_key() const { return public_; }
    chain_head sign(std::string jam, std::string epoch, const log_head& at) const;

private:
    base::ed25519_seed seed_{};
    base::ed25519_public_key public_{};
};

/// Whether the hall of this key signed it.
bool is_signed_by(const chain_head& head, const base::ed25519_public_key& key);

/// Adds a head to the end of a file, durably. Errors: throws store_error.
void add_head(const std::filesystem::path& file, const chain_head& head);

/// The heads of a file in its order, without a last line that was cut short. Errors: throws store_error naming the line
/// that is none.
std::vector<chain_head> read_heads(const std::filesystem::path& file);

/// The public key in a file, in hexadecimal. Errors: throws store_error.
base::ed25519_public_key read_public_key(const std::filesystem::path& file);

}  // namespace jamhall::store
