// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/jam_state.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace jamhall::sessions {

enum class check_state : std::uint8_t { done, doubt, missing };

std::string_view name_of(check_state value);

/// One line of the go/no-go checklist.
struct check_item {
    std::string_view id;  ///< times, charter, questions, rules, roster, links, facilitators, coverage
    check_state state{};
    std::string says;
};

/// What the engine knows beside the state.
struct readiness {
    std::size_t people_with_link = 0;
};

/// What an organizer looks at before the bell. Cost: the roster.
[[nodiscard]] std::vector<check_item> checklist_of(const jam_state& state, const readiness& beside,
                                                   instant now);

}  // namespace jamhall::sessions
