// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/token_buckets.hpp"

#include <chrono>
#include <cstddef>

namespace jamhall::net {

/// A token bucket of one socket for something its client may do at any time and nobody does often: whoever empties it
/// floods. It counts nothing until it has begun.
/// Runs on: the socket's worker.
class flood_brake {
public:
    using clock = std::chrono::steady_clock;

    constexpr explicit flood_brake(base::rate allowed)
        : each_{allowed.per / allowed.count}, most_{allowed.per}
    {
    }

    void begin(clock::time_point now = clock::now()) { full_at_ = now; }

    /// False once there were too many.
    bool take() { return full_at_ == never_begun || take(clock::now()); }
    bool take(clock::time_point now)
    {
        full_at_ = std::max(full_at_, now) + each_;
        return full_at_ - now <= most_;
    }

private:
    static constexpr clock::time_point never_begun = clock::time_point::min();

    clock::duration each_;
    clock::duration most_;
    clock::time_point full_at_ = never_begun;
};

/// Pings, pongs and closes of a client: browsers send one in half a minute.
inline constexpr base::rate control_frames_per_socket{120};

/// How often a socket is read, whatever comes: empty and tiny fragments cost reading, not messages. A read brings 1,536
/// bytes or more.
inline constexpr base::rate reads_per_socket{5'000, std::chrono::seconds{10}};

/// Fragments of one message, and pieces of them: one that fills the limit of 64 KiB comes in some fifty pieces.
inline constexpr std::size_t parts_per_message_max = 1'200;

}  // namespace jamhall::net
