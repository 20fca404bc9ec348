// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/jam_state.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace jamhall::sessions {

/// When what a scope names is due to be erased. Source: rule RT1.
std::optional<instant> due_at(const jam_state& state, erasure_scope what);

/// What the retention schedule asks for at `now`: people one after the other with all their posts, until there are
/// `most` people or as many posts; nothing while a hold stands. Source: rules RT1, LH1.
struct due_erasure {
    erasure_scope what{};
    std::vector<post_id> posts;
    std::vector<person_id> people;
};
std::optional<due_erasure> next_due(const jam_state& state, instant now, std::size_t most);

/// When to look again: the next instant of the schedule at which somebody is left to erase.
std::optional<instant> next_retention(const jam_state& state);

/// How many people the schedule will take by each of its instants.
std::size_t people_left(const jam_state& state, erasure_scope what);

/// The privacy notice in plain words: the organizer's, or what follows from the plan. Source: rule PN1.
std::string privacy_notice(const plan& of);

/// Whether both plans promise the same, in whatever words this version says it: then nobody is asked again.
bool says_the_same_of_privacy(const plan& a, const plan& b);

}  // namespace jamhall::sessions
