// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/jam_state.hpp"

#include <optional>
#include <vector>

namespace jamhall::sessions {

/// The forum a post was in right after the event at `offset`: threads are moved (rule SV4). None: an
/// announcement to everybody.
[[nodiscard]] std::optional<forum_index> forum_at(const jam_state& state, post_id id, log_offset offset);

/// What stands in the spotlight at `now`, in the order it began. Source: rule SV2.
[[nodiscard]] std::vector<spotlight> spotlights_at(const jam_state& state, instant now);

/// The posts connected to this one, by number. Source: rule SV3.
[[nodiscard]] std::vector<post_id> connected_to(const jam_state& state, post_id id);

/// The last merge of a post that was not taken back; null where there is none. Source: rule SV5.
[[nodiscard]] const merge* merge_of(const jam_state& state, post_id id);

/// The ideas that are merged into this one, directly, by number.
[[nodiscard]] std::vector<post_id> merged_into(const jam_state& state, post_id id);

/// The idea that a post is part of by now, through all merges; itself where it is not merged.
[[nodiscard]] post_id end_of_merges(const jam_state& state, post_id id);

/// Whether the running phase asks this person to move their ballot from a merged idea, and there is no answer
/// yet. Source: rule SV5.
[[nodiscard]] bool is_asked(const jam_state& state, const merge& about, person_id who);

/// All merges this person is asked about, in the order of the log.
[[nodiscard]] std::vector<merge> questions_to(const jam_state& state, person_id who);

/// The comment that an idea was split from; 0 where it was not. Source: rule SV6.
[[nodiscard]] post_id split_from(const jam_state& state, post_id id);

/// Who works on a thread at `now`; null where nobody does. Source: rule SV7.
[[nodiscard]] const claim* claim_at(const jam_state& state, post_id id, instant now);

/// The posts that a response to this idea concerns, by number: itself, what is merged into it, what it grew out
/// of and what grew out of it. Source: rule OR3.
[[nodiscard]] std::vector<post_id> concerned_by(const jam_state& state, post_id id);

}  // namespace jamhall::sessions
