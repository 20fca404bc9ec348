// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/clock.hpp"
#include "sessions/rules/judges.hpp"
#include "sessions/rules/moderation.hpp"
#include "sessions/rules/permissions.hpp"
#include "sessions/rules/refusals.hpp"
#include "sessions/rules/sight.hpp"

#include <algorithm>

namespace jamhall::sessions {
namespace {

constexpr auto bad_field = reject_code::bad_field;
constexpr auto not_allowed = reject_code::not_allowed;

rejection may_not_mute()
{
    return refuse(not_allowed, {},
                  "Only an organizer, or a facilitator in whose forum they post, may mute somebody.");
}

rejection may_not_unmute()
{
    return refuse(not_allowed, {},
                  "Only an organizer, or a facilitator in whose forum they post, may unmute somebody, and "
                  "only while they are muted.");
}

std::string counted(std::int64_t count, const char* one)
{
    return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
}

/// "40 seconds", "12 minutes", "3 hours", rounded up.
std::string lasting(duration length)
{
    if (length <= std::chrono::seconds{90})
        return counted(std::chrono::ceil<std::chrono::seconds>(length).count(), "second");
    if (length <= std::chrono::minutes{90})
        return counted(std::chrono::ceil<std::chrono::minutes>(length).count(), "minute");
    return counted(std::chrono::ceil<std::chrono::hours>(length).count(), "hour");
}

/// A mute names whom it mutes on every desk, so by a post that shows no author it would tell who wrote that.
/// Source: rules PH9, VI4.
std::optional<rejection> fault_of_namelessness(const jam_state& state, const post& written)
{
    if (written.is_nameless)
        return refuse(not_allowed, "post",
                      "This was written without a name, and a mute would tell whose it is. You can hide it, "
                      "or an organizer can have posts looked at before they are shown.");
    if (written.author && state.at(written.author).erased != person_erasure::none)
        return refuse(not_allowed, "post", "Who wrote this was erased from this jam and cannot be muted.");
    if (state.clock.now_running().rules.names == names_switch::hidden)
        return refuse(not_allowed, "post",
                      "Names are hidden now, and a mute would tell who wrote this. You can hide it, or mute "
                      "its author once names are shown again.");
    return std::nullopt;
}

/// Whether a forum that this person steers has a post of somebody's that names them.
template <class Shown>
bool wrote_by_name(const jam_state& state, const context& by, person_id who, Shown is_shown)
{
    return state.knows(who) && state.at(who).erased == person_erasure::none &&
           std::ranges::any_of(state.at(who).posts, [&](post_id id) {
               const post& written = state.at(id);
               return !written.is_nameless && may(state, by, action::steer, written.forum) &&
                      is_shown(written);
           });
}

/// Whether they may lift a mute of this person, whom every desk lists by name: what the running phase hides counts too, and what
/// is held, for it waits at their desk with its author.
bool may_unmute(const jam_state& state, const context& by, person_id who)
{
    return may(state, by, action::steer) || wrote_by_name(state, by, who, [](const post&) { return true; });
}

/// Whom a command means, by number or as the author of a post.
outcome<person_id> meant_by(const jam_state& state, const mute_person& asked, const context& by)
{
    if (bool{asked.person} == bool{asked.post})
        return refuse(bad_field, "person", "Please name either a person or one of their posts.");
    if (asked.person) {
        if (!may_mute(state, by, asked.person))
            return may_not_mute();
        if (!state.knows(asked.person))
            return no_such_person();
        return asked.person;
    }
    if (!state.knows(asked.post))
        return no_such_post("post");
    const auto& written = state.at(asked.post);
    if (!may_moderate(state, by, written))
        return may_not_mute();
    if (auto wrong = fault_of_namelessness(state, written))
        return *std::move(wrong);
    if (auto wrong = fault_of_nearness(state, by, written))
        return *std::move(wrong);
    if (!written.author)
        return refuse(bad_field, "post", "The administrator wrote this and cannot be muted.");
    return written.author;
}

}  // namespace

bool may_mute(const jam_state& state, const context& by, person_id who)
{
    const auto& under = state.clock.now_running().rules;
    return may(state, by, action::steer) ||
           (under.names == names_switch::shown && wrote_by_name(state, by, who, [&](const post& written) {
                return can_see(state, written, by.person, under);
            }));
}

std::optional<rejection> fault_of_mute(const person& author, instant now)
{
    if (!author.muted_until || *author.muted_until <= now || author.entry.roles.has(role::organizer))
        return std::nullopt;
    const auto remains = *author.muted_until - now;
    auto refused = refuse(reject_code::muted, {},
                          "Those who run this jam have muted you. You can post again in " + lasting(remains) +
                              "; until then you can still read along and say what you support.");
    refused.retry_after = remains;
    return refused;
}

judgement judge(const jam_state& state, const mute_person& asked, const context& by)
{
    const auto meant = meant_by(state, asked, by);
    if (!meant)
        return meant.error();
    const auto field = asked.person ? "person" : "post";
    if (*meant == by.person)
        return refuse(not_allowed, field, "Nobody mutes themselves.");
    if (state.at(*meant).entry.roles.has(role::organizer))
        return refuse(not_allowed, field, "Organizers cannot be muted.");
    if (auto wrong = fault_of_minutes(asked.minutes))
        return *std::move(wrong);
    if (auto wrong = fault_of_note(asked.note))
        return *std::move(wrong);
    const auto until = effective_now(state, by) + std::chrono::minutes{asked.minutes};
    return event_bodies{person_muted{*meant, until, asked.note}};
}

judgement judge(const jam_state& state, const unmute_person& asked, const context& by)
{
    const bool is_known = state.knows(asked.person);
    const auto until = is_known ? state.at(asked.person).muted_until : std::nullopt;
    const bool is_muted = until && *until > by.now;
    // Whoever may not unmute everybody is told the same of who never posted in their forum as of who is not muted.
    if (!may_unmute(state, by, asked.person) || (!is_muted && !may(state, by, action::steer)))
        return may_not_unmute();
    if (!is_known)
        return no_such_person();
    if (!is_muted)
        return refuse(bad_field, "person", "This person is not muted.");
    if (asked.person == by.person)
        return refuse(not_allowed, "person", "Nobody lifts their own mute.");
    return event_bodies{person_unmuted{asked.person}};
}

}  // namespace jamhall::sessions
