// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/outcome.hpp"
#include "sessions/core/shuffle.hpp"
#include "sessions/model/jam_state.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::sessions {

inline constexpr std::size_t page_limit_max = 200;

/// A page of posts by id, in order, and the cursor of the next page.
struct post_page {
    std::vector<post_id> posts;
    std::optional<std::string> next;
};

struct page_request {
    std::optional<order_switch> order;  ///< default: the running phase's
    std::string_view after;             ///< cursor from `next`, or empty for the first page
    std::size_t limit = 50;             ///< 1 to page_limit_max
    person_id viewer;                   ///< whose shuffle, and while others are sampled, whose pages
};

/// The ideas, prompts and summaries of one forum, withdrawn ones as tombstones. A cursor holds the sort key of
/// the last post shown, so that posts which arrive meanwhile neither repeat nor hide others.
/// Cost: newest, what is shown; the other orders look once at each post of the forum and sort one page.
/// Errors: tallies_sealed for `top` while sealed, bad_field for a broken cursor or limit.
/// Source: rules PA1 to PA6.
[[nodiscard]] outcome<post_page> forum_page(const jam_state& state, forum_index forum,
                                            const page_request& asked);

/// Comments and replies of one thread, oldest first; of a comment, the replies to it; an announcement has none.
/// `order` is not used. Cost: what is shown; of a comment, its thread.
/// Errors: no_such_post for a post that is not public, bad_field.
[[nodiscard]] outcome<post_page> thread_page(const jam_state& state, post_id of, const page_request& asked);

}  // namespace jamhall::sessions
