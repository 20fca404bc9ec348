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

}  // namespace

void fold(jam_state& state, const event& happened, const ballot_cast& body)
{
    ensure(body.phase < state.boxes.size() && body.phase == state.clock.running,
           "ballots go to the running phase");
    ensure(state.at(body.post).kind == post_kind::idea, "ballots are about ideas");
    auto& caster = state.edit(happened.actor);
    auto& box = state.boxes[body.phase];
    auto& [by_person, tallies] = ballots_on(box, body.post, state.what->audiences.size());
    auto& counts = tallies[caster.entry.audience];

    const auto standing = by_person.find(happened.actor.value);
    const bool stood = standing != by_person.end();
    if (stood)
        --counts.of(standing->second);
    if (body.says != choice::withdraw) {
        ++counts.of(body.says);
        by_person.insert_or_assign(happened.actor.value, body.says);
        box.count += stood ? 0 : 1;
        caster.ballot_count += stood ? 0 : 1;
    } else if (stood) {
        by_person.erase(standing);
        --box.count;
        --caster.ballot_count;
    }
    note_first_cast(state, caster, body.post, happened.offset);
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
