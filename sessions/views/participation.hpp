// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/jam_state.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::sessions {

/// How far people came, each step counted apart (contract section 8).
enum class involvement : std::uint8_t { invited, registered, entered, posted, supported };

inline constexpr std::array all_involvements{involvement::invited, involvement::registered,
                                             involvement::entered, involvement::posted,
                                             involvement::supported};

std::string_view name_of(involvement value);

/// People at each step, as they are. Not for showing: report figures go through participation_of.
using head_count = std::array<std::uint32_t, all_involvements.size()>;

/// Whether a person is counted at all: not only analyst, records officer or observer. Source: rule RE1.
[[nodiscard]] bool is_counted(const person& who);

/// Adds one person to every step they took.
void add_to(head_count& counted, const person& who);

/// The steps of a group as everybody may see them: `supported` is nothing while sealed (rule BA2), small
/// cells are nothing (rule BA7).
struct funnel {
    std::array<std::optional<std::uint32_t>, all_involvements.size()> counts;

    std::optional<std::uint32_t> of(involvement step) const { return counts[static_cast<std::size_t>(step)]; }

    friend bool operator==(const funnel&, const funnel&) = default;
};

struct funnel_row {
    std::string value;  ///< audience id or attribute value; empty: not given
    funnel counts;
};

struct attribute_funnel {
    std::string attribute;
    std::vector<funnel_row> rows;  ///< by value
};

struct participation_report {
    funnel all;                           ///< on the roster
    funnel newcomers;                     ///< who came in without being on it; `invited` counts them all
    std::vector<funnel_row> by_audience;  ///< in the plan's order
    std::vector<attribute_funnel> by_attribute;  ///< in the roster's order of columns
};

/// Cost: people times their attributes.
[[nodiscard]] participation_report participation_of(const jam_state& state);

}  // namespace jamhall::sessions
