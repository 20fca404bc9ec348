// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace jamhall::sessions {

/// A post that stands in front for a while. Source: rule SV2.
struct spotlight {
    post_id post;
    instant since;
    instant until;

    friend bool operator==(const spotlight&, const spotlight&) = default;
};

/// One idea that was merged into another. It stays listed when it is taken back: who was told of later events
/// must be the same live and in a backfill. Source: rule SV5.
struct merge {
    post_id post;
    post_id into;
    std::optional<phase_index> phase;  ///< the one whose ballots may move; none: it took no ballots
    log_offset at;
    bool is_taken_back = false;
    std::map<person_id, bool> answers;  ///< who said whether to move their ballot

    friend bool operator==(const merge&, const merge&) = default;
};

/// A thread that changed its forum. Source: rule SV4.
struct thread_move {
    post_id post;
    forum_index from = 0;
    forum_index to = 0;
    log_offset at;

    friend bool operator==(const thread_move&, const thread_move&) = default;
};

/// Somebody is working on a thread. Source: rule SV7.
struct claim {
    person_id person;  ///< 0: the administrator
    instant since;

    friend bool operator==(const claim&, const claim&) = default;
};

/// What those who steer did to posts, apart from the posts themselves: it concerns few of them.
struct steering {
    std::vector<spotlight> spotlights;  ///< those not ended by hand; by time of their begin
    std::vector<std::pair<post_id, post_id>> connections;  ///< smaller number first, in order
    std::vector<merge> merges;                             ///< in the order of the log
    std::vector<thread_move> moves;                        ///< in the order of the log
    std::map<post_id, post_id> splits;                     ///< idea -> the comment it was
    std::map<post_id, claim> claims;

    friend bool operator==(const steering&, const steering&) = default;
};

}  // namespace jamhall::sessions
