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
void note_first_cast(jam_state& state, person_id who, post_id on, log_offset at)
{
    auto& caster = state.edit(who);
    const auto place = std::ranges::lower_bound(caster.casts, on, {}, &first_cast::post);
    if (place != caster.casts.end() && place->post == on)
        return;
    caster.casts.insert(place, first_cast{on, at});
    ++state.edit(on).caster_count;
}

/// How one more or one fewer ballot changes what its person and its box count.
void count_ballots(jam_state& state, person_id who, ballot_box& box, bool stood, bool stands)
{
    auto& caster = state.edit(who);
    caster.ballot_count += stands ? 1 : 0;
    caster.ballot_count -= stood ? 1 : 0;
    box.count += stands ? 1 : 0;
    box.count -= stood ? 1 : 0;
}

/// What a person's ballot on a post says from now on; `withdraw`: there is none.
void put_ballot(jam_state& state, phase_index phase, person_id who, post_id on, choice says)
{
    const auto method = state.clock.phases[phase].rules.ballot;
    auto& box = state.boxes[phase];
    auto& [by_person, tallies] = ballots_on(box, on, state.what->audiences.size());
    auto& counts = tallies[state.at(who).entry.audience];
    const auto standing = by_person.find(who.value);
    const bool stood = standing != by_person.end();
    const bool stands = says != choice::withdraw;
    if (stood)
        take(counts, method, standing->second);
    if (stands) {
        add(counts, method, says);
        by_person.insert_or_assign(who.value, says);
    } else if (stood) {
        by_person.erase(standing);
    }
    count_ballots(state, who, box, stood, stands);
}

/// Counts a pair for both its ideas, or takes it out again.
void count_pair(ballot_box& box, const pair_ballot& pair, audience_index audience, std::size_t audience_count,
                bool is_new)
{
    const auto count = [&](post_id idea, measure how) {
        auto& counted = ballots_on(box, idea, audience_count).tallies[audience].of(how);
        is_new ? ++counted : --counted;
    };
    count(pair.preferred(), measure::won);
    count(pair.other(), measure::lost);
}

void put_pair(jam_state& state, const event& happened, const ballot_cast& body)
{
    const auto audience_count = state.what->audiences.size();
    const auto audience = state.at(happened.actor).entry.audience;
    const auto pair = pair_of(body.post, body.over);
    auto& box = state.boxes[body.phase];
    box.pairs.grow(happened.actor.value);
    auto& own = box.pairs.edit(happened.actor.value - 1);
    const auto place = std::ranges::lower_bound(own, pair.place(), {}, &pair_ballot::place);
    const bool stood = place != own.end() && place->place() == pair.place();
    const bool stands = body.says != choice::withdraw;
    if (stood)
        count_pair(box, *place, audience, audience_count, false);
    if (stands)
        count_pair(box, pair, audience, audience_count, true);
    if (stood && stands)
        *place = pair;
    else if (stands)
        own.insert(place, pair);
    else if (stood)
        own.erase(place);
    box.ranking.forget();
    count_ballots(state, happened.actor, box, stood, stands);
}

}  // namespace

void fold(jam_state& state, const event& happened, const ballot_cast& body)
{
    ensure(body.phase < state.boxes.size() && body.phase == state.clock.running,
           "ballots go to the running phase");
    ensure(state.at(body.post).kind == post_kind::idea, "ballots are about ideas");
    if (!body.over) {
        put_ballot(state, body.phase, happened.actor, body.post, body.says);
        note_first_cast(state, happened.actor, body.post, happened.offset);
        return;
    }
    ensure(body.over != body.post && state.at(body.over).kind == post_kind::idea, "a pair is of two ideas");
    put_pair(state, happened, body);
    note_first_cast(state, happened.actor, body.post, happened.offset);
    note_first_cast(state, happened.actor, body.over, happened.offset);
}

void move_ballot(jam_state& state, phase_index phase, person_id who, post_id from, post_id to, log_offset at)
{
    const auto says = state.boxes[phase].find(from, who);
    ensure(says.has_value(), "a ballot that moves stands");
    put_ballot(state, phase, who, from, choice::withdraw);
    if (state.boxes[phase].find(to, who))
        return;
    put_ballot(state, phase, who, to, *says);
    note_first_cast(state, who, to, at);
}

void move_ballots(jam_state& state, person_id who, audience_index from, audience_index to)
{
    const auto audience_count = state.what->audiences.size();
    for (std::size_t i = 0; i < state.boxes.size(); ++i) {
        auto& box = state.boxes[i];
        const auto method = state.clock.phases[i].rules.ballot;
        for (const auto& cast : state.at(who).casts) {
            const auto says = box.find(cast.post, who);
            if (!says)
                continue;
            auto& tallies = ballots_on(box, cast.post, audience_count).tallies;
            take(tallies[from], method, *says);
            add(tallies[to], method, *says);
        }
        for (const auto& pair : box.pairs_of(who)) {
            count_pair(box, pair, from, audience_count, false);
            count_pair(box, pair, to, audience_count, true);
        }
    }
}

}  // namespace jamhall::sessions
