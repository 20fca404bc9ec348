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

enum class feed_kind : std::uint8_t { lobby, forum, thread, me, desk };

/// One feed of a jam: lobby, forum/<forum>, thread/<post>, me (of a person) or desk/<forum>.
struct feed_id {
    feed_kind kind{};
    std::uint32_t number = 0;  ///< forum index, post number or person number; 0 for lobby

    friend auto operator<=>(const feed_id&, const feed_id&) = default;
};

/// As written on the wire; `me` is the same word for everybody.
[[nodiscard]] std::string written(const jam_state& state, feed_id feed);

/// Reads a written feed for this viewer. Nothing for an unknown forum, a post that tops no thread or may not
/// be seen, or `me` without a person.
[[nodiscard]] std::optional<feed_id> feed_named(const jam_state& state, std::string_view written,
                                                person_id viewer);

/// Whether this viewer may watch the feed now; roles come and go. 0 is the administrator.
[[nodiscard]] bool may_watch(const jam_state& state, feed_id feed, person_id viewer);

// Which events a feed carries depends only on the event and on what never changes about its post (kind, forum,
// thread, parent, author, who had cast a ballot on it before), so a backfill gives what the live feed gave.

/// Every feed that carries this event, whoever watches, each once: for the fan-out of a fresh event.
/// `state` has the event folded in and may be ahead of it. Cost: a handful, but an edit looks through the
/// people until it has found all who cast a ballot on that post before.
/// Source: rules FE1 to FE3.
[[nodiscard]] std::vector<feed_id> feeds_of(const jam_state& state, const event& happened);

/// Whether this one feed carries the event: the same answer as feeds_of, for a backfill. Cost: constant, an
/// edit the logarithm of the ballots of one person.
[[nodiscard]] bool carries(const jam_state& state, feed_id feed, const event& happened);

/// Where in the log, above `after`, stands what a person's feed `me` carries, in order. Where that is more than `limit`, some
/// of it, more than `limit`. Cost: with what is found, and with the edits, merges and official responses
/// since.
[[nodiscard]] std::vector<log_offset> told_to(const jam_state& state, person_id who, log_offset after,
                                              std::size_t limit);

/// Whether the event may be shown on that feed now: its post is public or, on `me`, one's own. Always true
/// for events that are not about a post.
/// Source: rule FE4.
[[nodiscard]] bool is_shown(const jam_state& state, feed_id feed, const event& happened);

/// Whether the bell from `before` to `after` changes what is shown (others, names or tallies), so that each
/// watched forum and thread feed is told `behind`.
/// Source: rule FE5.
[[nodiscard]] bool changes_what_is_shown(const switches& before, const switches& after);

}  // namespace jamhall::sessions
