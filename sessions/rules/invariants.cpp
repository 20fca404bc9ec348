// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/invariants.hpp"

#include "sessions/core/limits.hpp"
#include "sessions/rules/clock.hpp"
#include "sessions/rules/invariants_desk.hpp"
#include "sessions/rules/sight.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <set>

namespace jamhall::sessions {
namespace {

void check_clock(const jam_state& state)
{
    const auto& clock = state.clock;
    const auto archive = archive_of(clock);
    ensure(clock.running <= archive, "the running phase exists");
    ensure(state.boxes.size() == clock.phases.size(), "each phase has its ballot box");
    ensure(!clock.phases[archive].planned_end, "the last phase is the implicit archive");
    const auto& running = clock.now_running();
    ensure(running.has_begun && !running.has_ended && running.begins_at, "the running phase has begun");
    ensure(clock.is_paused() ? !running.ends_at : bool{running.ends_at} == (clock.running != archive),
           "the end of the running phase is known unless it is paused or open");
    ensure(!clock.paused_remaining || *clock.paused_remaining >= duration{0}, "what remains is not negative");
    ensure(state.stage != jam_stage::closed || clock.running == archive, "a closed jam is in its archive");
    const auto next = first_after_running(clock);
    std::set<slug> ids;
    for (phase_index i = 0; i < clock.phases.size(); ++i) {
        const auto& p = clock.phases[i];
        ensure(ids.insert(p.id).second, "phase ids are unique");
        ensure(!p.begins_at || !p.ends_at || *p.begins_at <= *p.ends_at, "a phase ends after it begins");
        if (i != clock.running)
            ensure(i >= next ? !p.has_begun && !p.has_ended : p.has_ended,
                   "phases run in the order of the agenda");
    }
    for (auto i = next; i < archive; ++i)
        if (i != clock.running && i + 1 != clock.running)
            ensure(clock.phases[i].ends_at == clock.phases[i + 1].begins_at, "phases follow without a gap");
}

void check_forum(const jam_state& state, forum_index index)
{
    const auto& place = state.forums[index];
    std::uint32_t ideas = 0;
    ensure(std::ranges::is_sorted(place.tops), "the posts of a forum stand oldest first");
    for (auto id : place.tops) {
        const auto& top = state.at(id);
        ensure(top.forum == index && tops_thread(top) && top.thread == id, "threads are in their forum");
        ideas += top.kind == post_kind::idea && top.state == post_state::published ? 1 : 0;
    }
    ensure(ideas == place.idea_count, "a forum counts its published ideas");
}

void check_thread(const jam_state& state, const post& top)
{
    ensure(std::ranges::is_sorted(top.comments), "comments stand oldest first");
    instant last_at = top.at;
    std::uint32_t unshown = 0;
    for (auto id : top.comments) {
        const auto& comment = state.at(id);
        ensure(comment.kind == post_kind::comment && comment.thread == top.id && comment.forum == top.forum,
               "comments are in the thread and forum of their post");
        const auto& parent = state.at(comment.parent);
        ensure(parent.id == top.id || (parent.thread == top.id && parent.parent == top.id),
               "threads have two levels");
        unshown += was_never_shown(comment) ? 1 : 0;
        last_at = was_never_shown(comment) ? last_at : std::max(last_at, comment.at);
    }
    ensure(top.last_at == last_at, "a thread knows when its last post came");
    ensure(top.held_comments == unshown, "a thread counts the comments that were never shown");
}

/// Seen counts, and where in the log they grew past a power of two.
void check_exposure(const jam_state& state, const post& p)
{
    ensure(p.seen_count <= state.people.size(), "a post is seen by people of the roster");
    ensure(p.seen_steps.size() == static_cast<std::size_t>(std::bit_width(p.seen_count)) &&
               std::ranges::is_sorted(p.seen_steps) &&
               (p.seen_steps.empty() || p.seen_steps.back() <= state.last_offset),
           "a post knows when its seen count doubled");
}

void check_posts(const jam_state& state)
{
    std::size_t in_forums = 0;
    std::size_t announcements = 0;
    for (forum_index i = 0; i < state.forums.size(); ++i) {
        check_forum(state, i);
        in_forums += state.forums[i].tops.size();
    }
    for (std::size_t i = 0; i < state.posts.size(); ++i) {
        const auto& p = state.posts[i];
        ensure(p.id.value == i + 1, "posts stand by number");
        check_exposure(state, p);
        ensure(bool{p.author} || p.kind == post_kind::announcement,
               "only the administrator announces as nobody");
        ensure((p.kind == post_kind::idea) == bool{p.family}, "ideas, and only they, are in a family");
        if (p.family)
            ensure(p.family == (p.builds_on ? state.at(p.builds_on).family : p.id),
                   "a family is of one ancestor");
        if (tops_thread(p)) {
            check_thread(state, p);
            in_forums += p.comments.size();
        }
        announcements += p.kind == post_kind::announcement ? 1 : 0;
        ensure(p.at <= state.last_at && p.last_at <= state.last_at, "nothing is younger than the log");
    }
    ensure(in_forums + announcements == state.posts.size(), "each post stands in one place");
}

/// What was dealt to people and what they are owed, counted anew.
void check_dealing(const jam_state& state)
{
    std::vector<std::uint32_t> deals(state.posts.size());
    for (std::size_t i = 0; i < state.people.size(); ++i) {
        const auto& dealt = state.people[i].dealt;
        ensure(std::ranges::is_sorted(dealt) && std::ranges::adjacent_find(dealt) == dealt.end(),
               "what was dealt to somebody stands by number, each once");
        for (auto id : dealt) {
            ensure(state.at(id).kind == post_kind::idea && state.at(id).author.value != i + 1,
                   "ideas of others are dealt");
            ++deals[id.value - 1];
        }
    }
    for (const auto& p : state.posts)
        ensure(p.deal_count == deals[p.id.value - 1], "posts count whom they were dealt to");
    for (const auto& place : state.forums) {
        std::set<person_id> owed;
        for (const auto& each : place.short_of)
            ensure(state.knows(each.person) && each.ideas > 0 && owed.insert(each.person).second,
                   "who is owed ideas stands once in a forum");
    }
}

/// The pairs of one box, counted anew into the tallies of their ideas.
std::uint32_t count_pairs(const jam_state& state, const ballot_box& box,
                          std::vector<std::vector<tally>>& counts)
{
    std::uint32_t standing = 0;
    box.for_each_pair([&](person_id caster, const pair_ballot& pair) {
        ensure(pair.first < pair.second, "a pair is of two ideas, the lower number first");
        const auto audience = state.at(caster).entry.audience;
        for (auto idea : {pair.first, pair.second}) {
            ensure(state.at(idea).kind == post_kind::idea, "ballots are about ideas");
            counts[idea.value - 1].resize(state.what->audiences.size());
            ++counts[idea.value - 1][audience].of(idea == pair.preferred() ? measure::won : measure::lost);
        }
        ++standing;
    });
    for (const auto& own : box.pairs)
        ensure(std::ranges::is_sorted(own, {}, &pair_ballot::place) &&
                   std::ranges::adjacent_find(own, {}, &pair_ballot::place) == own.end(),
               "one ballot per person and pair");
    return standing;
}

/// Nobody gave more dots than they had.
void check_budgets(const jam_state& state, const ballot_box& box)
{
    std::vector<std::int32_t> given(state.people.size());
    box.for_each([&](post_id, person_id caster, choice says) {
        given[caster.value - 1] += number_in(says).value_or(0);
    });
    ensure(std::ranges::all_of(given, [&](auto dots) { return dots <= limits::dots_max; }),
           "dots stay within their budget");
}

/// What the ballots of one box add up to, counted anew.
void check_tallies(const jam_state& state, const ballot_box& box, ballot_switch method)
{
    const auto audience_count = state.what->audiences.size();
    std::vector<std::vector<tally>> counts(box.ideas.size());
    std::uint32_t standing = 0;
    box.for_each([&](post_id idea, person_id caster, choice says) {
        ensure(state.at(idea).kind == post_kind::idea, "ballots are about ideas");
        ensure(says != choice::withdraw, "a ballot that stands says something");
        auto& of_idea = counts[idea.value - 1];
        of_idea.resize(audience_count);
        add(of_idea[state.at(caster).entry.audience], method, says);
        ++standing;
    });
    standing += count_pairs(state, box, counts);
    if (method == ballot_switch::dots)
        check_budgets(state, box);
    ensure(standing == box.count, "a box counts its ballots");
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const auto& tallies = box.ideas[i].tallies;
        counts[i].resize(tallies.size());
        ensure(counts[i] == tallies, "tallies equal their ballots");
    }
}

void check_people(const jam_state& state)
{
    std::vector<std::uint32_t> ballots(state.people.size());
    for (std::size_t i = 0; i < state.boxes.size(); ++i) {
        const auto& box = state.boxes[i];
        check_tallies(state, box, state.clock.phases[i].rules.ballot);
        box.for_each([&](post_id, person_id caster, choice) { ++ballots[caster.value - 1]; });
        box.for_each_pair([&](person_id caster, const pair_ballot&) { ++ballots[caster.value - 1]; });
    }
    std::vector<person> written(state.people.size());
    std::vector<std::uint32_t> casters(state.posts.size());
    for (const auto& p : state.posts) {
        if (!p.author)
            continue;
        auto& author = written[p.author.value - 1];
        author.posts.push_back(p.id);
        author.idea_count += p.kind == post_kind::idea ? 1 : 0;
        author.comment_count += p.kind == post_kind::comment ? 1 : 0;
        const bool was_split = state.steered.splits.contains(p.id);  // not a post of its author's own pace
        if ((p.kind == post_kind::idea && !was_split) || p.kind == post_kind::comment)
            author.last_post_at = p.at;
    }
    for (std::size_t i = 0; i < state.people.size(); ++i) {
        const auto& who = state.people[i];
        ensure(who.ballot_count == ballots[i], "people count their standing ballots");
        ensure(who.posts == written[i].posts && who.idea_count == written[i].idea_count &&
                   who.comment_count == written[i].comment_count &&
                   who.last_post_at == written[i].last_post_at,
               "people know what they wrote");
        ensure(who.has_registered || !who.has_entered, "whoever entered is registered");
        ensure(std::ranges::is_sorted(who.casts, {}, &first_cast::post), "first ballots stand by post");
        for (const auto& cast : who.casts)
            ++casters[cast.post.value - 1];
    }
    for (const auto& p : state.posts)
        ensure(p.caster_count == casters[p.id.value - 1], "posts count who ever cast a ballot on them");
}

void check_casts(const jam_state& state)
{
    const auto ensure_cast = [&](post_id idea, person_id caster) {
        ensure(std::ranges::binary_search(state.at(caster).casts, idea, {}, &first_cast::post),
               "each ballot was cast once");
    };
    for (const auto& box : state.boxes) {
        box.for_each([&](post_id idea, person_id caster, choice) { ensure_cast(idea, caster); });
        box.for_each_pair([&](person_id caster, const pair_ballot& pair) {
            ensure_cast(pair.first, caster);
            ensure_cast(pair.second, caster);
        });
    }
}

}  // namespace

void check_invariants(const jam_state& state)
{
    if (state.stage == jam_stage::none) {
        ensure(state == jam_state{}, "before the first event there is nothing");
        return;
    }
    ensure(state.what && state.forums.size() == state.what->forums.size(), "the forums are the plan's");
    for (const auto& who : state.people)
        ensure(who.entry.audience < state.what->audiences.size(), "people are of an audience of the plan");
    check_clock(state);
    check_posts(state);
    check_people(state);
    check_casts(state);
    check_moderation(state);
    check_desk(state);
    check_steering(state);
    check_dealing(state);
}

}  // namespace jamhall::sessions
