// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/dealing.hpp"
#include "sessions/rules/fold.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace jamhall::sessions {
namespace {

void ensure_follows(const jam_state& state, const event& happened, const post_added& body)
{
    ensure(body.post.value == state.posts.size() + 1, "posts are numbered one after another");
    ensure(bool{happened.actor}, "a post has an author");
    ensure(body.forum < state.forums.size(), "the forum of a post exists");
    const bool is_comment = body.kind == post_kind::comment;
    ensure(is_comment == bool{body.parent}, "comments, and only they, have a parent");
    ensure(body.kind == post_kind::idea || !body.builds_on, "only ideas build on others");
    ensure(body.kind == post_kind::idea || is_comment || !body.is_held, "only ideas and comments are held");
    if (is_comment) {
        const auto& parent = state.at(body.parent);
        ensure(parent.forum == body.forum, "a comment is in the forum of its parent");
        ensure(bool{parent.thread}, "a comment stands in a thread");
        ensure(parent.kind != post_kind::comment || tops_thread(state.at(parent.parent)),
               "threads have two levels");
    }
    if (body.builds_on)
        ensure(state.at(body.builds_on).kind == post_kind::idea, "ideas build on ideas");
}

void count_for_author(person& author, post_kind kind, instant at)
{
    if (kind == post_kind::idea)
        ++author.idea_count;
    if (kind == post_kind::comment)
        ++author.comment_count;
    if (kind == post_kind::idea || kind == post_kind::comment)
        author.last_post_at = at;
}

/// Its thread and forum have a post of this instant.
void make_active(jam_state& state, post_id id)
{
    const auto& shown = state.at(id);
    const auto at = shown.at;
    if (shown.kind == post_kind::comment) {
        auto& top = state.edit(shown.thread);
        top.last_at = std::max(top.last_at, at);
    }
    auto& last_at = state.forums[*shown.forum].last_at;
    last_at = last_at ? std::max(*last_at, at) : at;
}

void note_signals(jam_state& state, post_id id, const signals& shows, instant at)
{
    if (!shows.any())
        return;
    auto& found = state.moderated.cases[id];
    found.shows = shows;
    found.signalled_at = at;
}

/// What an edit changes about the case of a post: the signals are those of the new text, and a text that was
/// looked at, or that its author was asked to change, is looked at again.
void note_edit(jam_state& state, const post_edited& body, instant at)
{
    auto found = state.moderated.cases.find(body.post);
    if (found == state.moderated.cases.end() && (body.wants_look || body.shows.any()))
        found = state.moderated.cases.try_emplace(body.post).first;
    if (found == state.moderated.cases.end())
        return;
    auto& open = found->second;
    const bool was_fast = open.shows.fast;
    const auto since = open.signalled_at;
    open.shows = body.shows;
    open.shows.fast = body.shows.fast || was_fast;
    open.signalled_at = open.shows.any() ? std::optional{since.value_or(at)} : std::nullopt;
    if ((open.asked || body.wants_look) && !open.edited_at)
        open.edited_at = at;
    if (open == moderation_case{})
        state.moderated.cases.erase(found);
}

/// Deals what the event says, and notes what its author is still owed. Source: rules SA1 to SA3.
void deal_around(jam_state& state, person_id author, const post_added& body)
{
    for (post_id idea : body.dealt)
        deal(state, idea, author);
    deal_to_short(state, body.post, body.dealt_to);
    const auto& rules = state.clock.now_running().rules;
    if (body.kind != post_kind::idea || rules.others != others_switch::sampled)
        return;
    const auto due = static_cast<std::uint32_t>(rules.sample_size);
    const auto got = static_cast<std::uint32_t>(body.dealt.size());
    if (got >= due)
        return;
    auto& short_of = state.forums[body.forum].short_of;
    const auto owed = std::ranges::find(short_of, author, &shortage::person);
    if (owed == short_of.end())
        short_of.push_back({author, due - got});
    else
        owed->ideas += due - got;
}

}  // namespace

