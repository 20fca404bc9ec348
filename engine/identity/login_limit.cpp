// SPDX-License-Identifier: Apache-2.0
// How many logins somebody may have at a time: see logins_per_person_max.
#include "engine/identity/logins.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <tuple>
#include <utility>

namespace jamhall::identity {
namespace {

/// Each of those whom these words show, on their own: a login may stand for several people, who have as many each.
template <class Shown>
std::vector<signed_in> owners_in(const Shown& shown)
{
    std::vector<signed_in> made;
    for (const auto& member : shown.people)
        made.emplace_back().people.push_back(member);
    if (!shown.email.empty())
        made.emplace_back().email = shown.email;
    if (!shown.subject.empty())
        made.emplace_back().subject = shown.subject;
    else if (shown.is_admin)
        made.emplace_back().is_admin = true;
    return made;
}

/// Names an owner where only the number of their logins is remembered: no address stays in memory for it.
std::size_t key_of(const signed_in& owner)
{
    const std::hash<std::string> hash;
    if (!owner.people.empty()) {
        const auto& [jam, person] = owner.people.front();
        return hash("person " + jam.str() + ' ' + std::to_string(person.value));
    }
    if (!owner.email.empty())
        return hash("email " + owner.email);
    return owner.subject.empty() ? hash("token") : hash("subject " + owner.subject);
}

}  // namespace

void logins::count(const store::login& l)
{
    for (const signed_in& owner : owners_in(l))
        ++at_most_[key_of(owner)];
}

std::vector<login_id> logins::take_beyond_limit(const proof& proved, const store::login& made,
                                                std::vector<base::sha256_digest>& gone)
{
    std::vector<login_id> over;
    for (const signed_in& owner : owners_in(proved)) {
        // Looking through all logins takes time, so they are counted only where there may be too many.
        std::uint32_t& at_most = at_most_[key_of(owner)];
        if (at_most <= logins_per_person_max)
            continue;
        auto own = own_logins(owner, made.used_at);
        at_most = static_cast<std::uint32_t>(own.size());
        std::ranges::sort(own, std::greater{}, [&](const listed_login& l) {
            return std::tuple{l.id == made.id, l.used_at, l.signed_in_at};
        });
        for (; at_most > logins_per_person_max; --at_most, own.pop_back())
            over.push_back(own.back().id);
    }
    for (const login_id id : over)
        for (const auto& hash : hashes_of(id)) {
            gone.push_back(hash);
            take_from_index(hash);
        }
    return over;
}

}  // namespace jamhall::identity
