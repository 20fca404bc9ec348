// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/jam_state.hpp"

#include <algorithm>

namespace jamhall::sessions {

/// Whether an idea of somebody else was dealt to this person (rule SA1).
[[nodiscard]] inline bool is_dealt(const jam_state& state, post_id idea, person_id viewer)
{
    return viewer && std::ranges::binary_search(state.at(viewer).dealt, idea);
}

/// Whether nobody but its author was ever shown it: it is held, or was erased while it was.
[[nodiscard]] inline bool was_never_shown(const post& p)
{
    return p.state == post_state::held ||
           (p.state == post_state::erased && p.erased_from == post_state::held);
}

/// Whether this person may see, and so act on, the post under these switches: posts that were never shown are for
/// their author only, and so are ideas and comments while others' are hidden; while they are sampled, ideas also for whom they
/// were dealt to. Person 0 stands for anybody.
[[nodiscard]] inline bool can_see(const jam_state& state, const post& p, person_id viewer,
                                  const switches& under)
{
    if (viewer && p.author == viewer)
        return true;
    if (was_never_shown(p))
        return false;
    if (p.kind != post_kind::idea && p.kind != post_kind::comment)
        return true;
    switch (under.others) {
    case others_switch::visible: return true;
    case others_switch::hidden: return false;
    case others_switch::sampled: return is_dealt(state, p.id, viewer);
    }
    return false;
}

}  // namespace jamhall::sessions
