// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/fold.hpp"

#include <utility>

namespace jamhall::sessions {
namespace {

post& append(jam_state& state, const event& happened, post_id id, post_kind kind)
{
    ensure(id.value == state.posts.size() + 1, "posts are numbered one after another");
    auto& made = state.posts.emplace_back();
    made.id = id;
    made.kind = kind;
    made.author = happened.actor;
    made.at = made.last_at = happened.at;
    if (happened.actor)
        state.edit(happened.actor).posts.push_back(id);
    return made;
}

void ensure_follows(const jam_state& state, const event& happened, const post_added& body)
{
    ensure(body.post.value == state.posts.size() + 1, "posts are numbered one after another");
    ensure(bool{happened.actor}, "a post has an author");
    ensure(body.forum < state.forums.size(), "the forum of a post exists");
    const bool is_comment = body.kind == post_kind::comment;
    ensure(is_comment == bool{body.parent}, "comments, and only they, have a parent");
    ensure(body.kind == post_kind::idea || !body.builds_on, "only ideas build on others");
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

}  // namespace

void fold(jam_state& state, const event& happened, const post_added& body)
{
    ensure_follows(state, happened, body);
    const auto thread = body.parent ? state.at(body.parent).thread : body.post;
    auto& made = append(state, happened, body.post, body.kind);
    made.forum = body.forum;
    made.parent = body.parent;
    made.thread = thread;
    made.builds_on = body.builds_on;
    made.is_nameless = body.is_nameless;
    made.text = body.text;
    made.mentions = body.mentions;
    if (body.kind == post_kind::idea)
        made.family = body.builds_on ? state.at(body.builds_on).family : body.post;

    auto& place = state.forums[body.forum];
    place.last_at = happened.at;
    place.idea_count += body.kind == post_kind::idea ? 1 : 0;
    if (body.parent) {
        auto& top = state.edit(thread);
        top.comments.push_back(body.post);
        top.last_at = happened.at;
    } else {
        place.tops.push_back(body.post);
    }
    count_for_author(state.edit(happened.actor), body.kind, happened.at);
}

void fold(jam_state& state, const event& happened, const post_edited& body)
{
    auto& edited = state.edit(body.post);
    ensure(edited.author == happened.actor, "authors edit their own posts");
    ensure(edited.state == post_state::published, "only a published post is edited");
    ensure(body.version == edited.version + 1, "versions are numbered one after another");
    edited.version = body.version;
    edited.text = body.text;
    edited.edited_at = happened.at;
}

void fold(jam_state& state, const event& happened, const post_withdrawn& body)
{
    auto& withdrawn = state.edit(body.post);
    ensure(withdrawn.author == happened.actor && happened.actor, "authors withdraw their own posts");
    ensure(withdrawn.state != post_state::withdrawn && withdrawn.state != post_state::erased,
           "a post is withdrawn once");
    const auto before = std::exchange(withdrawn.state, post_state::withdrawn);
    if (withdrawn.kind == post_kind::idea && before == post_state::published)
        --state.forums[*withdrawn.forum].idea_count;
}

void fold(jam_state& state, const event& happened, const announced& body)
{
    ensure(!body.forum || *body.forum < state.forums.size(), "the forum of an announcement exists");
    auto& made = append(state, happened, body.post, post_kind::announcement);
    made.forum = body.forum;
    made.text = body.text;
    made.is_nameless = state.clock.now_running().rules.names == names_switch::hidden;
    if (body.forum)
        state.forums[*body.forum].last_at = happened.at;
}

void fold(jam_state& state, const event&, const posts_seen& body)
{
    for (const auto& [post, people] : body.newly) {
        auto& seen = state.edit(post);
        seen.seen_count += people;
        ensure(seen.seen_count <= state.people.size(), "a post is seen by people of the roster, each once");
    }
}

}  // namespace jamhall::sessions
