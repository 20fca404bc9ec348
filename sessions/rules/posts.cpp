// SPDX-License-Identifier: Apache-2.0
#include "sessions/core/limits.hpp"
#include "sessions/core/text.hpp"
#include "sessions/rules/clock.hpp"
#include "sessions/rules/dealing.hpp"
#include "sessions/rules/judges.hpp"
#include "sessions/rules/moderation.hpp"
#include "sessions/rules/permissions.hpp"
#include "sessions/rules/refusals.hpp"
#include "sessions/rules/sight.hpp"

#include <algorithm>

namespace jamhall::sessions {
namespace {

using fault = std::optional<rejection>;

constexpr auto bad_field = reject_code::bad_field;
constexpr auto not_allowed = reject_code::not_allowed;
constexpr auto phase_closed = reject_code::phase_closed;

fault fault_of_draft(const jam_state& state, const std::optional<slug>& drafted_in)
{
    if (drafted_in && !state.phase_named(*drafted_in))
        return refuse(bad_field, "drafted_in", "There is no such phase in this jam.");
    return std::nullopt;
}

/// Whether the phase takes posts of this kind at all; `top` is the thread of a comment.
fault fault_of_phase(const phase& under, post_kind kind, const post* top)
{
    if (kind == post_kind::idea && under.rules.ideas == ideas_switch::closed)
        return refuse(phase_closed, {}, "This phase takes no ideas.");
    if (kind == post_kind::prompt && under.kind == phase_kind::archive)
        return refuse(phase_closed, {}, "This phase takes no prompts.");
    if (kind != post_kind::comment)
        return std::nullopt;
    if (under.rules.comments == comments_switch::closed)
        return refuse(phase_closed, {}, "This phase takes no comments.");
    if (under.kind == phase_kind::lobby && top->kind != post_kind::prompt)
        return refuse(phase_closed, {}, "In the lobby, comments are for the welcome thread only.");
    return std::nullopt;
}

/// Whether the text fits. An idea that is edited may stay as long as it was before.
fault fault_of_post_text(const jam_state& state, const phase& under, post_kind kind, std::string_view text,
                         std::string_view before = {})
{
    if (auto wrong = fault_of_text(text, static_cast<std::size_t>(state.what->policy.text_max), "text"))
        return wrong;
    if (kind != post_kind::idea || !under.rules.words_max)
        return std::nullopt;
    const auto words_max = static_cast<std::size_t>(*under.rules.words_max);
    const auto words = word_count(text);
    if (words <= words_max || words <= word_count(before))
        return std::nullopt;
    return refuse(reject_code::text_too_long, "text",
                  "The idea has " + std::to_string(words) + " words. In this phase it may have at most " +
                      std::to_string(words_max) + ".");
}

fault fault_of_pace(const person& author, const switches& under, instant now)
{
    const duration pace = std::chrono::seconds{under.slow_mode_s};
    if (author.idea_count + author.comment_count == 0)
        return std::nullopt;
    const auto passed = now - author.last_post_at;
    if (passed >= pace)
        return std::nullopt;
    const auto wait_s = std::chrono::ceil<std::chrono::seconds>(pace - passed).count();
    auto refused = refuse(reject_code::rate_limited, {},
                          "This phase takes its time. Please wait " + std::to_string(wait_s) +
                              (wait_s == 1 ? " second" : " seconds") + " before you post again.");
    refused.retry_after = pace - passed;
    return refused;
}

/// Which fields a post of this kind carries.
fault fault_of_shape(const add_post& asked)
{
    if (asked.kind != post_kind::idea && asked.kind != post_kind::comment && asked.kind != post_kind::prompt)
        return refuse(bad_field, "kind", "An idea, a comment or a prompt can be posted.");
    if (asked.kind == post_kind::comment && !asked.parent)
        return refuse(bad_field, "parent", "A comment needs the post it is about.");
    if (asked.kind != post_kind::comment && asked.parent)
        return refuse(bad_field, "parent", "Only a comment is about another post.");
    if (asked.kind != post_kind::idea && asked.builds_on)
        return refuse(bad_field, "builds_on", "Only an idea can build on another one.");
    return std::nullopt;
}

/// What is wrong with commenting on `parent`, of the thread `top`.
fault fault_of_parent(const post& parent, const post& top, forum_index forum)
{
    if (parent.kind == post_kind::announcement)
        return refuse(bad_field, "parent", "Announcements take no comments.");
    if (parent.forum != forum)
        return refuse(bad_field, "forum",
                      "The comment and the post it is about have to be in the same forum.");
    if (parent.state == post_state::held)
        return refuse(not_allowed, "parent", "This post takes comments once it is approved.");
    if (parent.state != post_state::published || top.state != post_state::published)
        return refuse(not_allowed, "parent", "This post is no longer open for comments.");
    return std::nullopt;
}

fault fault_of_origin(const jam_state& state, const add_post& asked, const context& by, const phase& under)
{
    if (!asked.builds_on) {
        if (asked.kind == post_kind::idea && under.rules.ideas == ideas_switch::build_on)
            return refuse(phase_closed, "builds_on",
                          "In this phase ideas grow out of others. Please choose the idea yours builds on.");
        return std::nullopt;
    }
    if (!state.knows(asked.builds_on) || !can_see(state, state.at(asked.builds_on), by.person, under.rules))
        return no_such_post("builds_on");
    const auto& origin = state.at(asked.builds_on);
    if (origin.kind != post_kind::idea)
        return refuse(bad_field, "builds_on", "Ideas build on ideas.");
    if (origin.state == post_state::held)
        return refuse(not_allowed, "builds_on", "Ideas can build on this one once it is approved.");
    if (origin.state != post_state::published)
        return refuse(not_allowed, "builds_on", "This idea is no longer there to build on.");
    return std::nullopt;
}

/// Comments go two levels deep: a reply to a reply stands beside it.
post_id level_of(const jam_state& state, const post& parent)
{
    const bool is_reply =
        parent.kind == post_kind::comment && state.at(parent.parent).kind == post_kind::comment;
    return is_reply ? parent.parent : parent.id;
}

/// Judges a comment as far as it differs from other posts; the post it is attached to.
outcome<post_id> place_of_comment(const jam_state& state, const add_post& asked, const context& by,
                                  forum_index forum, const phase& under)
{
    if (!state.knows(asked.parent))
        return no_such_post("parent");
    const auto& parent = state.at(asked.parent);
    const auto& top = parent.thread ? state.at(parent.thread) : parent;
    if (!can_see(state, parent, by.person, under.rules) || !can_see(state, top, by.person, under.rules))
        return no_such_post("parent");
    if (auto wrong = fault_of_phase(under, asked.kind, &top))
        return *std::move(wrong);
    if (auto wrong = fault_of_parent(parent, top, forum))
        return *std::move(wrong);
    return level_of(state, parent);
}

/// Whether a text of this person is looked at before it is shown, or again when it changes (rule MO10).
bool is_looked_at_first(const jam_state& state, const phase& under, post_kind kind, person_id author)
{
    return under.rules.moderation == moderation_switch::before &&
           (kind == post_kind::idea || kind == post_kind::comment) &&
           !state.at(author).entry.roles.has_any(badge_roles);
}

rejection may_not_prompt()
{
    return refuse(not_allowed, {}, "Prompts are for the facilitators of this forum and for organizers.");
}

/// While others are sampled, an idea earns its author a few of others', and goes to who was still owed some.
void deal_for(const jam_state& state, post_added& added, person_id author)
{
    const auto& rules = state.clock.now_running().rules;
    if (added.kind != post_kind::idea || rules.others != others_switch::sampled)
        return;
    added.dealt = ideas_to_deal(state, added.forum, author, static_cast<std::size_t>(rules.sample_size));
    if (!added.is_held)
        added.dealt_to = people_to_deal_to(state, added.kind, added.forum, author);
}

}  // namespace

judgement judge(const jam_state& state, const add_post& asked, const context& by)
{
    if (!may(state, by, action::take_part))
        return may_not_take_part(by);
    if (auto wrong = fault_of_mute(state.at(by.person), by.now))
        return *std::move(wrong);
    if (auto wrong = fault_of_shape(asked))
        return *std::move(wrong);
    const auto forum = state.forum_named(asked.forum);
    if (!forum)
        return no_such_forum("forum");
    if (asked.kind == post_kind::prompt && !may(state, by, action::steer, forum))
        return may_not_prompt();
    if (auto wrong = fault_of_draft(state, asked.drafted_in))
        return *std::move(wrong);

    const auto& under = judging_phase(state, asked.drafted_in, by.now);
    post_added added{state.next_post(), asked.kind, *forum, {}, asked.builds_on, false, asked.text};
    if (asked.kind == post_kind::comment) {
        const auto place = place_of_comment(state, asked, by, *forum, under);
        if (!place)
            return place.error();
        added.parent = *place;
    } else if (auto wrong = fault_of_phase(under, asked.kind, nullptr)) {
        return *std::move(wrong);
    }
    if (auto wrong = fault_of_origin(state, asked, by, under))
        return *std::move(wrong);
    if (auto wrong = fault_of_post_text(state, under, asked.kind, asked.text))
        return *std::move(wrong);
    if (asked.kind != post_kind::prompt)
        if (auto wrong = fault_of_pace(state.at(by.person), under.rules, by.now))
            return *std::move(wrong);
    if (state.posts.size() >= limits::posts_max)
        return no_room_for_posts();
    added.is_nameless = under.rules.names == names_switch::hidden;
    added.is_held = is_looked_at_first(state, under, asked.kind, by.person);
    added.shows = signals_of_author(state, by.person, asked.text, by.now);
    added.mentions = mentions_in(state, asked.text);
    deal_for(state, added, by.person);
    event_bodies happened;
    happened.emplace_back(std::move(added));
    return happened;
}

judgement judge(const jam_state& state, const edit_post& asked, const context& by)
{
    if (!may(state, by, action::take_part))
        return may_not_take_part(by);
    if (auto wrong = fault_of_mute(state.at(by.person), by.now))
        return *std::move(wrong);
    if (auto wrong = fault_of_draft(state, asked.drafted_in))
        return *std::move(wrong);
    const auto& under = judging_phase(state, asked.drafted_in, by.now);
    if (!state.knows(asked.post) || !can_see(state, state.at(asked.post), by.person, under.rules))
        return no_such_post("post");
    const auto& edited = state.at(asked.post);
    if (edited.author != by.person)
        return refuse(not_allowed, "post", "Only its author can edit a post.");
    if (edited.kind == post_kind::announcement)
        return refuse(not_allowed, "post",
                      "What was announced stays as it was. Please announce the correction.");
    if (edited.kind == post_kind::prompt && !may(state, by, action::steer, edited.forum))
        return may_not_prompt();
    if (edited.kind == post_kind::summary && !may(state, by, action::steer, edited.forum))
        return may_not_steer("post");
    if (edited.state == post_state::hidden)
        return refuse(not_allowed, "post", "This post is hidden. You can appeal, but not edit it.");
    if (edited.state != post_state::published && edited.state != post_state::held)
        return refuse(not_allowed, "post", "This post can no longer be edited.");
    const auto* top = edited.kind == post_kind::comment ? &state.at(edited.thread) : nullptr;
    if (auto wrong = fault_of_phase(under, edited.kind, top); wrong && !awaits_author(state, edited))
        return *std::move(wrong);
    if (auto wrong = fault_of_post_text(state, under, edited.kind, asked.text, edited.text))
        return *std::move(wrong);
    const bool wants_look =
        awaits_author(state, edited) ||
        (edited.state == post_state::published && is_looked_at_first(state, under, edited.kind, by.person));
    post_edited made{asked.post, edited.version + 1, asked.text,
                     signals_of_author(state, by.person, asked.text, std::nullopt), wants_look};
    if (edited.state == post_state::published)
        made.mentions = newly_mentioned_in(state, edited, asked.text);
    return event_bodies{std::move(made)};
}

judgement judge(const jam_state& state, const withdraw_post& asked, const context& by)
{
    if (!state.knows(asked.post) ||
        !can_see(state, state.at(asked.post), by.person, state.clock.now_running().rules))
        return no_such_post("post");
    const auto& withdrawn = state.at(asked.post);
    if (by.kind != actor_kind::person || withdrawn.author != by.person)
        return refuse(not_allowed, "post", "Only its author can withdraw a post.");
    if (withdrawn.state == post_state::withdrawn || withdrawn.state == post_state::erased)
        return refuse(not_allowed, "post", "This post is withdrawn already.");
    return event_bodies{post_withdrawn{asked.post}};
}

judgement judge(const jam_state& state, const announce& asked, const context& by)
{
    announced made{state.next_post(), std::nullopt, asked.text};
    if (asked.forum) {
        made.forum = state.forum_named(*asked.forum);
        if (!made.forum)
            return no_such_forum("forum");
        if (!may(state, by, action::steer, made.forum))
            return refuse(not_allowed, {},
                          "Announcements are for the facilitators of this forum and for organizers.");
    } else if (!may(state, by, action::announce_to_all)) {
        return refuse(not_allowed, {}, "Only an organizer announces to everybody.");
    }
    if (auto wrong = fault_of_text(asked.text, static_cast<std::size_t>(state.what->policy.text_max), "text"))
        return *std::move(wrong);
    if (state.posts.size() >= limits::posts_max)
        return no_room_for_posts();
    return event_bodies{std::move(made)};
}

/// Posts that are not there and people beyond the roster are left out: what the hall counts is kept
/// beside the log and may be older than it.
judgement judge(const jam_state& state, const record_seen& asked, const context& by)
{
    ensure(by.kind == actor_kind::hall, "only the hall says what was seen");
    posts_seen seen;
    for (const auto& [post, people] : asked.newly) {
        if (!state.knows(post))
            continue;
        const auto room = static_cast<std::uint32_t>(state.people.size()) - state.at(post).seen_count;
        if (const auto count = std::min(people, room); count > 0)
            seen.newly.emplace_back(post, count);
    }
    if (seen.newly.empty())
        return event_bodies{};
    return event_bodies{std::move(seen)};
}

}  // namespace jamhall::sessions
