// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/steering.hpp"

#include "sessions/core/limits.hpp"
#include "sessions/rules/clock.hpp"
#include "sessions/rules/judges.hpp"
#include "sessions/rules/moderation.hpp"
#include "sessions/rules/permissions.hpp"
#include "sessions/rules/refusals.hpp"
#include "sessions/rules/sight.hpp"

#include <algorithm>
#include <chrono>

namespace jamhall::sessions {
namespace {

using fault = std::optional<rejection>;

constexpr auto bad_field = reject_code::bad_field;
constexpr auto not_allowed = reject_code::not_allowed;
constexpr auto phase_closed = reject_code::phase_closed;

/// What keeps `by` from steering a post. Those who steer its forum see it whatever the phase shows.
fault fault_of_steering(const jam_state& state, post_id id, const context& by, std::string field)
{
    if (!state.knows(id))
        return no_such_post(std::move(field));
    const auto& p = state.at(id);
    if (may(state, by, action::steer, p.forum))
        return std::nullopt;
    if (!can_see(state, p, by.person, state.clock.now_running().rules))
        return no_such_post(std::move(field));
    return may_not_steer(std::move(field));
}

/// What keeps a post from being shown to others in a new place.
fault fault_of_showing(const jam_state& state, post_id id, std::string field)
{
    const auto& p = state.at(id);
    if (p.state == post_state::merged)
        return refuse(not_allowed, std::move(field), "This idea is merged into another one.");
    if (p.state == post_state::held)
        return refuse(not_allowed, std::move(field), "This post still waits for approval.");
    if (p.state != post_state::published)
        return refuse(not_allowed, std::move(field), "This post is shown no longer.");
    const bool is_of_others = p.kind == post_kind::idea || p.kind == post_kind::comment;
    if (is_of_others && state.clock.now_running().rules.others != others_switch::visible)
        return refuse(phase_closed, std::move(field),
                      "In this phase people do not see each other's posts yet.");
    return std::nullopt;
}

fault fault_of_connecting(const jam_state& state, post_id id, std::string field)
{
    const auto kind = state.at(id).kind;
    if (kind != post_kind::idea && kind != post_kind::prompt)
        return refuse(bad_field, std::move(field), "Ideas and prompts can be connected.");
    return fault_of_showing(state, id, std::move(field));
}

fault fault_of_merging(const jam_state& state, post_id id, std::string field)
{
    if (state.at(id).kind != post_kind::idea)
        return refuse(bad_field, std::move(field), "Only ideas can be merged.");
    return fault_of_showing(state, id, std::move(field));
}

bool was_split(const jam_state& state, post_id comment)
{
    return std::ranges::any_of(state.steered.splits, [&](const auto& one) { return one.second == comment; });
}

rejection is_claimed_by(const jam_state& state, const claim& held)
{
    const auto name = held.person ? state.at(held.person).entry.name : std::string{};
    return refuse(reject_code::claimed, "post",
                  (name.empty() ? "Somebody else" : name) + " is working on this thread at the moment.");
}

}  // namespace

judgement judge(const jam_state& state, const spotlight_post& asked, const context& by)
{
    if (auto wrong = fault_of_steering(state, asked.post, by, "post"))
        return *std::move(wrong);
    if (state.at(asked.post).kind == post_kind::announcement)
        return refuse(bad_field, "post",
                      "An announcement stands in front by itself. Please choose another post.");
    if (auto wrong = fault_of_showing(state, asked.post, "post"))
        return *std::move(wrong);
    const auto minutes = asked.minutes.value_or(limits::spotlight_minutes_default);
    if (auto wrong = fault_of_minutes(minutes))
        return *std::move(wrong);
    const auto now = effective_now(state, by);
    const auto lit = spotlights_at(state, now);
    const bool is_lit = std::ranges::find(lit, asked.post, &spotlight::post) != lit.end();
    if (!is_lit && lit.size() >= limits::spotlights_max)
        return refuse(reject_code::too_many, "post",
                      "There are " + std::to_string(lit.size()) +
                          " posts in the spotlight already. Please end one of them first.");
    return event_bodies{post_spotlighted{asked.post, now + std::chrono::minutes{minutes}}};
}

judgement judge(const jam_state& state, const end_spotlight& asked, const context& by)
{
    if (auto wrong = fault_of_steering(state, asked.post, by, "post"))
        return *std::move(wrong);
    const auto lit = spotlights_at(state, effective_now(state, by));
    if (std::ranges::find(lit, asked.post, &spotlight::post) == lit.end())
        return refuse(not_allowed, "post", "This post is not in the spotlight.");
    return event_bodies{spotlight_ended{asked.post}};
}

judgement judge(const jam_state& state, const connect_posts& asked, const context& by)
{
    if (auto wrong = fault_of_steering(state, asked.post, by, "post"))
        return *std::move(wrong);
    if (auto wrong = fault_of_steering(state, asked.with, by, "with"))
        return *std::move(wrong);
    if (asked.post == asked.with)
        return refuse(bad_field, "with", "Please choose two different posts.");
    if (auto wrong = fault_of_connecting(state, asked.post, "post"))
        return *std::move(wrong);
    if (auto wrong = fault_of_connecting(state, asked.with, "with"))
        return *std::move(wrong);
    const auto pair = std::minmax(asked.post, asked.with);
    if (std::ranges::binary_search(state.steered.connections, std::pair{pair.first, pair.second}))
        return refuse(not_allowed, "with", "These two posts are connected already.");
    return event_bodies{posts_connected{asked.post, asked.with}};
}

judgement judge(const jam_state& state, const move_post& asked, const context& by)
{
    if (auto wrong = fault_of_steering(state, asked.post, by, "post"))
        return *std::move(wrong);
    const auto to = state.forum_named(asked.forum);
    if (!to)
        return no_such_forum("forum");
    if (!may(state, by, action::steer, to))
        return may_not_steer("forum");
    const auto& moved = state.at(asked.post);
    if (!tops_thread(moved))
        return refuse(bad_field, "post", "Only a whole thread can be moved: its idea, prompt or summary.");
    if (moved.state != post_state::published && moved.state != post_state::held)
        return refuse(not_allowed, "post", "This thread can be moved no longer.");
    if (moved.forum == to)
        return refuse(bad_field, "forum", "The thread is in this forum already.");
    return event_bodies{post_moved{asked.post, *moved.forum, *to}};
}

judgement judge(const jam_state& state, const merge_post& asked, const context& by)
{
    if (auto wrong = fault_of_steering(state, asked.post, by, "post"))
        return *std::move(wrong);
    if (auto wrong = fault_of_steering(state, asked.into, by, "into"))
        return *std::move(wrong);
    if (asked.post == asked.into)
        return refuse(bad_field, "into", "Please choose two different ideas.");
    if (auto wrong = fault_of_merging(state, asked.post, "post"))
        return *std::move(wrong);
    if (auto wrong = fault_of_merging(state, asked.into, "into"))
        return *std::move(wrong);
    post_merged merged{asked.post, asked.into, std::nullopt};
    const auto method = state.clock.now_running().rules.ballot;
    if (method != ballot_switch::none && method != ballot_switch::pairwise)
        merged.phase = state.clock.running;
    return event_bodies{merged};
}

judgement judge(const jam_state& state, const move_support& asked, const context& by)
{
    if (!may(state, by, action::take_part))
        return may_not_take_part(by);
    if (!state.knows(asked.post) ||
        !can_see(state, state.at(asked.post), by.person, state.clock.now_running().rules))
        return no_such_post("post");
    const auto* found = merge_of(state, asked.post);
    if (state.at(asked.post).state != post_state::merged || found == nullptr)
        return refuse(not_allowed, "post", "This idea is not merged into another one.");
    if (found->phase != state.clock.running)
        return refuse(phase_closed, "post", "Support can be moved only in the phase in which it was given.");
    if (found->answers.contains(by.person))
        return refuse(not_allowed, "post", "You have answered this already.");
    if (!is_asked(state, *found, by.person))
        return refuse(not_allowed, "post", "There is nothing of yours to move from this idea.");
    const auto into = end_of_merges(state, asked.post);
    if (asked.accept && state.at(into).state != post_state::published)
        return refuse(not_allowed, "post", "The other idea is no longer open for support.");
    return event_bodies{support_moved{*found->phase, asked.post, into, asked.accept}};
}

judgement judge(const jam_state& state, const split_post& asked, const context& by)
{
    if (auto wrong = fault_of_steering(state, asked.post, by, "post"))
        return *std::move(wrong);
    const auto& comment = state.at(asked.post);
    if (comment.kind != post_kind::comment)
        return refuse(bad_field, "post", "Only a comment can be made an idea of its own.");
    if (auto wrong = fault_of_showing(state, asked.post, "post"))
        return *std::move(wrong);
    if (was_split(state, asked.post))
        return refuse(not_allowed, "post", "This comment was made an idea already.");
    const auto kind = state.clock.now_running().kind;
    if (kind == phase_kind::reveal || kind == phase_kind::archive)
        return refuse(phase_closed, {}, "This phase takes no new ideas any more.");
    if (state.posts.size() >= limits::posts_max)
        return no_room_for_posts();
    return event_bodies{
        post_split{state.next_post(), asked.post, comment.author, comment.is_nameless, comment.text}};
}

judgement judge(const jam_state& state, const claim_thread& asked, const context& by)
{
    if (auto wrong = fault_of_steering(state, asked.post, by, "post"))
        return *std::move(wrong);
    const auto& top = state.at(asked.post);
    if (!tops_thread(top))
        return refuse(bad_field, "post", "Only a whole thread can be claimed: its idea, prompt or summary.");
    if (top.state != post_state::published)
        return refuse(not_allowed, "post", "This thread is not open.");
    const auto* held = claim_at(state, asked.post, effective_now(state, by));
    if (held != nullptr && held->person != by.person)
        return is_claimed_by(state, *held);
    return event_bodies{thread_claimed{asked.post}};
}

judgement judge(const jam_state& state, const release_thread& asked, const context& by)
{
    if (auto wrong = fault_of_steering(state, asked.post, by, "post"))
        return *std::move(wrong);
    const auto found = state.steered.claims.find(asked.post);
    const bool is_own = found != state.steered.claims.end() && found->second.person == by.person;
    const auto* held = claim_at(state, asked.post, effective_now(state, by));
    if (held == nullptr && !is_own)
        return refuse(not_allowed, "post", "Nobody is working on this thread at the moment.");
    if (!is_own && !may(state, by, action::manage))
        return is_claimed_by(state, *held);
    return event_bodies{thread_released{asked.post}};
}

judgement judge(const jam_state& state, const publish_summary& asked, const context& by)
{
    if (!may(state, by, action::take_part))
        return may_not_take_part(by);
    const auto forum = state.forum_named(asked.forum);
    if (!forum)
        return no_such_forum("forum");
    if (!may(state, by, action::steer, forum))
        return may_not_steer("forum");
    if (auto wrong = fault_of_mute(state.at(by.person), by.now))
        return *std::move(wrong);
    if (auto wrong = fault_of_text(asked.text, static_cast<std::size_t>(state.what->policy.text_max), "text"))
        return *std::move(wrong);
    if (state.posts.size() >= limits::posts_max)
        return no_room_for_posts();
    const bool is_nameless = state.clock.now_running().rules.names == names_switch::hidden;
    return event_bodies{summary_published{state.next_post(), *forum, is_nameless, asked.text}};
}

judgement judge(const jam_state& state, const introduce_guest& asked, const context& by)
{
    const bool anywhere = may(state, by, action::steer);
    if (!state.knows(asked.person))
        return no_such_person();
    const auto& guest = state.at(asked.person);
    const auto is_own = [&](forum_index forum) { return may(state, by, action::steer, forum); };
    if (!anywhere && std::ranges::none_of(guest.entry.forums, is_own))
        return refuse(not_allowed, "person",
                      "This is for the facilitators of the guest's forums and for organizers.");
    if (!guest.entry.roles.has(role::guest) || guest.is_removed)
        return refuse(bad_field, "person", "This person is not a guest of this jam.");
    if (auto wrong = fault_of_text(asked.text, static_cast<std::size_t>(state.what->policy.text_max), "text"))
        return *std::move(wrong);
    return event_bodies{guest_introduced{asked.person, asked.text}};
}

}  // namespace jamhall::sessions
