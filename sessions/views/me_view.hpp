// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/jam_state.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace jamhall::sessions {

/// What a person may always see of their own (contract section 5, `/me`), sealed or not, hidden or not.
struct me_view {
    struct own_ballot {
        phase_index phase = 0;
        post_id post;
        choice says{};
        post_id over{};  ///< of a pair: the other idea
    };

    struct own_post {
        post_id post;
        post_state state{};
    };

    person_id person;
    std::vector<own_ballot> ballots;        ///< standing ones, by phase, then post
    std::optional<std::int32_t> dots_left;  ///< while the running phase asks for dots
    std::vector<own_post> posts;            ///< of every kind and state, oldest first
};

/// Cost: this person's posts, and the posts they ever cast a ballot on times the phases with ballots.
/// Source: rule BA2.
[[nodiscard]] me_view me_of(const jam_state& state, person_id who);

}  // namespace jamhall::sessions
