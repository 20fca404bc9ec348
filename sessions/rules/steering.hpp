// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/jam_state.hpp"

#include <vector>

namespace jamhall::sessions {

/// The forum a post stood in when the event at `at` happened: threads move (rule SV4). The post is in a forum.
[[nodiscard]] forum_index forum_at(const jam_state& state, const post& p, log_offset at);

/// Posts connected to this one, by number. Source: rule SV3.
[[nodiscard]] std::vector<post_id> connected_to(const jam_state& state, post_id post);

/// Posts that stand merged into this one, in the order of the log. Source: rule SV5.
[[nodiscard]] std::vector<post_id> merged_into(const jam_state& state, post_id post);

}  // namespace jamhall::sessions
