// SPDX-License-Identifier: Apache-2.0
// How many logins somebody may have at a time: see logins_per_person_max.
#include "engine/identity/logins.hpp"

#include <algorithm>
#include <functional>
#include <tuple>
#include <utility>

namespace jamhall::identity {
namespace {

/// Each of those who were proved, on their own: a login may stand for several people, who have as many each.
std::vector<signed_in> owners_in(const proof& proved)
{
    std::vector<signed_in> made;
    for (const auto& member : proved.people)
        made.emplace_back().people.push_back(member);
    if (!proved.email.empty())
        made.emplace_back().email = proved.email;
    if (!proved.subject.empty())
        made.emplace_back().subject = proved.subject;
    else if (proved.is_admin)
        made.emplace_back().is_admin = true;
    return made;
}

}  // namespace

std::vector<login_id> logins::take_beyond_limit(const proof& proved, const store::login& made,
                                                std::vector<base::sha256_digest>& gone)
{
    std::vector<login_id> over;
    for (const signed_in& owner : owners_in(proved)) {
        if (owners_.count_of(owners_of(owner).front()) <= logins_per_person_max)
            continue;
        auto own = own_logins(owner, made.used_at);
        std::ranges::sort(own, std::greater{}, [&](const listed_login& l) {
            return std::tuple{l.id == made.id, l.used_at, l.signed_in_at};
        });
        for (; own.size() > logins_per_person_max; own.pop_back())
            over.push_back(own.back().id);
    }
    for (const login_id id : over)
        for (const auto& hash : hashes_of(id)) {
            gone.push_back(hash);
            put_aside(hash);
        }
    return over;
}

}  // namespace jamhall::identity
