// SPDX-License-Identifier: Apache-2.0
#include "engine/identity/login_owners.hpp"

namespace jamhall::identity {

owner_key owner_of_person(const sessions::slug& jam, sessions::person_id person)
{
    return std::hash<std::string>{}("person " + jam.str() + ' ' + std::to_string(person.value));
}

owner_key owner_of_email(const std::string& email)
{
    return std::hash<std::string>{}("email " + email);
}

void login_owners::note(const store::login& l)
{
    for (const owner_key owner : owners_of(l))
        by_owner_[owner].push_back(l.id);
}

void login_owners::forget(const store::login& l)
{
    for (const owner_key owner : owners_of(l)) {
        const auto found = by_owner_.find(owner);
        if (found == by_owner_.end())
            continue;
        auto& theirs = found->second;
        const auto one = std::ranges::find(theirs, l.id);
        if (one != theirs.end())
            theirs.erase(one);
        if (theirs.empty())
            by_owner_.erase(found);
    }
}

std::size_t login_owners::count_of(owner_key owner) const
{
    const auto found = by_owner_.find(owner);
    return found == by_owner_.end() ? 0 : found->second.size();
}

std::vector<login_owners::login_id> login_owners::logins_of(const std::vector<owner_key>& owners) const
{
    std::vector<login_id> all;
    for (const owner_key owner : owners) {
        const auto found = by_owner_.find(owner);
        if (found != by_owner_.end())
            all.insert(all.end(), found->second.begin(), found->second.end());
    }
    std::ranges::sort(all);
    const auto repeated = std::ranges::unique(all);
    all.erase(repeated.begin(), repeated.end());
    return all;
}

}  // namespace jamhall::identity
