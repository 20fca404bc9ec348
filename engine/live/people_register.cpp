// SPDX-License-Identifier: Apache-2.0
#include "engine/live/people_register.hpp"

#include "sessions/core/assert.hpp"

#include <cstring>
#include <functional>

namespace jamhall::live {
namespace {

std::uint64_t hash_of_email(std::string_view email)
{
    return std::hash<std::string>{}(comparable_email(email));
}

std::uint64_t hash_of_token(const base::sha256_digest& token)
{
    std::uint64_t start = 0;
    std::memcpy(&start, token.data(), sizeof start);
    return start;
}

}  // namespace

std::string comparable_email(std::string_view email)
{
    std::string lowered{email};
    for (char& c : lowered)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return lowered;
}

template <class IsIt>
std::optional<sessions::person_id> people_register::look_up(const index& in, std::uint64_t hash,
                                                            IsIt is_it) const
{
    for (auto found = in.find(hash); found != in.end(); found = in.find(++hash))
        if (is_it(people_[found->second.value - 1]))
            return found->second;
    return std::nullopt;
}

void people_register::enter(index& in, std::uint64_t hash, sessions::person_id person)
{
    while (!in.emplace(hash, person).second)
        ++hash;
}

void people_register::drop_token(sessions::person_id person)
{
    // The index keeps its entry, which no token matches any more.
    if (person && person.value <= people_.size())
        people_[person.value - 1].token.reset();
}

void people_register::put(sessions::person_id person, std::string_view email,
                          std::optional<base::sha256_digest> token)
{
    sessions::ensure(bool{person}, "a registered person has a number");
    if (people_.size() < person.value)
        people_.resize(person.value);
    if (with_email(email) != person) {
        people_[person.value - 1].email = email;
        enter(by_email_, hash_of_email(email), person);
    }
    if (token)
        put_token(person, *token);
}

void people_register::put_token(sessions::person_id person, const base::sha256_digest& token)
{
    auto& kept = people_.at(person.value - 1);
    if (kept.token == token)
        return;
    // The old token's place in the index stays taken: it leads here, where the token is no longer the same.
    kept.token = token;
    enter(by_token_, hash_of_token(token), person);
}

std::optional<sessions::person_id> people_register::with_email(std::string_view email) const
{
    const auto wanted = comparable_email(email);
    return look_up(by_email_, hash_of_email(email),
                   [&](const entry& each) { return comparable_email(each.email) == wanted; });
}

std::optional<sessions::person_id> people_register::with_token(const base::sha256_digest& token) const
{
    return look_up(by_token_, hash_of_token(token), [&](const entry& each) { return each.token == token; });
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
