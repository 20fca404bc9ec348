// SPDX-License-Identifier: Apache-2.0
#include "engine/live/people_register.hpp"

#include "sessions/core/assert.hpp"

#include <cstring>

namespace jamhall::live {

std::string comparable_email(std::string_view email)
{
    std::string lowered{email};
    for (char& c : lowered)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return lowered;
}

std::size_t people_register::digest_hash::operator()(const base::sha256_digest& digest) const
{
    std::size_t start = 0;
    std::memcpy(&start, digest.data(), sizeof start);
    return start;
}

void people_register::put(sessions::person_id person, std::string_view email,
                          std::optional<base::sha256_digest> token)
{
    sessions::ensure(bool{person}, "a registered person has a number");
    if (people_.size() < person.value)
        people_.resize(person.value);
    auto& kept = people_[person.value - 1];
    kept.email = email;
    by_email_[comparable_email(email)] = person;
    if (token)
        put_token(person, *token);
}

void people_register::put_token(sessions::person_id person, const base::sha256_digest& token)
{
    auto& kept = people_.at(person.value - 1);
    if (kept.token)
        by_token_.erase(*kept.token);
    kept.token = token;
    by_token_[token] = person;
}

std::optional<sessions::person_id> people_register::with_email(std::string_view email) const
{
    const auto found = by_email_.find(comparable_email(email));
    return found == by_email_.end() ? std::nullopt : std::optional{found->second};
}

std::optional<sessions::person_id> people_register::with_token(const base::sha256_digest& token) const
{
    const auto found = by_token_.find(token);
    return found == by_token_.end() ? std::nullopt : std::optional{found->second};
}

bool people_register::has_token(sessions::person_id person) const
{
    return person && person.value <= people_.size() && people_[person.value - 1].token;
}

std::string_view people_register::email_of(sessions::person_id person) const
{
    return person && person.value <= people_.size() ? std::string_view{people_[person.value - 1].email}
                                                    : std::string_view{};
}

}  // namespace jamhall::live
