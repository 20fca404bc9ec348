// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/sha256.hpp"
#include "sessions/core/ids.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace jamhall::live {

/// The private side of the roster in memory: who has which e-mail address and which token stands for
/// whom. Mirrors the identity table; e-mail addresses compare without regard to ASCII case.
/// Runs on: the jam's worker.
class people_register {
public:
    void put(sessions::person_id person, std::string_view email, std::optional<base::sha256_digest> token);

    /// Replaces a person's token; the old one stands for nobody from now on.
    void put_token(sessions::person_id person, const base::sha256_digest& token);

    /// From now on no token stands for this person.
    void drop_token(sessions::person_id person);

    std::optional<sessions::person_id> with_email(std::string_view email) const;
    std::optional<sessions::person_id> with_token(const base::sha256_digest& token) const;

    bool has_token(sessions::person_id person) const;
    std::string_view email_of(sessions::person_id person) const;

private:
    struct entry {
        std::string email;
        std::optional<base::sha256_digest> token;
    };
    /// From a hash to whoever's value has it; where two have the same, the later stands at the next free hash.
    using index = boost::unordered_flat_map<std::uint64_t, sessions::person_id>;

    template <class IsIt>
    std::optional<sessions::person_id> look_up(const index& in, std::uint64_t hash, IsIt is_it) const;
    void enter(index& in, std::uint64_t hash, sessions::person_id person);

    std::deque<entry> people_;  ///< by person number
    index by_email_;
    index by_token_;
};

/// An address as it is compared: ASCII letters lowered.
std::string comparable_email(std::string_view email);

}  // namespace jamhall::live
