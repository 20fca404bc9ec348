// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/sha256.hpp"
#include "engine/store/records.hpp"
#include "sessions/core/ids.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace jamhall::live {

/// The private side of the roster in memory: who has which e-mail address, and which token, printed code or identity
/// provider's subject stands for whom. Mirrors the identity table; e-mail addresses compare without regard to ASCII case.
/// Runs on: the jam's worker.
class people_register {
public:
    /// As it is stored. An empty address or subject and an absent hash leave what is known.
    void put(const store::identity& row);

    /// Replaces a person's token; the old one stands for nobody from now on.
    void put_token(sessions::person_id person, const base::sha256_digest& token);
    /// The same for the printed code.
    void put_code(sessions::person_id person, const base::sha256_digest& code);
    void put_subject(sessions::person_id person, std::string_view subject);

    /// From now on no token and no printed code stands for this person.
    void drop_token(sessions::person_id person);

    /// From now on this person has neither address nor token.
    void forget(sessions::person_id person);

    std::optional<sessions::person_id> with_email(std::string_view email) const;
    std::optional<sessions::person_id> with_token(const base::sha256_digest& token) const;
    std::optional<sessions::person_id> with_code(const base::sha256_digest& code) const;
    std::optional<sessions::person_id> with_subject(std::string_view subject) const;

    bool has_token(sessions::person_id person) const;
    std::string_view email_of(sessions::person_id person) const;

    /// The person's row as it is to be stored; `minted_at` is nothing, which keeps what is stored.
    store::identity row_of(sessions::person_id person) const;

private:
    struct entry {
        std::string email;
        std::optional<base::sha256_digest> token;
    };
    /// What few people have.
    struct rare_entry {
        std::string subject;
        std::optional<base::sha256_digest> code;
    };
    /// From a hash to whoever's value has it; where two have the same, the later stands at the next free hash.
    using index = boost::unordered_flat_map<std::uint64_t, sessions::person_id>;

    template <class IsIt>
    static std::optional<sessions::person_id> look_up(const index& in, std::uint64_t hash, IsIt is_it);
    static void enter(index& in, std::uint64_t hash, sessions::person_id person);
    const entry* entry_of(sessions::person_id person) const;
    const rare_entry* rare_entry_of(sessions::person_id person) const;

    std::deque<entry> people_;  ///< by person number
    boost::unordered_flat_map<std::uint32_t, rare_entry> rare_;
    index by_email_;
    index by_token_;
    index by_code_;
    index by_subject_;
};

/// An address as it is compared: ASCII letters lowered.
std::string comparable_email(std::string_view email);

}  // namespace jamhall::live
