// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/jam_state.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace jamhall::sessions {

/// How far a jam is, in the directory's words.
enum class jam_standing : std::uint8_t { scheduled, running, closed, cancelled };

std::string_view name_of(jam_standing value);

/// Scheduled until the plan's start, or until an organizer rings a bell before it.
[[nodiscard]] jam_standing standing_of(const jam_state& state, instant now);

/// One line of the agenda: the plan's phases and the implicit ones, in order. Borrows from the state.
struct phase_view {
    slug id;
    phase_kind kind{};
    std::optional<instant> begins_at;  ///< planned, or actual once begun; none while nobody can know
    std::optional<instant> ends_at;    ///< none: open end, or paused
    bool is_paused = false;
    const switches* rules = nullptr;
};

[[nodiscard]] phase_view phase_view_of(const jam_clock& clock, phase_index phase);
[[nodiscard]] phase_view running_phase(const jam_state& state);
[[nodiscard]] std::vector<phase_view> agenda_of(const jam_state& state);

/// A forum as hello lists it. Borrows from the state.
struct forum_view {
    slug id;
    std::string_view title;
    std::string_view question;
    std::uint32_t ideas = 0;
    std::optional<instant> last_at;  ///< of the last post, never of a ballot (rule BA2)
};

[[nodiscard]] std::vector<forum_view> forums_of(const jam_state& state);

}  // namespace jamhall::sessions
