// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/sessions/given_when_then.hpp"

namespace jamhall::test {

inline constexpr forum_index streets = 0, parks = 1;
inline constexpr post_id trees{1}, benches{2}, which{3}, question{4}, pond{5};

inline add_post in_parks(add_post made)
{
    made.forum = "parks"_slug;
    return made;
}

/// Ada's ideas 1 and 2 and Ben's comment 3 on the first and Fay's prompt 4 in the streets, Cleo's idea 5 in the parks.
inline scenario with_posts(const plan& written = one_phase())
{
    auto jam = given(written);
    jam.when(idea(), by(ada, start)).accepted();
    jam.when(idea("More benches."), by(ada, start)).accepted();
    jam.when(comment_on(trees), by(ben, start)).accepted();
    jam.when(prompt(), by(fay, start)).accepted();
    jam.when(in_parks(idea("A pond.")), by(cleo, start)).accepted();
    return jam;
}

}  // namespace jamhall::test
