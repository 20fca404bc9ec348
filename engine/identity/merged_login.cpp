// SPDX-License-Identifier: Apache-2.0
#include "engine/identity/merged_login.hpp"

#include <algorithm>
#include <utility>

namespace jamhall::identity {
namespace {

/// Who somebody is in this jam, as far as it is known.
template <class People>
auto in_jam(People& people, const sessions::slug& jam)
{
    return std::ranges::find_if(people, [&](const auto& member) { return member.first == jam; });
}

bool is_proven_anew(const store::login& before, const proof& proved)
{
    const bool has_admin = !before.is_admin || proved.is_admin || proved.says_who_is_admin;
    const bool has_email = before.email.empty() || !proved.email.empty() || proved.says_who_is_admin;
    return has_admin && has_email && std::ranges::all_of(before.people, [&](const auto& member) {
               return in_jam(proved.people, member.first) != proved.people.end();
           });
}

/// These say whether somebody else stands there now.
bool put_people(store::login& into, const proof& proved)
{
    bool is_other = false;
    for (const auto& [jam, person] : proved.people) {
        const auto known = in_jam(into.people, jam);
        if (known == into.people.end()) {
            into.people.emplace_back(jam, person);
            continue;
        }
        is_other = is_other || known->second != person;
        known->second = person;
    }
    return is_other;
}

bool put_email(store::login& into, const proof& proved)
{
    if (proved.email.empty() && !proved.says_who_is_admin)
        return false;
    const bool is_other = !into.email.empty() && into.email != proved.email;
    into.email = proved.email;
    return is_other;
}

bool put_admin(store::login& into, const proof& proved, bool has_others)
{
    // What a provider said holds for one account, and not for whoever comes after it.
    const bool is_over = proved.says_who_is_admin || (has_others && !into.subject.empty());
    const bool was_admin = into.is_admin;
    into.is_admin = proved.is_admin || (was_admin && !is_over);
    if (proved.is_admin || !into.is_admin)
        into.subject = proved.subject;
    return was_admin && !into.is_admin;
}

}  // namespace

merged_login merged(store::login before, const proof& proved)
{
    merged_login made;
    made.is_proven_anew = is_proven_anew(before, proved);
    const bool has_other_people = put_people(before, proved);
    const bool has_other_email = put_email(before, proved);
    const bool has_others = has_other_people || has_other_email;
    made.is_somebody_else = put_admin(before, proved, has_others) || has_others;
    if (!proved.account.empty())
        before.account = proved.account;
    made.what = std::move(before);
    return made;
}

}  // namespace jamhall::identity
