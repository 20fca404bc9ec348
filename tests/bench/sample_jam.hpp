// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/instant.hpp"
#include "sessions/model/command.hpp"
#include "sessions/model/event.hpp"
#include "sessions/model/jam_state.hpp"

#include <cstdint>
#include <vector>

namespace jamhall::bench {

/// A running jam of people and ideas, told through the same rules as a real one.
class sample_jam {
public:
    sample_jam(std::uint32_t people, std::uint32_t ideas);

    const sessions::jam_state& state() const { return state_; }

    /// Judges a command, folds what follows and gives it back. Throws when it is refused.
    std::vector<sessions::event> apply(sessions::person_id who, const sessions::command& asked);

    /// The next ballot: another person each time, another idea when everybody had a turn.
    std::vector<sessions::event> cast_next_ballot();

private:
    sessions::jam_state state_;
    sessions::instant now_;
    std::uint32_t people_;
    std::uint32_t ideas_;
    std::uint32_t ballots_ = 0;
};

}  // namespace jamhall::bench
