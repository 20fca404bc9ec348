// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/core/slug.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::sessions {

enum class post_kind : std::uint8_t { idea, comment, prompt, summary, announcement };
enum class post_state : std::uint8_t { published, held, hidden, withdrawn, merged, erased };

std::string_view name_of(post_kind value);
std::string_view name_of(post_state value);
std::optional<post_kind> post_kind_named(std::string_view name);

/// One post. Posts are numbered 1, 2, 3 … in the order of the log.
struct post {
    post_id id;
    post_kind kind{};
    std::optional<forum_index> forum;  ///< none: an announcement to everybody
    post_id parent;                    ///< of a comment: the idea, prompt or (one level up) comment; else 0
    post_id thread;                    ///< top of the thread: the idea or prompt; itself for those
    post_id builds_on;                 ///< of an idea, else 0
    post_id family;                    ///< oldest ancestor by build-on; itself when it has none
    person_id author;
    log_offset added_at;
    instant at;
    std::optional<instant> edited_at;
    post_id merged_into;  ///< while state is merged, else 0
    post_state state = post_state::published;
    bool is_nameless = false;  ///< written while names were hidden (rule PH9)
    std::uint32_t version = 1;
    std::string text;                 ///< the current version
    std::vector<person_id> mentions;  ///< whom its events list as named with @ (rule PO14)
    std::vector<post_id> comments;    ///< of a thread's top: all comments and replies, oldest first
    std::uint32_t seen_count = 0;     ///< people who saw it
    std::uint32_t caster_count = 0;   ///< people with a first_cast on it; sealed like a tally (rule BA2)
    instant last_at;                  ///< of the last post in its thread, never of a ballot (rule BA2)
    std::uint32_t held_comments = 0;  ///< of `comments`: held, or erased while held; they move no `last_at`
    std::uint32_t deal_count = 0;     ///< people it was dealt to (rule SA2)
    post_state erased_from = post_state::published;  ///< what it was before it was erased, for the figures
    std::vector<log_offset> seen_steps;  ///< where in the log its seen_count reached 1, 2, 4, 8 … (rule FO2)

    friend bool operator==(const post&, const post&) = default;
};

inline bool tops_thread(const post& p)
{
    return p.kind == post_kind::idea || p.kind == post_kind::prompt || p.kind == post_kind::summary;
}

}  // namespace jamhall::sessions
