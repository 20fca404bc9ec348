// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"

#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace jamhall::sessions {

/// Somebody's hours on a forum. Source: rule SH1.
struct shift {
    person_id person;
    forum_index forum = 0;
    instant starts_at;
    std::int32_t hours = 0;
    person_id offered_to;  ///< 0: nobody

    instant ends_at() const { return starts_at + std::chrono::hours{hours}; }

    friend bool operator==(const shift&, const shift&) = default;
};

/// The note left for the next. Source: rule SH2.
struct handover {
    person_id person;
    std::string text;
    instant at;

    friend bool operator==(const handover&, const handover&) = default;
};

/// One line of the back-channel.
struct remark {
    log_offset at_offset;
    instant at;
    person_id person;                  ///< 0: the administrator
    std::optional<forum_index> forum;  ///< none: all facilitators
    std::string text;

    friend bool operator==(const remark&, const remark&) = default;
};

/// Remarks kept at hand; older ones stand in the log.
inline constexpr std::size_t remarks_kept = 200;

/// Who works when, and what they tell each other.
struct shift_desk {
    std::vector<shift> shifts;                       ///< by begin, then forum, then person
    std::vector<std::optional<handover>> handovers;  ///< the newest, by forum_index
    std::deque<remark> remarks;                      ///< the newest, oldest first

    friend bool operator==(const shift_desk&, const shift_desk&) = default;
};

}  // namespace jamhall::sessions
