// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/seal.hpp"

#include "sessions/insight/bradley_terry.hpp"
#include "sessions/insight/suppression.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>
#include <utility>

namespace jamhall::sessions {
namespace {

bool takes_ballots(const phase& of)
{
    return of.has_begun && of.rules.ballot != ballot_switch::none;
}

/// The box of a phase whose tallies may be shown; null behind the seal.
const ballot_box* open_box(const jam_state& state, phase_index phase)
{
    if (!tallies_are_shown(state) || phase >= state.boxes.size() || phase >= state.clock.phases.size())
        return nullptr;
    return takes_ballots(state.clock.phases[phase]) ? &state.boxes[phase] : nullptr;
}

std::vector<audience_tally> without_small_cells(std::span<const tally> parts, ballot_switch method,
                                                std::uint32_t small_cell)
{
    std::vector<audience_tally> shown(parts.size());
    std::vector<std::uint32_t> cells(parts.size());
    for (measure each : measures_of(method)) {
        // Dots are no people: they are shown where those who gave them are.
        const auto counted = each == measure::dots ? measure::people : each;
        std::ranges::transform(parts, cells.begin(), [&](const tally& part) { return part.of(counted); });
        const auto kept = publishable(cells, small_cell);
        for (std::size_t i = 0; i < parts.size(); ++i)
            if (kept[i])
                shown[i].counts[tally::place_of(each)] = parts[i].of(each);
    }
    return shown;
}

/// How many scores there are and what they add up to.
std::pair<std::uint32_t, std::uint32_t> scores_in(const tally& all)
{
    std::uint32_t count = 0;
    std::uint32_t sum = 0;
    std::uint32_t score = 0;
    for (measure each : measures_of(ballot_switch::score)) {
        ++score;
        count += all.of(each);
        sum += score * all.of(each);
    }
    return {count, sum};
}

std::optional<double> mean_of(const tally& all)
{
    const auto [count, sum] = scores_in(all);
    return count == 0 ? std::nullopt : std::optional{double{static_cast<double>(sum)} / count};
}

std::vector<pair_count> pair_counts_of(const ballot_box& box)
{
    boost::unordered_flat_map<std::uint64_t, pair_count> counts;
    box.for_each_pair([&](person_id, const pair_ballot& pair) {
        auto& counted = counts[(std::uint64_t{pair.first.value} << 32U) | pair.second.value];
        counted.first = pair.first.value - 1;
        counted.second = pair.second.value - 1;
        ++(pair.prefers_first ? counted.first_won : counted.second_won);
    });
    std::vector<pair_count> made;
    made.reserve(counts.size());
    for (const auto& each : counts)
        made.push_back(each.second);
    std::ranges::sort(made, {}, [](const pair_count& each) { return std::pair{each.first, each.second}; });
    return made;
}

/// The score of an idea among the pairs of a phase. It is worked out for all of them at once, and only when no
/// more ballots come.
std::optional<double> rank_score_of(const jam_state& state, phase_index phase, post_id post)
{
    const auto& box = state.boxes[phase];
    if (state.clock.phases[phase].rules.ballot != ballot_switch::pairwise ||
        !state.clock.phases[phase].has_ended)
        return std::nullopt;
    const auto& scores =
        box.ranking.get([&] { return bradley_terry(box.ideas.size(), pair_counts_of(box)); });
    return post && post.value <= scores.size() ? scores[post.value - 1] : std::nullopt;
}

/// Of a running phase of pairs: the share of pairs won that is safe to assume.
std::optional<standing> standing_by_wins(const tally& all)
{
    const auto range = wilson(all.of(measure::won), all.of(measure::won) + all.of(measure::lost));
    return range ? std::optional{standing{range->low, std::nullopt}} : std::nullopt;
}

/// People who saw a post by the phase's end, or by now while it runs.
std::uint32_t seen_in(const jam_state& state, phase_index phase, post_id post)
{
    if (!state.clock.phases[phase].has_ended)
        return state.at(post).seen_count;
    const auto& seen = state.boxes[phase].seen_at_end;
    return post.value <= seen.size() ? seen[post.value - 1] : 0;
}

}  // namespace

bool tallies_are_shown(const jam_state& state)
{
    if (state.stage == jam_stage::closed)
        return true;
    return state.stage != jam_stage::none && state.clock.now_running().rules.tallies == tallies_switch::live;
}

std::optional<shown_tally> tally_of(const jam_state& state, phase_index phase, post_id post)
{
    const ballot_box* box = open_box(state, phase);
    if (box == nullptr)
        return std::nullopt;
    shown_tally shown{phase, state.clock.phases[phase].rules.ballot, {}, {}, {}, {}};
    const std::size_t audiences = state.what->audiences.size();
    const auto parts = box->tallies_of(post);
    shown.all = sum_of(parts);
    if (shown.method == ballot_switch::score)
        shown.mean = mean_of(shown.all);
    shown.rank_score = rank_score_of(state, phase, post);
    if (audiences > 1 && shown.method != ballot_switch::pairwise) {
        const auto small_cell = static_cast<std::uint32_t>(state.what->policy.small_cell);
        const std::vector<tally> empty(parts.empty() ? audiences : 0);
        shown.by_audience =
            without_small_cells(parts.empty() ? std::span{empty} : parts, shown.method, small_cell);
    }
    return shown;
}

std::optional<shown_tally> headline_tally(const jam_state& state, const post& p)
{
    const auto phase = p.kind == post_kind::idea ? headline_phase(state) : std::nullopt;
    return phase ? tally_of(state, *phase, p.id) : std::nullopt;
}

std::optional<phase_index> headline_phase(const jam_state& state)
{
    if (!tallies_are_shown(state))
        return std::nullopt;
    if (takes_ballots(state.clock.now_running()))
        return state.clock.running;
    std::optional<phase_index> last;
    for (phase_index i = 0; i < state.clock.running && i < state.boxes.size(); ++i) {
        const bool has_none = !last || state.boxes[*last].empty();
        if (takes_ballots(state.clock.phases[i]) && (has_none || !state.boxes[i].empty()))
            last = i;
    }
    return last;
}

std::optional<proportion> proportion_of(const jam_state& state, phase_index phase, post_id post)
{
    const ballot_box* box = open_box(state, phase);
    if (box == nullptr)
        return std::nullopt;
    const tally all = sum_of(box->tallies_of(post));
    const auto method = state.clock.phases[phase].rules.ballot;
    if (method == ballot_switch::agree)
        return proportion{all.of(measure::agree),
                          all.of(measure::agree) + all.of(measure::disagree) + all.of(measure::pass)};
    if (method != ballot_switch::support)
        return std::nullopt;
    // Casting a ballot counts as having seen the idea (rule BA4), even before the exposure is flushed.
    const std::uint32_t supporters = all.of(measure::support);
    return proportion{supporters, std::max(supporters, seen_in(state, phase, post))};
}

std::optional<standing> standing_of(const jam_state& state, phase_index phase, post_id post)
{
    const ballot_box* box = open_box(state, phase);
    if (box == nullptr)
        return std::nullopt;
    const auto by_range = [](const std::optional<interval>& range) {
        return range ? std::optional{standing{range->low, range}} : std::nullopt;
    };
    const tally all = sum_of(box->tallies_of(post));
    switch (state.clock.phases[phase].rules.ballot) {
    case ballot_switch::none: return std::nullopt;
    case ballot_switch::support:
    case ballot_switch::agree: {
        const auto share = proportion_of(state, phase, post).value();
        return by_range(wilson(share.k, share.n));
    }
    case ballot_switch::score: {
        const auto mean = mean_of(all);
        const auto count = scores_in(all).first;
        return mean ? by_range(wilson_of_mean((*mean - 1) / (score_max - 1), count)) : std::nullopt;
    }
    case ballot_switch::dots:
        return all.of(measure::people) == 0
                   ? std::nullopt
                   : std::optional{standing{static_cast<double>(all.of(measure::dots)), std::nullopt}};
    case ballot_switch::pairwise: {
        if (!state.clock.phases[phase].has_ended)
            return standing_by_wins(all);
        const auto score = rank_score_of(state, phase, post);
        return score ? std::optional{standing{*score, std::nullopt}} : std::nullopt;
    }
    }
    return std::nullopt;
}

std::optional<std::uint32_t> seen_count(const jam_state& state, post_id post)
{
    if (!tallies_are_shown(state))
        return std::nullopt;
    return state.at(post).seen_count;
}

std::optional<turnout> turnout_of(const jam_state& state, phase_index phase)
{
    const ballot_box* box = open_box(state, phase);
    if (box == nullptr)
        return std::nullopt;
    std::vector<bool> has_cast(state.people.size() + 1);
    turnout counted{box->count, 0};
    const auto count = [&](person_id person) {
        if (!has_cast[person.value]) {
            has_cast[person.value] = true;
            ++counted.people;
        }
    };
    box->for_each([&](post_id, person_id person, choice) { count(person); });
    box->for_each_pair([&](person_id person, const pair_ballot&) { count(person); });
    return counted;
}

std::vector<exported_ballot> exported_ballots(const jam_state& state, phase_index phase)
{
    std::vector<exported_ballot> exported;
    const ballot_box* box = open_box(state, phase);
    if (box == nullptr || !state.clock.phases[phase].has_ended)
        return exported;
    exported.reserve(box->count);
    box->for_each([&](post_id post, person_id person, choice says) {
        exported.push_back({post, person, says, {}});
    });
    box->for_each_pair([&](person_id person, const pair_ballot& pair) {
        exported.push_back({pair.preferred(), person, choice::over, pair.other()});
    });
    return exported;
}

}  // namespace jamhall::sessions
