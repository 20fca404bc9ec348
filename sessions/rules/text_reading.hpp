// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/jam_state.hpp"

#include <string_view>
#include <vector>

namespace jamhall::sessions {

/// The links and words of a text that the plan wants looked at. Never `fast`, which is about its author.
/// Source: rule MO11.
[[nodiscard]] signals signals_of(const signal_policy& policy, std::string_view text);

/// The people a text mentions as `@[Name](person/12)`: known ones, each once, in the order of the text, at most
/// `limits::mentions_max`. Source: rule PO14.
[[nodiscard]] std::vector<person_id> mentions_in(const jam_state& state, std::string_view text);

/// Those whom a new text of this post mentions, and neither its text so far nor any listed before: with them it
/// has listed at most `limits::mentions_max`. Source: rule PO14.
[[nodiscard]] std::vector<person_id> newly_mentioned_in(const jam_state& state, const post& edited,
                                                        std::string_view text);

/// Whether a text names this person: the full name of the roster stands in it as words, in whatever case, or
/// they are mentioned. Source: rule MO7.
[[nodiscard]] bool names_person(const jam_state& state, std::string_view text, person_id who);

}  // namespace jamhall::sessions
