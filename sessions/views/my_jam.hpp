// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/jam_state.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace jamhall::sessions {

/// What somebody follows and how far they have read each feed as written: private state (rule PE2).
struct reader_marks {
    std::vector<post_id> threads;
    std::vector<std::pair<std::string, log_offset>> read;
};

/// What is new in a forum since one read it last.
struct forum_news {
    forum_index forum = 0;
    std::uint32_t ideas = 0;
    std::uint32_t comments = 0;
};

/// A thread one follows or began, with what others wrote there since one read it last.
struct thread_news {
    post_id post;
    std::uint32_t comments = 0;
};

/// "My jam" and "since you left": for one person, from their marks.
struct my_jam {
    std::vector<forum_news> forums;    ///< those with news
    std::vector<thread_news> threads;  ///< those with news, by number
    std::vector<post_id> mentions;     ///< posts that name this person, newest first, at most 50
    std::vector<merge> questions;      ///< merges that ask whether to move one's support
    std::vector<poll_id> polls;        ///< open ones this person has not answered
};

/// Cost: with the posts, the newest 20,000 of them, and with the marks.
[[nodiscard]] my_jam my_jam_of(const jam_state& state, person_id who, const reader_marks& marks);

}  // namespace jamhall::sessions
