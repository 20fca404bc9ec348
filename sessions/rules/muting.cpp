// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/clock.hpp"
#include "sessions/rules/judges.hpp"
#include "sessions/rules/moderation.hpp"
#include "sessions/rules/permissions.hpp"
#include "sessions/rules/refusals.hpp"

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
    if (auto wrong = fault_of_nearness(state, by, written))
        return *std::move(wrong);
    if (!written.author)
        return refuse(bad_field, "post", "The administrator wrote this and cannot be muted.");
    return written.author;
}

}  // namespace

bool may_mute(const jam_state& state, const context& by, person_id who)
{
    if (may(state, by, action::steer))
        return true;
    if (!state.knows(who))
        return false;
    return std::ranges::any_of(state.at(who).posts,
                               [&](post_id id) { return may(state, by, action::steer, state.at(id).forum); });
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
    if (!may_mute(state, by, asked.person))
        return may_not_mute();
    if (!state.knows(asked.person))
        return no_such_person();
    const auto& until = state.at(asked.person).muted_until;
    if (!until || *until <= by.now)
        return refuse(bad_field, "person", "This person is not muted.");
    if (asked.person == by.person)
        return refuse(not_allowed, "person", "Nobody lifts their own mute.");
    return event_bodies{person_unmuted{asked.person}};
}

}  // namespace jamhall::sessions
