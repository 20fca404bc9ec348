// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/outcome.hpp"
#include "sessions/model/context.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jamhall::sessions {

/// Sentences that several judges say.
rejection no_such_post(std::string field);
rejection no_such_forum(std::string field);
rejection no_such_person();
rejection may_not_take_part(const context& by);
rejection needs_organizer();
rejection jam_is_over(bool was_cancelled);
rejection no_room_for_posts();
rejection may_not_steer(std::string field);

/// What is wrong with a text of at most `length_max` code points, if anything (rule PO1).
std::optional<rejection> fault_of_text(std::string_view text, std::size_t length_max, std::string field);

/// The same for a note that may be left out.
std::optional<rejection> fault_of_note(std::string_view note);

/// The same for a single line.
std::optional<rejection> fault_of_one_line(std::string_view line, std::size_t length_max, std::string field);

/// What is wrong with how long a spotlight, poll or mute shall last.
std::optional<rejection> fault_of_minutes(std::int64_t minutes);

}  // namespace jamhall::sessions
