// SPDX-License-Identifier: Apache-2.0
#include "engine/identity/logins.hpp"
#include "engine/identity/stored.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace jamhall::identity {

bool logins::is_own(const signed_in& owner, const store::login& l) const
{
    if (owner.id != 0 && owner.id == l.id)
        return true;
    if (!owner.subject.empty() && owner.subject == l.subject)
        return true;
    // Whoever has the hall's token is one owner; whom a provider or a role makes administrator is somebody.
    const bool has_token = owner.is_admin && owner.email.empty() && owner.subject.empty();
    if (has_token && l.is_admin && l.subject.empty())
        return true;
    if (!owner.email.empty() && owner.email == l.email)
        return true;
    return std::ranges::any_of(owner.people, [&](const auto& member) {
        return std::ranges::find(l.people, member) != l.people.end();
    });
}

std::vector<const store::login*> logins::that_may_be_of(const std::vector<owner_key>& owners) const
{
    std::vector<const store::login*> found;
    for (const login_id id : owners_.logins_of(owners))
        for (const auto& hash : hashes_of(id))
            found.push_back(&by_hash_.find(hash)->second);
    return found;
}

std::vector<listed_login> logins::own_logins(const signed_in& owner, sessions::instant now) const
{
    std::vector<listed_login> own;
    const auto add = [&](const store::login& l) {
        if (is_own(owner, l) && !has_ended(l, now))
            own.push_back({l.id, l.device, l.created_at, l.used_at, end_of(l)});
    };
    for (const store::login* const l : that_may_be_of(owners_of(owner)))
        add(*l);
    for (const auto& hash : hashes_of(owner.id))
        add(by_hash_.find(hash)->second);
    std::ranges::sort(own, std::greater{}, [](const listed_login& l) { return std::pair{l.id, l.used_at}; });
    const auto repeated = std::ranges::unique(own, {}, &listed_login::id);
    own.erase(repeated.begin(), repeated.end());
    return own;
}

std::vector<listed_login> logins::logins_of(const signed_in& owner, sessions::instant now)
{
    std::vector<listed_login> own;
    {
        const std::lock_guard lock{guard_};
        own = own_logins(owner, now);
    }
    std::ranges::sort(own, std::greater{}, &listed_login::used_at);
    return own;
}

bool logins::stands_for(login_id login, const sessions::slug& jam, sessions::person_id person) const
{
    const std::lock_guard lock{guard_};
    return std::ranges::any_of(hashes_of(login), [&](const auto& hash) {
        const store::login& l = by_hash_.find(hash)->second;
        return person ? std::ranges::find(l.people, std::pair{jam, person}) != l.people.end() : is_admin(l);
    });
}

/// What lies behind stays as far behind when the clock is set back.
void logins::follow_clock(sessions::instant now)
{
    const auto back = latest_ - now;
    if (back <= store::clock_slack) {
        latest_ = std::max(latest_, now);
        return;
    }
    latest_ = now;
    for (auto& [hash, l] : by_hash_) {
        l.created_at = l.created_at - back;
        l.used_at = l.used_at - back;
        l.expires_at = l.expires_at - back;
    }
    writer_.submit([&kept = kept_, back] { kept.move_logins_back(back); },
                   log_failure{"following a clock that was set back"});
}

void logins::role_was_taken(std::string_view email)
{
    std::vector<login_id> ids;
    {
        const std::lock_guard lock{guard_};
        for (const store::login* const l : that_may_be_of({owner_of_email(std::string{email})}))
            if (l->email == email)
                ids.push_back(l->id);
    }
    tell(std::move(ids));
}

}  // namespace jamhall::identity
