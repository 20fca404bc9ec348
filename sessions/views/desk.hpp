// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/jam_state.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace jamhall::sessions {

// What the desk of a forum shows to its facilitators, hosts and organizers. Whoever asks was judged before.

/// Posts of a forum that wait to be looked at, those that wait longest first. Cost: the posts of the jam.
[[nodiscard]] std::vector<post_id> queue_of(const jam_state& state, forum_index forum);

/// A thread nobody but its author has answered for as long as the plan allows.
struct unanswered_thread {
    post_id post;
    instant since;
};

/// Those of a forum, longest first, while comments are open; at most `limit`. Cost: the threads of the forum.
[[nodiscard]] std::vector<unanswered_thread> unanswered_in(const jam_state& state, forum_index forum,
                                                           instant now, std::size_t limit);

/// A stretch of time in which nobody is on a forum.
struct coverage_gap {
    forum_index forum = 0;
    instant from;
    instant to;
};

/// Gaps of every forum from now, or from the start, to the end of the jam, three days ahead at most.
[[nodiscard]] std::vector<coverage_gap> coverage_gaps(const jam_state& state, instant now);

/// A thread that this desk took on: somebody claimed it, or had the last word in it.
struct taken_thread {
    post_id post;
    person_id by;
    bool is_claimed = false;

    friend bool operator==(const taken_thread&, const taken_thread&) = default;
};

/// What happened on a forum since the last handover, or since the jam began: the note left for the next begins
/// with it.
struct shift_facts {
    instant since;
    std::uint32_t threads_opened = 0;
    std::uint32_t comments = 0;
    std::vector<post_id> unanswered;  ///< longest first
    std::uint32_t waiting = 0;        ///< cases in the queue
    std::vector<post_id> busiest;     ///< threads with most comments since, at most three
    std::vector<post_id>
        quietest;  ///< threads opened since that nobody commented on, oldest first, at most three
    std::vector<post_id> claimed;        ///< threads somebody works on
    std::vector<taken_thread> taken_on;  ///< since then, and what is claimed now; oldest thread first
    std::vector<post_id> undecided;      ///< reported, held or appealed about, longest wait first
};

[[nodiscard]] shift_facts facts_of_shift(const jam_state& state, forum_index forum, instant now);

/// The facts in plain sentences, to be edited and signed.
[[nodiscard]] std::string handover_draft(const jam_state& state, forum_index forum, const shift_facts& facts,
                                         instant now);

/// People who may not post now.
[[nodiscard]] std::vector<person_id> muted_at(const jam_state& state, instant now);

}  // namespace jamhall::sessions
