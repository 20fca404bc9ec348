// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/jam_state.hpp"

#include <optional>
#include <string_view>

namespace jamhall::sessions {

/// Whether a post is on any surface for everybody now: not held, and not somebody's idea or comment while the
/// running phase hides or samples others' (switch `others`). Prompts, summaries and announcements are always public.
/// Source: rules VI1, VI2.
[[nodiscard]] bool is_public(const jam_state& state, const post& p);

/// The same for one reader: public, their own, or dealt to them (rule SA1). Pass person 0 for "anybody".
[[nodiscard]] bool may_see(const jam_state& state, const post& p, person_id viewer);

/// Whether the pages of this reader hold the post. They are the same for everybody, but while others are sampled
/// they hold what this reader may see.
/// Source: rules VI2, SA4.
[[nodiscard]] bool is_on_pages_of(const jam_state& state, const post& p, person_id reader);

/// Whether the pages are the same for everybody now.
[[nodiscard]] bool pages_are_shared(const jam_state& state);

/// Whether others' ideas and comments are not everybody's now: hidden, or sampled.
[[nodiscard]] bool others_are_hidden(const jam_state& state);

/// The author to show: nothing while names are hidden, for a post written nameless (rule PH9) and for posts
/// of the hall itself. The same for every reader and every role.
[[nodiscard]] std::optional<person_id> shown_author(const jam_state& state, const post& p);

/// The text to show: nothing once withdrawn, hidden or erased (rule VI3).
[[nodiscard]] std::optional<std::string_view> shown_text(const post& p);

/// How many comments and replies a thread shows, tombstones included; what was never shown is counted nowhere (MO10).
[[nodiscard]] std::uint32_t shown_comment_count(const jam_state& state, const post& p);

}  // namespace jamhall::sessions
