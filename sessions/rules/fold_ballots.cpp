// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/fold.hpp"

#include <algorithm>

namespace jamhall::sessions {
namespace {

/// The ballots of a post; the box grows to hold them.
idea_ballots& ballots_on(ballot_box& box, post_id post, std::size_t audience_count)
{
    box.ideas.grow(post.value);
    auto& found = box.ideas.edit(post.value - 1);
    found.tallies.resize(audience_count);
    return found;
}

/// Notes the first ballot of a person on a post, in whatever phase.
void note_first_cast(jam_state& state, person& caster, post_id on, log_offset at)
{
    const auto place = std::ranges::lower_bound(caster.casts, on, {}, &first_cast::post);
    if (place != caster.casts.end() && place->post == on)
        return;
    caster.casts.insert(place, first_cast{on, at});
    ++state.edit(on).caster_count;
}

/// What a person's ballot on a post says from now on; `withdraw`: there is none.
void put_ballot(jam_state& state, phase_index phase, person_id who, post_id on, choice says)
{
    auto& caster = state.edit(who);
    auto& box = state.boxes[phase];
    auto& [by_person, tallies] = ballots_on(box, on, state.what->audiences.size());
    auto& counts = tallies[caster.entry.audience];

    const auto standing = by_person.find(who.value);
    const bool stood = standing != by_person.end();
    if (stood)
        --counts.of(standing->second);
    if (says != choice::withdraw) {
        ++counts.of(says);
        by_person.insert_or_assign(who.value, says);
        box.count += stood ? 0 : 1;
        caster.ballot_count += stood ? 0 : 1;
    } else if (stood) {
        by_person.erase(standing);
        --box.count;
        --caster.ballot_count;
    }
}

}  // namespace

void fold(jam_state& state, const event& happened, const ballot_cast& body)
{
    ensure(body.phase < state.boxes.size() && body.phase == state.clock.running,
           "ballots go to the running phase");
    ensure(state.at(body.post).kind == post_kind::idea, "ballots are about ideas");
    put_ballot(state, body.phase, happened.actor, body.post, body.says);
    note_first_cast(state, state.edit(happened.actor), body.post, happened.offset);
}

void move_ballot(jam_state& state, phase_index phase, person_id who, post_id from, post_id to, log_offset at)
{
    const auto says = state.boxes[phase].find(from, who);
    ensure(says.has_value(), "a ballot that moves stands");
    put_ballot(state, phase, who, from, choice::withdraw);
    if (state.boxes[phase].find(to, who))
        return;
    put_ballot(state, phase, who, to, *says);
    note_first_cast(state, state.edit(who), to, at);
}

void move_ballots(jam_state& state, person_id who, audience_index from, audience_index to)
{
    const auto audience_count = state.what->audiences.size();
    for (const auto& cast : state.at(who).casts) {
        for (auto& box : state.boxes) {
            const auto says = box.find(cast.post, who);
            if (!says)
                continue;
            auto& tallies = ballots_on(box, cast.post, audience_count).tallies;
            --tallies[from].of(*says);
            ++tallies[to].of(*says);
        }
    }
}

}  // namespace jamhall::sessions
