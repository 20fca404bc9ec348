// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/outcome.hpp"
#include "sessions/insight/interval.hpp"
#include "sessions/model/jam_state.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace jamhall::sessions {

/// People counted apart (jam.md section 7, 10). A value is nothing where it is sealed or a small cell.
struct funnel {
    std::optional<std::uint32_t> invited, registered, entered, posted, supported;
};

/// One value of an attribute or one audience with its funnel, small cells suppressed (rule BA7).
struct funnel_row {
    std::string value;
    funnel counts;
};

struct idea_support {
    phase_index phase = 0;
    ballot_switch method{};
    tally counts;
    std::uint32_t n = 0;  ///< of the rate: who saw it (support), or who answered (agree); rule BA4
    std::optional<double> rate;
    std::optional<interval> wilson;
};

struct report_idea {
    post_id post;
    std::optional<std::uint32_t> seen;
    std::optional<idea_support> headline;       ///< last phase with ballots (rule BA3)
    std::vector<idea_support> by_phase;
    std::vector<std::pair<audience_index, tally>> by_audience;  ///< of the headline; small cells left out
    std::optional<std::uint32_t> tie_band;      ///< from 1; ideas whose intervals overlap the next one's share it
    std::vector<post_id> family;                ///< the oldest ancestor first, all its build-ons, by number
};

struct report_phase {
    phase_index phase = 0;
    std::uint32_t ideas = 0, comments = 0;
    std::optional<std::uint32_t> ballots, people_with_ballot;
};

struct report_forum {
    forum_index forum = 0;
    std::uint32_t ideas = 0, comments = 0, authors = 0;
};

struct jam_report {
    bool is_sealed = false;
    funnel participation;
    std::vector<funnel_row> by_audience;
    std::vector<std::pair<std::string, std::vector<funnel_row>>> by_attribute;
    std::vector<report_phase> phases;
    std::vector<report_forum> forums;
    std::vector<report_idea> ideas;   ///< by Wilson lower bound; shuffled while sealed (rule BA2)
    std::uint32_t hidden_posts = 0, withdrawn_posts = 0;
    double gini = 0;                  ///< of posts per person who posted (jam.md section 7, 9)
    double top_tenth_share = 0;
    std::uint32_t under_exposure_floor = 0;
    std::string caveat;
};

/// Everything the report says, from the state alone. Cost: people + posts + ballots.
[[nodiscard]] jam_report report_of(const jam_state& state);

}  // namespace jamhall::sessions
