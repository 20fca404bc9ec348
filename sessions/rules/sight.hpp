// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/plan.hpp"
#include "sessions/model/post.hpp"

namespace jamhall::sessions {

/// Whether this person may see, and so act on, the post under these switches: held posts and, while
/// others' are hidden, ideas and comments are for their author only. Person 0 stands for anybody.
[[nodiscard]] inline bool can_see(const post& p, person_id viewer, const switches& under)
{
    if (viewer && p.author == viewer)
        return true;
    if (p.state == post_state::held)
        return false;
    return under.others == others_switch::visible ||
           (p.kind != post_kind::idea && p.kind != post_kind::comment);
}

}  // namespace jamhall::sessions
