// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/model/plan.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace jamhall::sessions {

/// A phase of the running jam: the plan's, or the implicit lobby or archive (rule PH8).
struct phase {
    slug id;
    phase_kind kind{};
    switches rules;
    std::optional<std::variant<duration, instant>> planned_end;  ///< none: implicit
    std::optional<instant> begins_at;  ///< planned, or actual once begun; none while nobody can know
    std::optional<instant> ends_at;    ///< planned, or actual once ended; none: open end or paused
    bool has_begun = false;
    bool has_ended = false;

    friend bool operator==(const phase&, const phase&) = default;
};

enum class clock_cause : std::uint8_t { clock, person, recovery };

std::string_view name_of(clock_cause value);
std::optional<clock_cause> clock_cause_named(std::string_view name);

/// The jam's clock: which phase runs and how its end stands (rules PH1 to PH8).
struct jam_clock {
    std::vector<phase> phases;  ///< implicit lobby if any, the agenda, the implicit archive
    phase_index running = 0;
    std::optional<phase_index> previous;  ///< the phase that ended last
    std::optional<instant>
        grace_since;  ///< when it ended by clock or advance; none after close_jam (rule PH1)
    std::optional<duration> paused_remaining;  ///< set while paused
    std::uint32_t moves = 0;                   ///< how often a person moved it

    const phase& now_running() const { return phases[running]; }
    bool is_paused() const { return paused_remaining.has_value(); }

    friend bool operator==(const jam_clock&, const jam_clock&) = default;
};

}  // namespace jamhall::sessions