void enter_state(jam_state& state, post_id id, post_state next)
{
    auto& changed = state.edit(id);
    const auto before = std::exchange(changed.state, next);
    if (next != post_state::merged)
        changed.merged_into = {};
    if (next != post_state::published)
        std::erase_if(state.steered.spotlights, [&](const spotlight& each) { return each.post == id; });
    if (changed.kind == post_kind::idea) {
        auto& ideas = state.forums[*changed.forum].idea_count;
        ideas -= before == post_state::published ? 1 : 0;
        ideas += next == post_state::published ? 1 : 0;
    }
    if (before != post_state::held)
        return;
    ensure(next != post_state::held, "a held post is decided about");
    if (next == post_state::erased)
        return;
    if (changed.kind == post_kind::comment)
        --state.edit(changed.thread).held_comments;
    make_active(state, id);
}

post& append_post(jam_state& state, post_id id, post_kind kind, person_id author, instant at)
{
    ensure(id == state.next_post(), "posts are numbered one after another");
    auto& made = state.posts.emplace_back();
    made.id = id;
    made.kind = kind;
    made.author = author;
    made.at = made.last_at = at;
    made.added_at = log_offset{state.last_offset.value + 1};  // the event being folded
    if (author)
        state.edit(author).posts.push_back(id);
    return made;
}

void note_mentions(post& naming, const std::vector<person_id>& named)
{
    for (const person_id who : named)
        if (std::ranges::find(naming.mentions, who) == naming.mentions.end())
            naming.mentions.push_back(who);
}

void fold(jam_state& state, const event& happened, const post_added& body)
{
    ensure_follows(state, happened, body);
    const auto thread = body.parent ? state.at(body.parent).thread : body.post;
    auto& made = append_post(state, body.post, body.kind, happened.actor, happened.at);
    made.forum = body.forum;
    made.parent = body.parent;
    made.thread = thread;
    made.builds_on = body.builds_on;
    made.is_nameless = body.is_nameless;
    made.text = body.text;
    made.mentions = body.mentions;
    made.state = body.is_held ? post_state::held : post_state::published;
    if (body.kind == post_kind::idea)
        made.family = body.builds_on ? state.at(body.builds_on).family : body.post;

    auto& place = state.forums[body.forum];
    if (body.parent) {
        auto& top = state.edit(thread);
        top.comments.push_back(body.post);
        top.held_comments += body.is_held ? 1 : 0;
    } else {
        place.tops.push_back(body.post);
    }
    if (!body.is_held) {
        place.idea_count += body.kind == post_kind::idea ? 1 : 0;
        make_active(state, body.post);
    }
    note_signals(state, body.post, body.shows, happened.at);
    count_for_author(state.edit(happened.actor), body.kind, happened.at);
    deal_around(state, happened.actor, body);
}

void fold(jam_state& state, const event& happened, const post_edited& body)
{
    auto& edited = state.edit(body.post);
    ensure(edited.author == happened.actor, "authors edit their own posts");
    ensure(edited.state == post_state::published || edited.state == post_state::held,
           "only a published or held post is edited");
    ensure(body.version == edited.version + 1, "versions are numbered one after another");
    edited.version = body.version;
    edited.text = body.text;
    edited.edited_at = happened.at;
    note_mentions(edited, body.mentions);
    note_edit(state, body, happened.at);
}

void fold(jam_state& state, const event& happened, const post_withdrawn& body)
{
    const auto& withdrawn = state.at(body.post);
    ensure(withdrawn.author == happened.actor && happened.actor, "authors withdraw their own posts");
    ensure(withdrawn.state != post_state::withdrawn && withdrawn.state != post_state::erased,
           "a post is withdrawn once");
    drop_case(state, body.post);
    enter_state(state, body.post, post_state::withdrawn);
}

void fold(jam_state& state, const event& happened, const announced& body)
{
    ensure(!body.forum || *body.forum < state.forums.size(), "the forum of an announcement exists");
    auto& made = append_post(state, body.post, post_kind::announcement, happened.actor, happened.at);
    made.forum = body.forum;
    made.text = body.text;
    made.is_nameless = state.clock.now_running().rules.names == names_switch::hidden;
    if (body.forum)
        state.forums[*body.forum].last_at = happened.at;
}

void fold(jam_state& state, const event& happened, const posts_seen& body)
{
    for (const auto& [post, people] : body.newly) {
        auto& seen = state.edit(post);
        seen.seen_count += people;
        ensure(seen.seen_count <= state.people.size(), "a post is seen by people of the roster, each once");
        seen.seen_steps.resize(static_cast<std::size_t>(std::bit_width(seen.seen_count)), happened.offset);
    }
}

}  // namespace jamhall::sessions
