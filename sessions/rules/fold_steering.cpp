// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/fold.hpp"
#include "sessions/rules/steering.hpp"

#include <algorithm>
#include <utility>

namespace jamhall::sessions {
namespace {

void ensure_shown(const jam_state& state, post_id id)
{
    ensure(state.stage == jam_stage::open, "an open jam is steered");
    ensure(state.at(id).state == post_state::published, "only a published post is steered");
}

/// Brings a thread's top into a forum, between the others by number.
void place(jam_state& state, post_id top, forum_index forum)
{
    auto& tops = state.forums[forum].tops;
    tops.insert(std::ranges::lower_bound(tops, top), top);
}

merge& last_merge_of(jam_state& state, post_id id)
{
    const auto* found = merge_of(state, id);
    ensure(found != nullptr && state.at(id).state == post_state::merged, "the post is merged");
    return state.steered.merges[static_cast<std::size_t>(found - state.steered.merges.data())];
}

}  // namespace

void fold(jam_state& state, const event& happened, const post_spotlighted& body)
{
    ensure_shown(state, body.post);
    ensure(state.at(body.post).kind != post_kind::announcement, "an announcement is not spotlighted");
    ensure(body.until > happened.at, "a spotlight lasts a while");
    auto& lit = state.steered.spotlights;
    std::erase_if(lit, [&](const spotlight& each) { return each.until <= happened.at; });
    const auto found = std::ranges::find(lit, body.post, &spotlight::post);
    if (found == lit.end())
        lit.push_back({body.post, happened.at, body.until});
    else
        found->until = body.until;
}

void fold(jam_state& state, const event&, const spotlight_ended& body)
{
    const auto ended = std::erase_if(state.steered.spotlights,
                                     [&](const spotlight& each) { return each.post == body.post; });
    ensure(ended == 1, "a spotlight that ends was on");
}

void fold(jam_state& state, const event&, const posts_connected& body)
{
    ensure(body.post != body.with, "two posts are connected");
    ensure_shown(state, body.post);
    ensure_shown(state, body.with);
    const auto [smaller, larger] = std::minmax(body.post, body.with);
    const std::pair pair{smaller, larger};
    auto& all = state.steered.connections;
    const auto place = std::ranges::lower_bound(all, pair);
    ensure(place == all.end() || *place != pair, "two posts are connected once");
    all.insert(place, pair);
}

void fold(jam_state& state, const event& happened, const post_moved& body)
{
    const auto& moved = state.at(body.post);
    ensure(tops_thread(moved) && moved.forum == body.from, "a thread is moved from its forum");
    ensure(body.forum != body.from && body.forum < state.forums.size(), "a thread is moved to another forum");
    const bool is_published = moved.state == post_state::published;
    ensure(is_published || moved.state == post_state::held, "only a published or held thread is moved");

    auto& from = state.forums[body.from];
    auto& to = state.forums[body.forum];
    std::erase(from.tops, body.post);
    place(state, body.post, body.forum);
    if (is_published && moved.kind == post_kind::idea) {
        --from.idea_count;
        ++to.idea_count;
    }
    if (is_published)
        to.last_at = std::max(to.last_at.value_or(moved.last_at), moved.last_at);
    const auto comments = moved.comments;
    state.edit(body.post).forum = body.forum;
    for (auto comment : comments)
        state.edit(comment).forum = body.forum;
    state.steered.moves.push_back({body.post, body.from, body.forum, happened.offset});
}

void fold(jam_state& state, const event& happened, const post_merged& body)
{
    ensure(body.post != body.into, "an idea is merged into another");
    ensure_shown(state, body.post);
    ensure_shown(state, body.into);
    ensure(state.at(body.post).kind == post_kind::idea && state.at(body.into).kind == post_kind::idea,
           "ideas are merged into ideas");
    ensure(!body.phase || *body.phase == state.clock.running, "ballots of the running phase may move");
    enter_state(state, body.post, post_state::merged);
    state.edit(body.post).merged_into = body.into;
    state.steered.merges.push_back({body.post, body.into, body.phase, happened.offset, false, {}});
}

void fold(jam_state& state, const event& happened, const support_moved& body)
{
    ensure(state.knows(happened.actor), "somebody answers about their own ballot");
    auto& about = last_merge_of(state, body.post);
    ensure(is_asked(state, about, happened.actor) && about.phase == body.phase, "who answers is asked");
    ensure(end_of_merges(state, body.post) == body.into, "support moves to where the idea went");
    about.answers.emplace(happened.actor, body.is_accepted);
    if (!body.is_accepted)
        return;
    ensure(state.at(body.into).state == post_state::published, "a ballot moves to an open idea");
    move_ballot(state, body.phase, happened.actor, body.post, body.into, happened.offset);
}

void fold(jam_state& state, const event& happened, const post_split& body)
{
    ensure_shown(state, body.from);
    const auto comment = state.at(body.from);
    ensure(comment.kind == post_kind::comment, "a comment becomes an idea");
    ensure(comment.author == body.author && comment.is_nameless == body.is_nameless,
           "the idea is of who wrote the comment");
    const bool is_first = std::ranges::none_of(state.steered.splits,
                                               [&](const auto& each) { return each.second == body.from; });
    ensure(is_first, "a comment is split once");
    auto& made = append_post(state, body.post, post_kind::idea, body.author, happened.at);
    made.forum = comment.forum;
    made.thread = made.family = body.post;
    made.is_nameless = body.is_nameless;
    made.text = body.text;
    auto& forum = state.forums[*comment.forum];
    forum.tops.push_back(body.post);
    forum.last_at = happened.at;
    ++forum.idea_count;
    ++state.edit(body.author).idea_count;
    state.steered.splits.emplace(body.post, body.from);
}

void fold(jam_state& state, const event& happened, const thread_claimed& body)
{
    ensure_shown(state, body.post);
    ensure(tops_thread(state.at(body.post)), "threads are claimed");
    const auto* held = claim_at(state, body.post, happened.at);
    ensure(held == nullptr || held->person == happened.actor, "nobody else is working on a claimed thread");
    state.steered.claims.insert_or_assign(body.post, claim{happened.actor, happened.at});
}

void fold(jam_state& state, const event&, const thread_released& body)
{
    ensure(state.steered.claims.erase(body.post) == 1, "a thread that is released was claimed");
}

void fold(jam_state& state, const event& happened, const summary_published& body)
{
    ensure(body.forum < state.forums.size(), "the forum of a summary exists");
    ensure(bool{happened.actor}, "a summary has an author");
    auto& made = append_post(state, body.post, post_kind::summary, happened.actor, happened.at);
    made.forum = body.forum;
    made.thread = body.post;
    made.is_nameless = body.is_nameless;
    made.text = body.text;
    auto& forum = state.forums[body.forum];
    forum.tops.push_back(body.post);
    forum.last_at = happened.at;
}

void fold(jam_state& state, const event&, const guest_introduced& body)
{
    ensure(state.at(body.person).entry.roles.has(role::guest), "who is introduced is a guest");
}

}  // namespace jamhall::sessions
