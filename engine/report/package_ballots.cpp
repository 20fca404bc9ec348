// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/csv_out.hpp"
#include "engine/report/package_tables.hpp"
#include "sessions/views/seal.hpp"
#include "sessions/views/visibility.hpp"

#include <algorithm>
#include <optional>
#include <tuple>
#include <vector>

namespace jamhall::report {
namespace {

using codec::csv_out;
using sessions::ballot_switch;
using sessions::jam_report;
using sessions::jam_state;
using sessions::measure;

constexpr std::array all_methods{ballot_switch::support, ballot_switch::agree, ballot_switch::score,
                                 ballot_switch::dots, ballot_switch::pairwise};

std::optional<std::int64_t> number_of(std::optional<std::uint32_t> count)
{
    return count ? std::optional<std::int64_t>{*count} : std::nullopt;
}

/// A column for each measure of each method; those of other methods than this one are empty.
template <class Counts>
void put_counts(csv_out& row, ballot_switch method, const Counts& of)
{
    for (const ballot_switch each : all_methods)
        for (const measure counted : sessions::measures_of(each))
            row.number(each == method ? number_of(of(counted)) : std::nullopt);
}

/// Of methods with a rate: how many of the people behind it.
std::optional<std::int64_t> successes_of(const sessions::shown_tally& counts)
{
    if (counts.method == ballot_switch::support)
        return counts.all.of(measure::support);
    if (counts.method == ballot_switch::agree)
        return counts.all.of(measure::agree);
    return std::nullopt;
}

}  // namespace

package_table ideas_table(const jam_state& state, const jam_report& figures)
{
    package_table made{
        "ideas",
        "How each idea stood in each phase that took ballots",
        {{"post", "integer", "Number of the idea"},
         {"phase", "string", "The phase; never add phases up"},
         {"is_headline", "boolean", "Whether this phase is the one the report ranks by"},
         {"k", "integer", "Supporters, or those who agree; empty: another method"},
         {"n", "integer", "People who saw it (support), or whose ballots are counted; of pairs: how many"},
         {"rate", "number", "k of n"},
         {"low", "number", "Lower end of the Wilson interval at 95 %"},
         {"high", "number", "Its upper end"},
         {"mean", "number", "Mean of the scores from 1 to 5"},
         {"rank_score", "number", "By pairs: the chance to be preferred to a random other idea"},
         {"tie_band", "integer", "Ideas of one band cannot be told apart; headline phase only"}},
        {"post", "phase"},
        {}};
    made.csv = header_of(made.fields);
    csv_out row{made.csv};
    for (const auto& idea : figures.ideas) {
        for (const auto& each : idea.by_phase) {
            const bool is_headline = idea.headline && idea.headline->counts.phase == each.counts.phase;
            row.number(std::int64_t{idea.post.value})
                .text(state.clock.phases.at(each.counts.phase).id.view());
            row.text(is_headline ? "true" : "false");
            row.number(successes_of(each.counts));
            row.number(std::int64_t{each.n}).share(each.rate);
            row.share(each.range ? std::optional{each.range->low} : std::nullopt);
            row.share(each.range ? std::optional{each.range->high} : std::nullopt);
            row.share(each.counts.mean).share(each.counts.rank_score);
            row.number(is_headline ? number_of(idea.tie_band) : std::nullopt).end_row();
        }
    }
    return made;
}

package_table tallies_table(const jam_state& state, const jam_report& figures)
{
    package_table made{
        "tallies",
        "What the ballots of each idea add up to, by phase and audience",
        {{"phase", "string", "The phase"},
         {"post", "integer", "Number of the idea"},
         {"audience", "string", "Audience id; empty: everybody"},
         {"support", "integer", "Supporters; empty: not asked in this phase, or too few to be shown"},
         {"agree", "integer", "Likewise"},
         {"disagree", "integer", "Likewise"},
         {"pass", "integer", "Likewise"},
         {"score_1", "integer", "How many gave this score; likewise"},
         {"score_2", "integer", "Likewise"},
         {"score_3", "integer", "Likewise"},
         {"score_4", "integer", "Likewise"},
         {"score_5", "integer", "Likewise"},
         {"dots", "integer", "Dots given"},
         {"people", "integer", "People who gave dots"},
         {"won", "integer", "Pairs in which it was preferred; not by audience"},
         {"lost", "integer", "Pairs in which the other idea was preferred; not by audience"}},
        {},
        {}};
    made.csv = header_of(made.fields);
    csv_out row{made.csv};
    for (const auto& idea : figures.ideas) {
        for (const auto& each : idea.by_phase) {
            const sessions::shown_tally& counts = each.counts;
            const auto begin_row = [&](std::string_view audience) {
                row.text(state.clock.phases.at(counts.phase).id.view()).number(std::int64_t{idea.post.value});
                row.text(audience);
            };
            begin_row("");
            put_counts(row, counts.method,
                       [&](measure which) { return std::optional{counts.all.of(which)}; });
            row.end_row();
            for (std::size_t i = 0; i < counts.by_audience.size(); ++i) {
                begin_row(state.what->audiences.at(i).id.view());
                put_counts(row, counts.method,
                           [&](measure which) { return counts.by_audience[i].of(which); });
                row.end_row();
            }
        }
    }
    return made;
}

package_table ballots_table(const jam_state& state, const random_source& random)
{
    package_table made{
        "ballots",
        "The ballots that stand in phases that are over",
        {{"phase", "string", "The phase"},
         {"person", "integer", "A number drawn for this table of this package; not the one beside posts"},
         {"post", "integer", "Number of the idea"},
         {"choice", "string", "support; agree, disagree or pass; a score; so many dots; over: another idea"},
         {"over", "integer", "Of a pair: number of the idea this one is preferred to"}},
        {"phase", "person", "post", "over"},
        {}};
    made.csv = header_of(made.fields);
    std::vector<std::pair<sessions::phase_index, sessions::exported_ballot>> ballots;
    std::vector<sessions::person_id> people;
    for (std::size_t i = 0; i < state.boxes.size(); ++i) {
        const auto phase = static_cast<sessions::phase_index>(i);
        for (const auto& ballot : sessions::exported_ballots(state, phase)) {
            if (!sessions::is_public(state, state.at(ballot.post)) ||
                (ballot.over && !sessions::is_public(state, state.at(ballot.over))))
                continue;
            ballots.emplace_back(phase, ballot);
            people.push_back(ballot.person);
        }
    }
    const renumbering numbers{std::move(people), random};
    // In the order of the drawn numbers, so that the order of the rows says nothing either.
    std::ranges::sort(ballots, {}, [&](const auto& each) {
        return std::tuple{each.first, numbers.number_of(each.second.person), each.second.post,
                          each.second.over};
    });
    csv_out row{made.csv};
    for (const auto& [phase, ballot] : ballots) {
        row.text(state.clock.phases.at(phase).id.view()).number(numbers.number_of(ballot.person));
        row.number(std::int64_t{ballot.post.value}).text(sessions::name_of(ballot.says));
        row.number(ballot.over ? std::optional<std::int64_t>{ballot.over.value} : std::nullopt).end_row();
    }
    return made;
}

package_table exposure_table(const jam_state& state)
{
    package_table made{
        "exposure",
        "How many people had each post on their screen",
        {{"post", "integer", "Number of the post"}, {"people", "integer", "People who saw it"}},
        {"post"},
        {}};
    made.csv = header_of(made.fields);
    csv_out row{made.csv};
    for (const sessions::post& p : state.posts) {
        const auto seen = sessions::seen_count(state, p.id);
        if (seen && sessions::is_public(state, p))
            row.number(std::int64_t{p.id.value}).number(std::int64_t{*seen}).end_row();
    }
    return made;
}

}  // namespace jamhall::report
