// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

namespace jamhall::base {

/// How often something may be done: so many times at once, and refilled evenly, so many again within `per`.
struct rate {
    std::uint32_t count = 1;
    std::chrono::nanoseconds per = std::chrono::minutes{1};
};

/// A token bucket for each key, exact to the nanosecond: a bucket is the instant at which it would be full. Memory is
/// bounded: a key is forgotten, as if its bucket were full, once half of `keys_max` others came after its last use.
/// Time is monotonic, so that no jump of the wall clock opens or shuts a bucket. Guard it when several workers use it.
/// Source: the generic cell rate algorithm, ITU-T I.371.
template <class Key, class Hash>
class token_buckets {
public:
    using clock = std::chrono::steady_clock;

    explicit token_buckets(std::size_t keys_max) : half_max_{keys_max / 2} {}

    /// Takes `cost` at once. When there is not so much, takes nothing and says how long until there would be.
    std::optional<std::chrono::nanoseconds> take(const Key& key, const rate& allowed, clock::time_point now,
                                                 std::uint32_t cost = 1)
    {
        const auto each = allowed.per / allowed.count;
        clock::time_point& full_at = bucket_of(key, now);
        const auto then = std::max(full_at, now) + each * cost;
        const auto wait = then - now - each * allowed.count;
        if (wait > wait.zero())
            return wait;
        full_at = then;
        return std::nullopt;
    }

    /// Takes `cost` even when there is not so much: the bucket owes the rest, and refills from there.
    void charge(const Key& key, const rate& allowed, clock::time_point now, std::uint32_t cost)
    {
        const auto each = allowed.per / allowed.count;
        clock::time_point& full_at = bucket_of(key, now);
        full_at = std::max(full_at, now) + each * cost;
    }

    /// How many keys are remembered.
    std::size_t size() const { return young_.size() + old_.size(); }

private:
    using table = boost::unordered_flat_map<Key, clock::time_point, Hash>;

    clock::time_point& bucket_of(const Key& key, clock::time_point now)
    {
        const auto young = young_.find(key);
        if (young != young_.end())
            return young->second;
        if (young_.size() >= half_max_) {
            old_ = std::move(young_);
            young_ = {};
        }
        const auto old = old_.find(key);
        const auto full_at = old == old_.end() ? now : old->second;
        if (old != old_.end())
            old_.erase(old);
        return young_.emplace(key, full_at).first->second;
    }

    std::size_t half_max_;
    table young_;  ///< used since the last change of tables
    table old_;    ///< used before it
};

}  // namespace jamhall::base
