// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/seal.hpp"

#include "sessions/insight/suppression.hpp"

#include <algorithm>

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

tally sum_of(std::span<const tally> parts)
{
    tally all;
    for (const tally& part : parts)
        for (std::size_t i = 0; i < standing_choices; ++i)
            all.counts[i] += part.counts[i];
    return all;
}

std::vector<audience_tally> without_small_cells(std::span<const tally> parts, std::uint32_t small_cell)
{
    std::vector<audience_tally> shown(parts.size());
    std::vector<std::uint32_t> cells(parts.size());
    for (std::size_t choice = 0; choice < standing_choices; ++choice) {
        std::ranges::transform(parts, cells.begin(), [&](const tally& part) { return part.counts[choice]; });
        const auto kept = publishable(cells, small_cell);
        for (std::size_t i = 0; i < parts.size(); ++i)
            shown[i].counts[choice] = kept[i];
    }
    return shown;
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
    shown_tally shown{phase, state.clock.phases[phase].rules.ballot, {}, {}};
    const std::size_t audiences = state.what->audiences.size();
    const auto parts = box->tallies_of(post);
    shown.all = sum_of(parts);
    if (audiences > 1) {
        const auto small_cell = static_cast<std::uint32_t>(state.what->policy.small_cell);
        const std::vector<tally> empty(parts.empty() ? audiences : 0);
        shown.by_audience = without_small_cells(parts.empty() ? std::span{empty} : parts, small_cell);
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
    if (state.clock.phases[phase].rules.ballot == ballot_switch::agree)
        return proportion{all.of(choice::agree),
                          all.of(choice::agree) + all.of(choice::disagree) + all.of(choice::pass)};
    // Casting a ballot counts as having seen the idea (rule BA4), even before the exposure is flushed.
    const std::uint32_t supporters = all.of(choice::support);
    return proportion{supporters, std::max(supporters, seen_in(state, phase, post))};
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
    box->for_each([&](post_id, person_id person, choice) {
        if (!has_cast[person.value]) {
            has_cast[person.value] = true;
            ++counted.people;
        }
    });
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
        exported.push_back({post, person, says});
    });
    return exported;
}

}  // namespace jamhall::sessions
