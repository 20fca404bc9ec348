// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"
#include "sessions/core/slug.hpp"
#include "sessions/model/event.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace jamhall::sessions {

/// Commands: what somebody asks for, in the imperative. The codec has decoded their shape and
/// normalised their text; `decide` judges everything that depends on the jam.
struct join {
    acceptance accepts;
};

struct add_post {
    slug forum;
    post_kind kind{};
    std::string text;
    post_id parent;
    post_id builds_on;
    std::optional<slug> drafted_in;
};

struct edit_post {
    post_id post;
    std::string text;
    std::optional<slug> drafted_in;
};

struct withdraw_post {
    post_id post;
};

struct cast_ballot {
    post_id post;
    choice says{};
};

struct announce {
    std::string text;
    std::optional<slug> forum;
};

struct advance_phase {};

struct extend_phase {
    std::int64_t minutes = 0;
};

struct pause_clock {};
struct resume_clock {};

struct grant_role {
    person_id person;
    role which{};
    std::vector<slug> forums;
};

struct revoke_role {
    person_id person;
    role which{};
};

struct close_jam {};

struct cancel_jam {
    std::string note;
};

/// Commands of the hall itself, never from the wire: their actor is the hall.
struct create_jam {
    slug jam;
    std::shared_ptr<const plan> what;
    std::uint64_t seed = 0;
};

/// One line of a checked roster: person 0 is new, else an update.
struct put_person {
    person_id person;
    roster_entry entry;
};

struct register_person {};  ///< the actor's token was used
struct enter_person {};     ///< the actor opened a live socket

struct record_seen {
    std::vector<std::pair<post_id, std::uint32_t>> newly;
};

using command = std::variant<join, add_post, edit_post, withdraw_post, cast_ballot, announce, advance_phase,
                             extend_phase, pause_clock, resume_clock, grant_role, revoke_role, close_jam,
                             cancel_jam, create_jam, put_person, register_person, enter_person, record_seen>;

/// The command's name on the wire: "add_post" and so on.
std::string_view name_of(const command& c);

}  // namespace jamhall::sessions
