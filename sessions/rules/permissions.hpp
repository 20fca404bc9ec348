// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/context.hpp"
#include "sessions/model/jam_state.hpp"

#include <optional>

namespace jamhall::sessions {

/// Everything a role may or may not do: the rows of the table in jam.md section 3 that exist today.
enum class action : std::uint8_t {
    read,
    take_part,  ///< post, comment, ballot, follow
    steer,      ///< every steering and moderation verb of a forum; scoped for facilitators
    announce_to_all,
    move_clock,    ///< advance, extend, pause, resume
    manage,        ///< plan, roster, roles, links, close, cancel
    export_data,   ///< de-identified report and package before the jam is over
    keep_desk,     ///< queue, back-channel, shifts and handovers of a forum; scoped
    keep_records,  ///< erase, refuse to, hold, see what left the hall
    read_sealed,   ///< nobody, ever (rule BA2)
};

/// The one permissions table: whether `by` may do this, in this forum where the action is about one.
[[nodiscard]] bool may(const jam_state& state, const context& by, action what,
                       std::optional<forum_index> where = std::nullopt);

}  // namespace jamhall::sessions
