// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/insight/interval.hpp"
#include "sessions/model/jam_state.hpp"
#include "sessions/views/participation.hpp"
#include "sessions/views/seal.hpp"

#include <optional>
#include <string>
#include <vector>

namespace jamhall::sessions {

/// How an idea stood in one phase.
struct idea_support {
    shown_tally counts;  ///< small cells of audiences are nothing (rule BA7)
    /// Who saw it (support), or whose ballots are counted (agree, score, dots); of pairs: how many (rule BA4).
    std::uint32_t n = 0;
    std::optional<double> rate;      ///< k of n for support and agree; nothing when n is 0
    std::optional<interval> range;   ///< Wilson interval of the rate
    std::optional<standing> stands;  ///< what the order goes by (rule PA5)
};

struct report_idea {
    post_id post;
    post_id family;  ///< the oldest ancestor by build-on; itself when it has none
    std::optional<std::uint32_t> seen;
    std::optional<idea_support> headline;   ///< of the last phase with ballots (rule BA3)
    std::vector<idea_support> by_phase;     ///< each phase that took ballots, in order
    std::optional<std::uint32_t> tie_band;  ///< from 1 (rule ST2)
};

/// An idea and everything that grew out of it.
struct report_family {
    post_id root;
    std::vector<post_id> ideas;  ///< two or more, the root first, then by number
};

struct report_phase {
    phase_index phase = 0;
    std::uint32_t ideas = 0;  ///< posted from its bell to the next, in any state
    std::uint32_t comments = 0;
    std::optional<turnout> ballots;
};

struct report_forum {
    forum_index forum = 0;
    std::uint32_t ideas = 0;
    std::uint32_t comments = 0;
    std::uint32_t authors = 0;
};

struct report_moderation {
    std::uint32_t hidden = 0;
    std::uint32_t withdrawn = 0;
};

/// Section 8 of the contract as values; a figure is nothing where it is sealed or a small cell.
struct jam_report {
    bool is_sealed = false;
    participation_report participation;
    std::vector<report_phase> phases;  ///< those that have begun
    std::vector<report_forum> forums;
    std::vector<report_idea> ideas;  ///< published ones by where they stand; shuffled while sealed (rule BA2)
    std::vector<report_family> families;
    std::optional<std::vector<post_id>>
        never_heard;  ///< ideas seen by fewer people than the floor (rule ST6)
    report_moderation moderation;
    double gini = 0;  ///< of posts per person who posted (rule ST3)
    double top_tenth_share = 0;
    std::string caveat;
};

/// Published ideas of a forum that fewer people have seen than the floor (rule ST6), by number and without any count:
/// for those who see to it that every idea gets a hearing.
[[nodiscard]] std::vector<post_id> ideas_under_floor(const jam_state& state, forum_index forum);

/// Everything the report says, from the state alone. Cost: people and their attributes, posts, ballots.
[[nodiscard]] jam_report report_of(const jam_state& state);

}  // namespace jamhall::sessions
