// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/model/admission.hpp"
#include "sessions/model/records.hpp"
#include "sessions/model/roles.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace jamhall::sessions {

/// One line of the roster as the domain knows it. The e-mail address is not here: it stays in the
/// engine's identity table and never enters the log.
struct roster_entry {
    std::string name;
    role_set roles{role::participant};
    std::vector<forum_index> forums;  ///< limits scoped roles; empty = all forums
    audience_index audience = 0;
    std::vector<std::pair<std::string, std::string>> attributes;  ///< in the order of the roster's columns
    way_in came_by = way_in::roster;                              ///< otherwise a newcomer (rule PE9)

    friend bool operator==(const roster_entry&, const roster_entry&) = default;
};

/// What a person accepted by `join`; 0 = not yet. Source: rule PE1.
struct acceptance {
    std::int32_t charter = 0;
    std::int32_t rules = 0;
    std::int32_t privacy = 0;  ///< the privacy notice (rule PN1)

    friend bool operator==(const acceptance&, const acceptance&) = default;
};

/// That a person cast a ballot on a post, in whatever phase, and where in the log they first did. It stays
/// when the ballot is withdrawn: who is told of an edit must be the same live and in a backfill.
struct first_cast {
    post_id post;
    log_offset at;

    friend bool operator==(const first_cast&, const first_cast&) = default;
};

struct person {
    roster_entry entry;
    acceptance accepted;
    bool has_registered = false;  ///< a token or sign-in was used once
    bool has_entered = false;     ///< sent `join` or opened a live socket
    std::uint32_t idea_count = 0;
    std::uint32_t comment_count = 0;
    std::uint32_t ballot_count = 0;                ///< ballots standing now, all phases
    instant last_post_at{};                        ///< for slow mode
    std::optional<instant> muted_until;            ///< may not post before (rule MO9)
    bool is_removed = false;                       ///< by an organizer; neither signs in nor does anything
    person_erasure erased = person_erasure::none;  ///< neither signs in nor does anything once it is more
    bool is_vetted = false;                        ///< their first idea or comment was looked at (rule MO11)
    std::vector<post_id> posts;                    ///< of any kind and state, oldest first
    std::vector<first_cast> casts;                 ///< by post number; an index of the ballot boxes for `/me`
    std::vector<post_id> dealt;  ///< ideas of others they may see while others are sampled, by number

    friend bool operator==(const person&, const person&) = default;
};

}  // namespace jamhall::sessions
