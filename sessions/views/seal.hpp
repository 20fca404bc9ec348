// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/ballots.hpp"
#include "sessions/model/jam_state.hpp"

#include <optional>
#include <vector>

namespace jamhall::sessions {

/// The one gate of rule BA2: whether tallies, and anything derived from them, may be shown to anybody
/// now. The running phase alone decides; closing lifts the seal; a jam cancelled while sealed stays so.
[[nodiscard]] bool tallies_are_shown(const jam_state& state);

/// A tally as everybody may see it.
struct shown_tally {
    phase_index phase = 0;
    ballot_switch method = ballot_switch::none;
    tally all;
    std::vector<tally> by_audience;  ///< filled only where the plan has several audiences
};

/// The tally of one post in one phase, or nothing while sealed or where the phase has no ballots.
[[nodiscard]] std::optional<shown_tally> tally_of(const jam_state& state, phase_index phase, post_id post);

/// The phase whose tallies stand for a post now: the running phase if it takes ballots, else the last
/// one before it that did (rule BA3). Nothing when there was none.
[[nodiscard]] std::optional<phase_index> headline_phase(const jam_state& state);

/// People who saw a post, or nothing while sealed (rule BA2).
[[nodiscard]] std::optional<std::uint32_t> seen_count(const jam_state& state, post_id post);

}  // namespace jamhall::sessions
