// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/hall_store.hpp"
#include "sessions/core/ids.hpp"
#include "sessions/core/slug.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace jamhall::identity {

/// Names an owner of logins by a number, so that no address stays in memory for it: now and then two have the same.
using owner_key = std::size_t;

owner_key owner_of_person(const sessions::slug& jam, sessions::person_id person);
owner_key owner_of_email(const std::string& email);

/// Each of those whom these words (a login, a proof, who is signed in) show, on their own: a login may stand for several
/// people. Whoever has the hall's token is one owner.
template <class Shown>
std::vector<owner_key> owners_of(const Shown& shown)
{
    std::vector<owner_key> made;
    for (const auto& [jam, person] : shown.people)
        made.push_back(owner_of_person(jam, person));
    if (!shown.email.empty())
        made.push_back(owner_of_email(shown.email));
    const std::hash<std::string> hash;
    if (!shown.subject.empty())
        made.push_back(hash("subject " + shown.subject));
    else if (shown.is_admin)
        made.push_back(hash("token"));
    return made;
}

/// Which logins may be whose, so that looking for one's own goes past nobody else's: there are as many as browsers, and
/// every request waits while they are looked through.
/// Runs on: whoever holds the guard of logins.
class login_owners {
public:
    using login_id = std::uint64_t;

    void note(const store::login& l);

    /// As it was noted.
    void forget(const store::login& l);

    /// How many logins this owner has at most: one whose secret is being renewed is there twice.
    std::size_t count_of(owner_key owner) const;

    /// The names of all logins that may belong to any of these, each once.
    std::vector<login_id> logins_of(const std::vector<owner_key>& owners) const;

private:
    boost::unordered_flat_map<owner_key, std::vector<login_id>> by_owner_;
};

}  // namespace jamhall::identity
