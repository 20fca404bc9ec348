// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/jam_state.hpp"

#include <cstddef>
#include <vector>

namespace jamhall::sessions {

// While others are sampled, each idea of one's own is answered with a few of others' (brainwriting). What is dealt
// stands in the event of the post, so that a replay gives everybody the same again.

/// Up to `count` published ideas of others in this forum that this person was not dealt yet: those dealt to the
/// fewest people first, among equals in their own shuffled order. By number.
/// Cost: the posts of the forum.
/// Source: rule SA2.
[[nodiscard]] std::vector<post_id> ideas_to_deal(const jam_state& state, forum_index forum, person_id who,
                                                 std::size_t count);

/// Who is still owed ideas in this forum and gets a new one of this author, by number: nobody unless others are
/// sampled now.
/// Source: rule SA3.
[[nodiscard]] std::vector<person_id> people_to_deal_to(const jam_state& state, post_kind kind,
                                                       forum_index forum, person_id author);

/// Writes down that an idea was dealt to somebody; what they are owed is the caller's.
void deal(jam_state& state, post_id idea, person_id to);

/// Deals a new idea to those who were owed one in its forum.
void deal_to_short(jam_state& state, post_id idea, const std::vector<person_id>& people);

}  // namespace jamhall::sessions
