// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/fold.hpp"

#include <algorithm>

namespace jamhall::sessions {
namespace {

/// The tally of one audience for one post; the table grows to hold the post.
tally& tally_at(ballot_box& box, post_id post, std::size_t audience_count, audience_index audience)
{
    const auto size = std::size_t{post.value} * audience_count;
    if (box.tallies.size() < size)
        box.tallies.resize(size);
    return box.tallies[size - audience_count + audience];
}

/// Notes the first ballot of a person on a post, in whatever phase.
void note_first_cast(person& caster, post& on, log_offset at)
{
    const auto place = std::ranges::lower_bound(caster.casts, on.id, {}, &first_cast::post);
    if (place != caster.casts.end() && place->post == on.id)
        return;
    caster.casts.insert(place, first_cast{on.id, at});
    ++on.caster_count;
}

}  // namespace

void fold(jam_state& state, const event& happened, const ballot_cast& body)
{
    ensure(body.phase < state.boxes.size() && body.phase == state.clock.running,
           "ballots go to the running phase");
    auto& idea = state.at(body.post);
    ensure(idea.kind == post_kind::idea, "ballots are about ideas");
    auto& caster = state.at(happened.actor);
    auto& box = state.boxes[body.phase];
    const auto key = ballot_box::key(body.post, happened.actor);
    const auto standing = box.ballots.find(key);
    auto& counts = tally_at(box, body.post, state.what->audiences.size(), caster.entry.audience);

    if (standing != box.ballots.end())
        --counts.of(standing->second.says);
    if (body.says == choice::withdraw) {
        if (standing != box.ballots.end()) {
            box.ballots.erase(standing);
            --caster.ballot_count;
        }
    } else {
        if (standing == box.ballots.end()) {
            box.ballots.emplace(key, standing_ballot{body.says, happened.at});
            ++caster.ballot_count;
        } else {
            standing->second = {body.says, happened.at};
        }
        ++counts.of(body.says);
    }
    note_first_cast(caster, idea, happened.offset);
}

void move_ballots(jam_state& state, person_id who, audience_index from, audience_index to)
{
    const auto audience_count = state.what->audiences.size();
    for (const auto& cast : state.at(who).casts) {
        for (auto& box : state.boxes) {
            const auto standing = box.ballots.find(ballot_box::key(cast.post, who));
            if (standing == box.ballots.end())
                continue;
            --tally_at(box, cast.post, audience_count, from).of(standing->second.says);
            ++tally_at(box, cast.post, audience_count, to).of(standing->second.says);
        }
    }
}

}  // namespace jamhall::sessions
