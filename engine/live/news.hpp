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
    bool presence = false;

    bool is_empty() const { return tallied.empty() && commented.empty() && !presence; }

    /// Notes what a committed event changes.
    void note(const sessions::jam_state& state, const sessions::event& happened);
};

}  // namespace jamhall::live
