// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/dealing.hpp"

#include "sessions/core/shuffle.hpp"
#include "sessions/rules/sight.hpp"

#include <algorithm>
#include <tuple>

namespace jamhall::sessions {

std::vector<post_id> ideas_to_deal(const jam_state& state, forum_index forum, person_id who,
                                   std::size_t count)
{
    using rank = std::tuple<std::uint32_t, std::uint64_t, post_id>;
    std::vector<rank> ranks;
    for (post_id id : state.forums[forum].tops) {
        const post& p = state.at(id);
        if (p.kind == post_kind::idea && p.state == post_state::published && p.author != who &&
            !is_dealt(state, id, who))
            ranks.emplace_back(p.deal_count, shuffle_key(state.seed, who, id), id);
    }
    const auto kept = std::min(count, ranks.size());
    std::ranges::partial_sort(ranks, ranks.begin() + static_cast<std::ptrdiff_t>(kept));
    std::vector<post_id> dealt;
    for (std::size_t i = 0; i < kept; ++i)
        dealt.push_back(std::get<post_id>(ranks[i]));
    std::ranges::sort(dealt);
    return dealt;
}

std::vector<person_id> people_to_deal_to(const jam_state& state, post_kind kind, forum_index forum,
                                         person_id author)
{
    std::vector<person_id> people;
    if (kind != post_kind::idea || state.clock.now_running().rules.others != others_switch::sampled)
        return people;
    for (const shortage& each : state.forums[forum].short_of)
        if (each.person != author)
            people.push_back(each.person);
    std::ranges::sort(people);
    return people;
}

void deal(jam_state& state, post_id idea, person_id to)
{
    auto& dealt = state.edit(to).dealt;
    const auto place = std::ranges::lower_bound(dealt, idea);
    ensure(place == dealt.end() || *place != idea, "an idea is dealt to somebody once");
    ensure(state.at(idea).kind == post_kind::idea && state.at(idea).author != to,
           "ideas of others are dealt");
    dealt.insert(place, idea);
    ++state.edit(idea).deal_count;
}

void deal_to_short(jam_state& state, post_id idea, const std::vector<person_id>& people)
{
    if (people.empty())
        return;  // and what is no idea may be in no forum
    auto& short_of = state.forums[state.at(idea).forum.value()].short_of;
    for (person_id to : people) {
        deal(state, idea, to);
        const auto owed = std::ranges::find(short_of, to, &shortage::person);
        ensure(owed != short_of.end(), "a new idea goes to who is owed one");
        if (--owed->ideas == 0)
            short_of.erase(owed);
    }
}

}  // namespace jamhall::sessions
