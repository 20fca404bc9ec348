// SPDX-License-Identifier: Apache-2.0
#include "engine/live/people_register.hpp"

#include "sessions/core/assert.hpp"

#include <algorithm>
#include <cstring>
#include <functional>

namespace jamhall::live {
namespace {

std::uint64_t hash_of_text(std::string_view text)
{
    return std::hash<std::string_view>{}(text);
}

std::uint64_t hash_of_email(std::string_view email)
{
    return hash_of_text(comparable_email(email));
}

std::uint64_t hash_of_digest(const base::sha256_digest& digest)
{
    std::uint64_t start = 0;
    std::memcpy(&start, digest.data(), sizeof start);
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
std::optional<sessions::person_id> people_register::look_up(const index& in, std::uint64_t hash, IsIt is_it)
{
    for (auto found = in.find(hash); found != in.end(); found = in.find(++hash))
        if (is_it(found->second))
            return found->second;
    return std::nullopt;
}

void people_register::enter(index& in, std::uint64_t hash, sessions::person_id person)
{
    while (!in.emplace(hash, person).second)
        ++hash;
}

const people_register::entry* people_register::entry_of(sessions::person_id person) const
{
    return person && person.value <= people_.size() ? &people_[person.value - 1] : nullptr;
}

void people_register::forget(sessions::person_id person)
{
    drop_token(person);
    if (!person || person.value > people_.size())
        return;
    // Overwritten: a freed string keeps what it said.
    const auto blank = [](std::string& said) {
        std::ranges::fill(said, '\0');
        said.clear();
    };
    blank(people_[person.value - 1].email);
    if (const auto rare = rare_.find(person.value); rare != rare_.end()) {
        blank(rare->second.subject);
        rare_.erase(rare);
    }
}

const people_register::rare_entry* people_register::rare_entry_of(sessions::person_id person) const
{
    const auto found = rare_.find(person.value);
    return found == rare_.end() ? nullptr : &found->second;
}

void people_register::put(const store::identity& row)
{
    sessions::ensure(bool{row.person}, "a registered person has a number");
    if (people_.size() < row.person.value)
        people_.resize(row.person.value);
    if (!row.email.empty() && with_email(row.email) != row.person) {
        people_[row.person.value - 1].email = row.email;
        enter(by_email_, hash_of_email(row.email), row.person);
    }
    if (row.token_hash)
        put_token(row.person, *row.token_hash);
    if (row.code_hash)
        put_code(row.person, *row.code_hash);
    if (!row.subject.empty())
        put_subject(row.person, row.subject);
}

// The place of what is replaced stays taken in its index: it leads to a person whose value is another one by now.

void people_register::put_token(sessions::person_id person, const base::sha256_digest& token)
{
    auto& kept = people_.at(person.value - 1);
    if (kept.token == token)
        return;
    kept.token = token;
    enter(by_token_, hash_of_digest(token), person);
}

void people_register::put_code(sessions::person_id person, const base::sha256_digest& code)
{
    auto& kept = rare_[person.value];
    if (kept.code == code)
        return;
    kept.code = code;
    enter(by_code_, hash_of_digest(code), person);
}

void people_register::put_subject(sessions::person_id person, std::string_view subject)
{
    auto& kept = rare_[person.value];
    if (kept.subject == subject)
        return;
    kept.subject = subject;
    if (!subject.empty())
        enter(by_subject_, hash_of_text(subject), person);
}

void people_register::drop_token(sessions::person_id person)
{
    if (entry_of(person) != nullptr)
        people_[person.value - 1].token.reset();
    if (const auto found = rare_.find(person.value); found != rare_.end())
        found->second.code.reset();
}

std::optional<sessions::person_id> people_register::with_email(std::string_view email) const
{
    if (email.empty())
        return std::nullopt;
    const auto wanted = comparable_email(email);
    return look_up(by_email_, hash_of_email(email), [&](sessions::person_id person) {
        return comparable_email(people_[person.value - 1].email) == wanted;
    });
}

std::optional<sessions::person_id> people_register::with_token(const base::sha256_digest& token) const
{
    return look_up(by_token_, hash_of_digest(token),
                   [&](sessions::person_id person) { return people_[person.value - 1].token == token; });
}

std::optional<sessions::person_id> people_register::with_code(const base::sha256_digest& code) const
{
    return look_up(by_code_, hash_of_digest(code), [&](sessions::person_id person) {
        const auto* kept = rare_entry_of(person);
        return kept != nullptr && kept->code == code;
    });
}

std::optional<sessions::person_id> people_register::with_subject(std::string_view subject) const
{
    if (subject.empty())
        return std::nullopt;
    return look_up(by_subject_, hash_of_text(subject), [&](sessions::person_id person) {
        const auto* kept = rare_entry_of(person);
        return kept != nullptr && kept->subject == subject;
    });
}

bool people_register::has_token(sessions::person_id person) const
{
    const auto* kept = entry_of(person);
    return kept != nullptr && kept->token;
}

std::string_view people_register::email_of(sessions::person_id person) const
{
    const auto* kept = entry_of(person);
    return kept == nullptr ? std::string_view{} : std::string_view{kept->email};
}

store::identity people_register::row_of(sessions::person_id person) const
{
    store::identity row;
    row.person = person;
    if (const auto* kept = entry_of(person)) {
        row.email = kept->email;
        row.token_hash = kept->token;
    }
    if (const auto* kept = rare_entry_of(person)) {
        row.subject = kept->subject;
        row.code_hash = kept->code;
    }
    return row;
}

}  // namespace jamhall::live
