// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>

namespace jamhall::net {

/// Keeps what is said often from being said more than once in a while: the log must not grow with what clients do.
/// Runs on: any worker.
class now_and_then {
public:
    using clock = std::chrono::steady_clock;

    explicit now_and_then(clock::duration every) : every_{every} {}

    /// Whether it has not been due for that long; the one who asks then says it.
    bool is_due(clock::time_point now = clock::now())
    {
        auto next = next_.load(std::memory_order_relaxed);
        return now >= next && next_.compare_exchange_strong(next, now + every_, std::memory_order_relaxed);
    }

private:
    const clock::duration every_;
    std::atomic<clock::time_point> next_{clock::time_point::min()};
};

}  // namespace jamhall::net
