// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/sha256.hpp"
#include "sessions/core/ids.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace jamhall::live {

/// The private side of the roster in memory: who has which e-mail address and which token stands for
/// whom. Mirrors the identity table; e-mail addresses compare without regard to ASCII case.
/// Runs on: the jam's worker.
class people_register {
public:
    void put(sessions::person_id person, std::string_view email, std::optional<base::sha256_digest> token);

    /// Replaces a person's token; the old one stands for nobody from now on.
    void put_token(sessions::person_id person, const base::sha256_digest& token);

    std::optional<sessions::person_id> with_email(std::string_view email) const;
    std::optional<sessions::person_id> with_token(const base::sha256_digest& token) const;

    bool has_token(sessions::person_id person) const;
    std::string_view email_of(sessions::person_id person) const;

private:
    struct entry {
        std::string email;
        std::optional<base::sha256_digest> token;
    };
    struct digest_hash {
        std::size_t operator()(const base::sha256_digest& digest) const;
    };

    std::vector<entry> people_;  ///< by person number
    std::unordered_map<std::string, sessions::person_id> by_email_;
    boost::unordered_flat_map<base::sha256_digest, sessions::person_id, digest_hash> by_token_;
};

/// An address as it is compared: ASCII letters lowered.
std::string comparable_email(std::string_view email);

}  // namespace jamhall::live
