// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/insight/interval.hpp"
#include "sessions/model/ballots.hpp"
#include "sessions/model/jam_state.hpp"

#include <array>
#include <optional>
#include <tuple>
#include <vector>

namespace jamhall::sessions {

// The one gate of rule BA2. Everything that is shown and comes from ballots or exposure is asked for here;
// nothing else reads ballot boxes or seen counts to show them.

/// Whether tallies, and anything derived from them, may be shown to anybody now. The running phase alone
/// decides; closing lifts the seal; a jam cancelled while sealed stays sealed.
[[nodiscard]] bool tallies_are_shown(const jam_state& state);

/// One audience's part of a tally; small cells are nothing (rule BA7).
struct audience_tally {
    std::array<std::optional<std::uint32_t>, std::tuple_size_v<decltype(tally::counts)>> counts;

    std::optional<std::uint32_t> of(measure m) const { return counts[tally::place_of(m)]; }

    friend bool operator==(const audience_tally&, const audience_tally&) = default;
};

/// A tally as everybody may see it.
struct shown_tally {
    phase_index phase = 0;
    ballot_switch method = ballot_switch::none;
    tally all;
    /// Filled only where the plan has several audiences, and not for pairs, of which one person casts many.
    std::vector<audience_tally> by_audience;
    std::optional<double> mean;        ///< of the scores, where there are some
    std::optional<double> rank_score;  ///< by the pairs of a phase that is over: chance to beat a random idea

    friend bool operator==(const shown_tally&, const shown_tally&) = default;
};

/// The tally of one post in one phase, or nothing while sealed, where the phase takes no ballots or has not
/// begun. Cost: the audiences; the first of a phase of pairs, once it is over, all its ballots.
[[nodiscard]] std::optional<shown_tally> tally_of(const jam_state& state, phase_index phase, post_id post);

/// The tally that stands for a post now: its own in the headline phase, for ideas only.
[[nodiscard]] std::optional<shown_tally> headline_tally(const jam_state& state, const post& p);

/// The phase whose tallies stand for the jam now: the running one if it takes ballots, else the last before
/// it with any ballot, else the last that took them (rule BA3). Nothing while sealed or when there was none.
[[nodiscard]] std::optional<phase_index> headline_phase(const jam_state& state);

/// k of n (rule BA4): supporters of the people who saw the idea by the phase's end, or agrees of the ballots. Other
/// methods have none.
struct proportion {
    std::uint32_t k = 0;
    std::uint32_t n = 0;

    friend bool operator==(const proportion&, const proportion&) = default;
};

/// The proportion behind a post's rate in one phase, or nothing where tally_of has nothing.
[[nodiscard]] std::optional<proportion> proportion_of(const jam_state& state, phase_index phase,
                                                      post_id post);

/// What the order of a phase's ideas goes by (rule PA5).
struct standing {
    double value = 0;               ///< more is better; never negative
    std::optional<interval> range;  ///< what ties are seen by, on a scale of 0 to 1; not for dots and pairs

    friend bool operator==(const standing&, const standing&) = default;
};

/// Where a post stands in one phase, or nothing where tally_of has nothing or nobody judged the post.
[[nodiscard]] std::optional<standing> standing_of(const jam_state& state, phase_index phase, post_id post);

/// People who saw a post, or nothing while sealed.
[[nodiscard]] std::optional<std::uint32_t> seen_count(const jam_state& state, post_id post);

/// How many ballots stand in a phase and from how many people.
struct turnout {
    std::uint32_t ballots = 0;
    std::uint32_t people = 0;

    friend bool operator==(const turnout&, const turnout&) = default;
};

/// Nothing where tally_of has nothing. Cost: the phase's ballots.
[[nodiscard]] std::optional<turnout> turnout_of(const jam_state& state, phase_index phase);

/// A ballot with whose it is. Whoever takes these numbers people afresh before anybody sees them (rule BA7).
struct exported_ballot {
    post_id post;
    person_id person;
    choice says{};
    post_id over;  ///< of a pair: the other idea; else 0

    friend auto operator<=>(const exported_ballot&, const exported_ballot&) = default;
};

/// The ballots that stand in a phase that is over, in no order. Nothing where tally_of has nothing, nor while
/// the phase runs: two packages made around one ballot would tell whose it is.
[[nodiscard]] std::vector<exported_ballot> exported_ballots(const jam_state& state, phase_index phase);

}  // namespace jamhall::sessions
