// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/event.hpp"
#include "sessions/model/jam_state.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::sessions {

enum class feed_kind : std::uint8_t { lobby, forum, thread, me };

/// One feed of a jam: lobby, forum/<forum>, thread/<post> or me (of a person).
struct feed_id {
    feed_kind kind{};
    std::uint32_t number = 0;  ///< forum index, post number or person number; 0 for lobby

    friend auto operator<=>(const feed_id&, const feed_id&) = default;
};

/// As written on the wire; `me` is the same word for everybody.
[[nodiscard]] std::string written(const jam_state& state, feed_id feed);

/// Reads a written feed for this viewer. Nothing for an unknown forum, a post that tops no thread or
/// may not be seen, or `me` without a person.
[[nodiscard]] std::optional<feed_id> feed_named(const jam_state& state, std::string_view written, person_id viewer);

/// Every feed that carries this event, whoever watches (jam.md section 6). Uses only what stands in
/// the event and what never changes about its post, so a backfill gives the same as the live feed.
/// `state` has the event folded in.
[[nodiscard]] std::vector<feed_id> feeds_of(const jam_state& state, const event& happened);

/// Whether the event may be shown on that feed now: its post is public (forum and thread feeds).
[[nodiscard]] bool is_shown(const jam_state& state, feed_id feed, const event& happened);

/// Whether the bell from `before` to `after` changes what is shown (others, names or tallies), so
/// that each watched forum and thread feed is told `behind`.
[[nodiscard]] bool changes_what_is_shown(const switches& before, const switches& after);

}  // namespace jamhall::sessions
