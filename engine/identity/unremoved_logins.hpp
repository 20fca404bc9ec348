// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/sha256.hpp"
#include "engine/store/hall_store.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace jamhall::identity {

/// Logins that have ended and may still stand in the file, because it takes nothing just now: a restart would bring them
/// back. They are taken out of it again and again until it is done.
/// Runs on: any; the worker that writes may have hold of it for longer than the logins.
class unremoved_logins {
public:
    void add(store::login l)
    {
        const std::lock_guard held{guard_};
        const base::sha256_digest hash = l.cookie_hash;
        by_hash_.insert_or_assign(hash, std::move(l));
    }

    void forget(const base::sha256_digest& hash)
    {
        const std::lock_guard held{guard_};
        by_hash_.erase(hash);
    }

    std::vector<store::login> all() const
    {
        const std::lock_guard held{guard_};
        std::vector<store::login> listed;
        for (const auto& [hash, l] : by_hash_)
            listed.push_back(l);
        return listed;
    }

private:
    mutable std::mutex guard_;
    std::map<base::sha256_digest, store::login> by_hash_;
};

}  // namespace jamhall::identity
