// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/outcome.hpp"
#include "sessions/model/context.hpp"
#include "sessions/model/jam_state.hpp"
#include "sessions/rules/moderation_queue.hpp"  // IWYU pragma: export
#include "sessions/rules/text_reading.hpp"      // IWYU pragma: export

#include <optional>
#include <string>

namespace jamhall::sessions {

/// Whether `by` decides about posts where this one is: facilitators in their forums, and organizers. It says
/// nothing of rule MO7.
[[nodiscard]] bool may_moderate(const jam_state& state, const context& by, const post& p);

/// Why somebody who may moderate still does not decide about this post: they wrote it, or it names them.
/// Source: rule MO7.
[[nodiscard]] std::optional<rejection> fault_of_nearness(const jam_state& state, const context& by,
                                                         const post& p);

/// Whether `by` may mute this person: organizers anybody, facilitators those whose name they see at a post in their
/// forums. Source: rule MO9.
[[nodiscard]] bool may_mute(const jam_state& state, const context& by, person_id who);

/// The refusal of somebody who is muted. Source: rule MO9.
[[nodiscard]] std::optional<rejection> fault_of_mute(const person& author, instant now);

/// What the author's text shows by itself; nothing for somebody with a badge. `added_at` is when they post it,
/// and none for an edit. Source: rule MO11.
[[nodiscard]] signals signals_of_author(const jam_state& state, person_id author, std::string_view text,
                                        std::optional<instant> added_at);

/// The name of somebody for a sentence; person 0 is the administrator.
[[nodiscard]] std::string called(const jam_state& state, person_id who);

/// The text of a house rule for a sentence, without its full stop; its id where the plan has no such rule any more.
[[nodiscard]] std::string rule_in_words(const jam_state& state, const slug& rule);

/// "just now", "20 seconds ago", "3 hours ago".
[[nodiscard]] std::string ago(duration passed);

}  // namespace jamhall::sessions
