// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/shifts.hpp"

#include "sessions/core/limits.hpp"
#include "sessions/rules/judges.hpp"
#include "sessions/rules/permissions.hpp"
#include "sessions/rules/refusals.hpp"

#include <algorithm>

namespace jamhall::sessions {
namespace {

using fault = std::optional<rejection>;

constexpr auto bad_field = reject_code::bad_field;
constexpr auto not_allowed = reject_code::not_allowed;

rejection is_not_of_desk()
{
    return refuse(not_allowed, {},
                  "The shift desk is for the facilitators and hosts of this forum and for organizers.");
}

rejection is_nobody()
{
    return refuse(not_allowed, {}, "The administrator is nobody in this jam and works no shifts in it.");
}

/// The forum of a shift or note, if `by` works there in person.
outcome<forum_index> desk_of(const jam_state& state, const slug& name, const context& by)
{
    if (by.kind != actor_kind::person)
        return is_nobody();
    const auto forum = state.forum_named(name);
    if (!forum)
        return no_such_forum("forum");
    if (!may(state, by, action::keep_desk, forum))
        return is_not_of_desk();
    return *forum;
}

fault fault_of_hours(instant starts_at, std::int64_t hours, instant now)
{
    if (hours < 1 || hours > limits::shift_hours_max)
        return refuse(bad_field, "hours", "A shift lasts from 1 to 24 whole hours.");
    constexpr auto minute = duration{std::chrono::minutes{1}}.count();
    if (starts_at.ms < 0 || starts_at > now + limits::phase_length_max || starts_at.ms % minute != 0)
        return refuse(bad_field, "starts_at_ms", "A shift begins on a whole minute within five years.");
    if (starts_at + std::chrono::hours{hours} <= now)
        return refuse(bad_field, "starts_at_ms", "These hours are over already.");
    return std::nullopt;
}

bool overlaps(const shift& a, const shift& b)
{
    return a.starts_at < b.ends_at() && b.starts_at < a.ends_at();
}

/// Whether this person works on this forum at some time of these hours.
bool works_then(const jam_state& state, const shift& hours)
{
    return std::ranges::any_of(state.desk.shifts, [&](const shift& each) {
        return each.person == hours.person && each.forum == hours.forum && overlaps(each, hours);
    });
}

bool is_slot(const shift& each, forum_index forum, instant starts_at, std::int64_t hours)
{
    return each.forum == forum && each.starts_at == starts_at && each.hours == hours;
}

/// One's own shift of these hours, if it is not over.
outcome<const shift*> own_shift(const jam_state& state, const context& by, forum_index forum,
                                instant starts_at, std::int64_t hours)
{
    const auto found = std::ranges::find_if(state.desk.shifts, [&](const shift& each) {
        return each.person == by.person && is_slot(each, forum, starts_at, hours);
    });
    if (found == state.desk.shifts.end())
        return refuse(bad_field, "starts_at_ms", "You have no shift of these hours on this forum.");
    if (found->ends_at() <= by.now)
        return refuse(not_allowed, "starts_at_ms", "This shift is over.");
    return &*found;
}

}  // namespace

bool keeps_some_desk(const jam_state& state, const context& by)
{
    for (forum_index i = 0; i < state.forums.size(); ++i)
        if (may(state, by, action::keep_desk, i))
            return true;
    return false;
}

bool may_work(const jam_state& state, person_id who, forum_index forum)
{
    return may(state, {{}, actor_kind::person, who}, action::keep_desk, forum);
}

std::vector<person_id> on_now(const jam_state& state, forum_index forum, instant now)
{
    std::vector<person_id> made;
    for (const auto& each : state.desk.shifts)
        if (each.forum == forum && each.starts_at <= now && now < each.ends_at() &&
            may_work(state, each.person, forum))
            made.push_back(each.person);
    std::ranges::sort(made);
    made.erase(std::unique(made.begin(), made.end()), made.end());
    return made;
}

judgement judge(const jam_state& state, const take_shift& asked, const context& by)
{
    const auto forum = desk_of(state, asked.forum, by);
    if (!forum)
        return forum.error();
    if (auto wrong = fault_of_hours(asked.starts_at, asked.hours, by.now))
        return *std::move(wrong);
    const auto hours = static_cast<std::int32_t>(asked.hours);
    if (works_then(state, {by.person, *forum, asked.starts_at, hours, {}}))
        return refuse(bad_field, "starts_at_ms", "You have a shift on this forum at that time already.");
    const auto& shifts = state.desk.shifts;
    const auto offered = std::ranges::find_if(shifts, [&](const shift& each) {
        return each.offered_to == by.person && is_slot(each, *forum, asked.starts_at, asked.hours);
    });
    if (offered == shifts.end() && shifts.size() >= limits::shifts_max)
        return refuse(reject_code::too_many, {}, "This jam has reached the most shifts it can hold.");
    const auto from = offered == shifts.end() ? person_id{} : offered->person;
    return event_bodies{shift_taken{*forum, asked.starts_at, hours, from}};
}

judgement judge(const jam_state& state, const drop_shift& asked, const context& by)
{
    const auto forum = desk_of(state, asked.forum, by);
    if (!forum)
        return forum.error();
    const auto own = own_shift(state, by, *forum, asked.starts_at, asked.hours);
    if (!own)
        return own.error();
    return event_bodies{shift_dropped{*forum, asked.starts_at, (*own)->hours}};
}

judgement judge(const jam_state& state, const offer_shift& asked, const context& by)
{
    const auto forum = desk_of(state, asked.forum, by);
    if (!forum)
        return forum.error();
    const auto own = own_shift(state, by, *forum, asked.starts_at, asked.hours);
    if (!own)
        return own.error();
    if (!state.knows(asked.to))
        return refuse(reject_code::no_such_person, "to", "There is nobody with this number in this jam.");
    if (asked.to == by.person)
        return refuse(bad_field, "to", "Please offer the shift to somebody else.");
    if (!may_work(state, asked.to, *forum))
        return refuse(bad_field, "to", "This person is neither facilitator nor host of this forum.");
    if (works_then(state, {asked.to, *forum, asked.starts_at, (*own)->hours, {}}))
        return refuse(bad_field, "to", "This person has a shift on this forum at that time already.");
    return event_bodies{shift_offered{*forum, asked.starts_at, (*own)->hours, asked.to}};
}

judgement judge(const jam_state& state, const hand_over& asked, const context& by)
{
    const auto forum = desk_of(state, asked.forum, by);
    if (!forum)
        return forum.error();
    if (auto wrong = fault_of_text(asked.text, limits::plan_text_length_max, "text"))
        return *std::move(wrong);
    return event_bodies{handed_over{*forum, asked.text}};
}

judgement judge(const jam_state& state, const say& asked, const context& by)
{
    said made{std::nullopt, asked.text};
    if (asked.forum) {
        made.forum = state.forum_named(*asked.forum);
        if (!made.forum)
            return no_such_forum("forum");
    }
    if (made.forum ? !may(state, by, action::keep_desk, made.forum) : !keeps_some_desk(state, by))
        return refuse(not_allowed, {},
                      made.forum ? "The back-channel is for the facilitators and hosts of this forum and for "
                                   "organizers."
                                 : "The back-channel is for facilitators, hosts and organizers.");
    if (auto wrong = fault_of_text(asked.text, limits::note_length_max, "text"))
        return *std::move(wrong);
    return event_bodies{std::move(made)};
}

}  // namespace jamhall::sessions
