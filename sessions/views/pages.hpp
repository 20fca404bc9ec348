// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/outcome.hpp"
#include "sessions/model/jam_state.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::sessions {

/// A page of posts by id, in order, and the cursor of the next page.
struct post_page {
    std::vector<post_id> posts;
    std::optional<std::string> next;
};

struct page_request {
    std::optional<order_switch> order;   ///< default: the running phase's
    std::string_view after;              ///< cursor from `next`, or empty for the first page
    std::size_t limit = 50;              ///< 1 to 200
    person_id viewer;                    ///< whose shuffle and own posts; 0 = nobody's
};

/// The ideas and prompts of one forum. A cursor names the last post shown by its sort key, so that posts
/// which arrive meanwhile neither repeat nor hide others.
/// Errors: tallies_sealed for `top` while sealed, bad_field for a broken cursor.
[[nodiscard]] outcome<post_page> forum_page(const jam_state& state, forum_index forum, const page_request& asked);

/// Comments and replies of one thread, oldest first. Errors: no_such_post, bad_field.
[[nodiscard]] outcome<post_page> thread_page(const jam_state& state, post_id top, const page_request& asked);

/// Stable shuffle: a function of jam seed, person and idea only (jam.md section 7, 4).
[[nodiscard]] std::uint64_t shuffle_key(std::uint64_t seed, person_id viewer, post_id idea);

}  // namespace jamhall::sessions
