// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"
#include "sessions/model/event.hpp"
#include "sessions/model/jam_state.hpp"

#include <set>

namespace jamhall::live {

/// What changed since the last conflated frames: whose tallies, which threads had comments, whether
/// people came or went. Only which, never what: the frames are made from the state when they leave.
/// Runs on: the jam's worker.
struct news {
    std::set<sessions::post_id> tallied;
    std::set<sessions::post_id> commented;  ///< tops of threads
    std::set<sessions::poll_id> answered;   ///< polls with live results
    bool presence = false;
    bool looks = false;  ///< which cases of the queue are open on desks

    bool is_empty() const
    {
        return tallied.empty() && commented.empty() && answered.empty() && !presence && !looks;
    }

    /// Notes what a committed event changes.
    void note(const sessions::jam_state& state, const sessions::event& happened);
};

}  // namespace jamhall::live
