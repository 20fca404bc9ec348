// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/sha256.hpp"
#include "engine/store/hall_store.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

namespace jamhall::identity {

/// Logins that have ended and may still stand in the file, because it takes nothing just now: a restart would bring them
/// back. They are taken out of it again and again until it is done. So it is with those that stand for fewer people now.
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

    /// These stand for fewer people since the end of that number.
    void add_less(std::uint64_t end, std::vector<base::sha256_digest> hashes)
    {
        const std::lock_guard held{guard_};
        less_.insert_or_assign(end, std::move(hashes));
    }

    /// The file knows of these ends, first to last.
    void forget_less(std::uint64_t first, std::uint64_t last)
    {
        const std::lock_guard held{guard_};
        less_.erase(less_.lower_bound(first), less_.upper_bound(last));
    }

    std::set<base::sha256_digest> all_less() const
    {
        const std::lock_guard held{guard_};
        std::set<base::sha256_digest> listed;
        for (const auto& [end, hashes] : less_)
            listed.insert(hashes.begin(), hashes.end());
        return listed;
    }

private:
    mutable std::mutex guard_;
    std::map<base::sha256_digest, store::login> by_hash_;
    std::map<std::uint64_t, std::vector<base::sha256_digest>> less_;
};

}  // namespace jamhall::identity
