// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/outcome.hpp"
#include "sessions/model/jam_state.hpp"

#include <optional>
#include <string>
#include <vector>

namespace jamhall::sessions {

/// Why this plan cannot replace the one of the jam at `now`; nothing when it can. Its field is the JSON pointer
/// into the command, below `plan`. Source: rules PL1 to PL4.
[[nodiscard]] std::optional<rejection> fault_of_change(const jam_state& state, const plan& wanted,
                                                       instant now);

/// The clock as it stands under a plan that may replace the present one: what has begun keeps its place, what
/// comes is planned anew. Source: rule PL2.
[[nodiscard]] jam_clock changed_clock(const jam_state& state, const plan& wanted);

/// One difference between two plans, in the words of the plan's own members.
struct plan_difference {
    std::string pointer;
    std::string before;  ///< empty: it was not there
    std::string after;   ///< empty: it goes

    friend bool operator==(const plan_difference&, const plan_difference&) = default;
};

/// Everything that differs, in the order of the plan: for people who are asked whether they mean it.
[[nodiscard]] std::vector<plan_difference> differences(const plan& before, const plan& after);

}  // namespace jamhall::sessions
