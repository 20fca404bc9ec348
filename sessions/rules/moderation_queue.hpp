// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/jam_state.hpp"

#include <optional>
#include <vector>

namespace jamhall::sessions {

/// What moderation knows about a post, or null when nothing is open about it.
[[nodiscard]] const moderation_case* case_of(const jam_state& state, post_id id);

/// Why a post waits to be looked at, in the order of the enum; empty when it does not.
/// Source: rules MO6, MO8, MO10, MO11.
[[nodiscard]] std::vector<queue_source> sources_of(const jam_state& state, const post& p);

[[nodiscard]] bool is_in_queue(const jam_state& state, const post& p);

/// Since when it waits: the earliest of its sources. A first post counts only where nothing else does.
[[nodiscard]] std::optional<instant> waits_since(const jam_state& state, const post& p);

/// Whether its author was asked to change it and has not done so yet; such a post is not in the queue.
[[nodiscard]] bool awaits_author(const jam_state& state, const post& p);

/// Whether this is the first idea or comment of somebody without a badge, looked at or not.
[[nodiscard]] bool is_first_post(const jam_state& state, const post& p);

/// The instant from which the delay of a decision about this post counts: as `waits_since`, but never that of a
/// first post, about which nobody asked for a decision. Source: rule MO12.
[[nodiscard]] std::optional<instant> asked_since(const jam_state& state, const post& p);

}  // namespace jamhall::sessions
