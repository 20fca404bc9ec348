// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/context.hpp"
#include "sessions/model/jam_state.hpp"

#include <vector>

namespace jamhall::sessions {

/// Whether `by` belongs to the desk of any forum, and so to the back-channel of all. Source: rule SH3.
[[nodiscard]] bool keeps_some_desk(const jam_state& state, const context& by);

/// Whether this person may still work the shifts of a forum: one of its facilitators or hosts, or an organizer.
[[nodiscard]] bool may_work(const jam_state& state, person_id who, forum_index forum);

/// Who is on a forum at an instant, each once, by person. A shift of somebody who may not work there any more
/// does not count.
[[nodiscard]] std::vector<person_id> on_now(const jam_state& state, forum_index forum, instant now);

}  // namespace jamhall::sessions
