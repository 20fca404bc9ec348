// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/report.hpp"

#include "sessions/core/shuffle.hpp"
#include "sessions/insight/concentration.hpp"
#include "sessions/rules/sight.hpp"
#include "sessions/views/visibility.hpp"

#include <boost/unordered/unordered_flat_set.hpp>

#include <algorithm>
#include <map>

namespace jamhall::sessions {
namespace {

bool is_listed(const post& p)
{
    const auto state = p.state == post_state::erased ? p.erased_from : p.state;
    return p.kind == post_kind::idea && (state == post_state::published || state == post_state::merged);
}

/// What somebody said for all: nothing that is held, which is counted nowhere (rule MO10).
bool is_voice(const post& p)
{
    return (p.kind == post_kind::idea || p.kind == post_kind::comment) && !was_never_shown(p);
}

/// Of methods without a rate: the people behind a tally, or the pairs.
std::uint32_t judges_of(const shown_tally& shown)
{
    if (shown.method == ballot_switch::dots)
        return shown.all.of(measure::people);
    std::uint32_t sum = 0;
    for (measure each : measures_of(shown.method))
        sum += shown.all.of(each);
    return sum;
}

std::optional<idea_support> support_of(const jam_state& state, phase_index phase, post_id post)
{
    auto counts = tally_of(state, phase, post);
    if (!counts)
        return std::nullopt;
    idea_support made{std::move(*counts), 0, std::nullopt, std::nullopt, standing_of(state, phase, post)};
    if (const auto share = proportion_of(state, phase, post)) {
        made.n = share->n;
        made.range = wilson(share->k, share->n);
        if (share->n > 0)
            made.rate = static_cast<double>(share->k) / share->n;
    } else {
        made.n = judges_of(made.counts);
    }
    return made;
}

report_idea idea_of(const jam_state& state, const post& p, std::optional<phase_index> headline)
{
    report_idea made;
    made.post = p.id;
    made.family = p.family;
    made.seen = seen_count(state, p.id);
    for (std::size_t i = 0; i < state.boxes.size(); ++i) {
        const auto phase = static_cast<phase_index>(i);
        if (auto support = support_of(state, phase, p.id)) {
            if (phase == headline)
                made.headline = support;
            made.by_phase.push_back(std::move(*support));
        }
    }
    return made;
}

/// As on the pages in the order `top`: what nobody judged last, equals youngest first.
bool stands_before(const report_idea& a, const report_idea& b)
{
    const auto rank = [](const report_idea& idea) {
        return idea.headline && idea.headline->stands ? idea.headline->stands->value : -1.0;
    };
    if (rank(a) != rank(b))
        return rank(a) > rank(b);
    return a.post > b.post;
}

void band_ties(std::vector<report_idea>& falling)
{
    std::vector<interval> ranges;
    for (const report_idea& idea : falling)
        if (idea.headline && idea.headline->stands && idea.headline->stands->range)
            ranges.push_back(*idea.headline->stands->range);
    const auto bands = tie_bands(ranges);
    for (std::size_t i = 0; i < bands.size(); ++i)
        falling[i].tie_band = bands[i];
}

std::vector<report_idea> ideas_of(const jam_state& state)
{
    const auto headline = headline_phase(state);
    std::vector<report_idea> ideas;
    for (const post& p : state.posts)
        if (is_listed(p) && is_public(state, p))
            ideas.push_back(idea_of(state, p, headline));
    if (tallies_are_shown(state)) {
        std::ranges::sort(ideas, stands_before);
        band_ties(ideas);
    } else {
        std::ranges::sort(ideas, {}, [&](const report_idea& idea) {
            return shuffle_key(state.seed, person_id{}, idea.post);
        });
    }
    return ideas;
}

std::vector<report_family> families_of(const jam_state& state)
{
    std::map<post_id, report_family> by_root;
    for (const post& p : state.posts) {
        if (p.kind != post_kind::idea || !is_public(state, p))
            continue;
        report_family& family = by_root[p.family];
        family.root = p.family;
        family.ideas.push_back(p.id);
    }
    std::vector<report_family> families;
    for (auto& [root, family] : by_root)
        if (family.ideas.size() > 1)
            families.push_back(std::move(family));
    return families;
}

std::vector<report_phase> phases_of(const jam_state& state)
{
    std::vector<report_phase> begun;
    for (std::size_t i = 0; i < state.clock.phases.size(); ++i) {
        const auto phase = static_cast<phase_index>(i);
        if (state.clock.phases[i].has_begun)
            begun.push_back({phase, 0, 0, turnout_of(state, phase)});
    }
    // Posts stand in the order of time, and so do the phases that have begun.
    std::size_t running = 0;
    for (const post& p : state.posts) {
        while (running < begun.size() && state.clock.phases[begun[running].phase].begins_at <= p.at)
            ++running;
        if (running > 0 && is_voice(p))
            ++(p.kind == post_kind::idea ? begun[running - 1].ideas : begun[running - 1].comments);
    }
    return begun;
}

std::vector<report_forum> report_forums_of(const jam_state& state)
{
    std::vector<report_forum> forums(state.forums.size());
    std::vector<boost::unordered_flat_set<std::uint32_t>> authors(forums.size());
    for (std::size_t i = 0; i < forums.size(); ++i)
        forums[i].forum = static_cast<forum_index>(i);
    for (const post& p : state.posts) {
        if (!is_voice(p) || !p.forum)
            continue;
        report_forum& in = forums[*p.forum];
        ++(p.kind == post_kind::idea ? in.ideas : in.comments);
        if (p.author && authors[*p.forum].insert(p.author.value).second)
            ++in.authors;
    }
    return forums;
}

/// The plan's floor, or a tenth of those who came where that is less.
std::uint32_t exposure_floor_of(const jam_state& state)
{
    const auto entered = static_cast<std::uint32_t>(std::ranges::count_if(
        state.people, [](const person& who) { return is_counted(who) && who.has_entered; }));
    return std::min(static_cast<std::uint32_t>(state.what->policy.exposure_floor), (entered + 9) / 10);
}

std::optional<std::vector<post_id>> never_heard_of(const jam_state& state,
                                                   const std::vector<report_idea>& ideas)
{
    if (!tallies_are_shown(state))
        return std::nullopt;
    const auto floor = exposure_floor_of(state);
    std::vector<post_id> below;
    for (const report_idea& idea : ideas)
        if (idea.seen < floor)
            below.push_back(idea.post);
    std::ranges::sort(below);
    return below;
}

std::string caveat_of(bool is_sealed)
{
    std::string text =
        "The people in this jam chose to take part. They are not a sample of everybody concerned, and what "
        "they "
        "support is not what everybody would. This is no referendum and no election: it shows ideas, the "
        "reasons "
        "given for them and how they fared among those who read them. Ideas in the same band cannot be told "
        "apart "
        "by their figures. Groups of very few people are left out so that nobody can be recognised.";
    if (is_sealed)
        text += " Support is sealed for now: nobody sees it yet, and the ideas stand in no order.";
    return text;
}

void add_voice(const jam_state& state, jam_report& made)
{
    std::vector<std::uint32_t> posts_of(state.people.size() + 1);
    for (const post& p : state.posts)
        if (is_voice(p) && p.author)
            ++posts_of[p.author.value];
    std::erase(posts_of, 0U);
    made.gini = gini(posts_of);
    made.top_tenth_share = top_tenth_share(std::move(posts_of));
}

}  // namespace

std::vector<post_id> ideas_under_floor(const jam_state& state, forum_index forum)
{
    const auto floor = exposure_floor_of(state);
    std::vector<post_id> below;
    for (post_id id : state.forums.at(forum).tops) {
        const post& p = state.at(id);
        if (p.kind == post_kind::idea && p.state == post_state::published && p.seen_count < floor)
            below.push_back(id);
    }
    return below;
}

jam_report report_of(const jam_state& state)
{
    jam_report made;
    made.is_sealed = !tallies_are_shown(state);
    made.participation = participation_of(state);
    made.phases = phases_of(state);
    made.forums = report_forums_of(state);
    made.ideas = ideas_of(state);
    made.families = families_of(state);
    made.never_heard = never_heard_of(state, made.ideas);
    for (const post& p : state.posts) {
        const auto state_of = p.state == post_state::erased ? p.erased_from : p.state;
        made.moderation.hidden += state_of == post_state::hidden ? 1 : 0;
        made.moderation.withdrawn += state_of == post_state::withdrawn ? 1 : 0;
    }
    add_voice(state, made);
    made.caveat = caveat_of(made.is_sealed);
    return made;
}

}  // namespace jamhall::sessions
