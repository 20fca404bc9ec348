// SPDX-License-Identifier: Apache-2.0
#include "sessions/core/limits.hpp"
#include "sessions/rules/clock.hpp"
#include "sessions/rules/judges.hpp"
#include "sessions/rules/permissions.hpp"
#include "sessions/rules/plan_check.hpp"
#include "sessions/rules/refusals.hpp"

#include <algorithm>

namespace jamhall::sessions {
namespace {

constexpr auto bad_field = reject_code::bad_field;
constexpr auto not_allowed = reject_code::not_allowed;

rejection may_not_move_clock()
{
    return refuse(not_allowed, {}, "Only those who run this jam may move its clock.");
}

/// Accepts `happened` unless the clock, moved by it, leaves a later phase too short (rule PH7).
judgement if_it_fits(jam_clock moved, event_body happened)
{
    const auto kept = rescheduled(std::move(moved));
    if (!kept)
        return kept.error();
    return event_bodies{std::move(happened)};
}

}  // namespace

judgement judge(const jam_state& state, const advance_phase&, const context& by)
{
    if (!may(state, by, action::move_clock))
        return may_not_move_clock();
    if (state.clock.running == archive_of(state.clock))
        return jam_is_over(false);
    const auto next = next_phase(state.clock, effective_now(state, by));
    event_bodies happened{phase_began{next, clock_cause::person}};
    if (next == archive_of(state.clock))
        happened.emplace_back(jam_closed{});
    return happened;
}

judgement judge(const jam_state& state, const extend_phase& asked, const context& by)
{
    if (!may(state, by, action::move_clock))
        return may_not_move_clock();
    if (asked.minutes < 1 || asked.minutes > limits::extension_minutes_max)
        return refuse(bad_field, "minutes", "Please give a number of minutes from 1 to a year.");
    const auto& running = state.clock.now_running();
    if (state.clock.running == archive_of(state.clock))
        return jam_is_over(false);
    const auto minutes = static_cast<std::int32_t>(asked.minutes);
    auto moved = state.clock;
    extend_clock(moved, minutes);
    const auto ends =
        moved.is_paused() ? effective_now(state, by) + *moved.paused_remaining : *moved.now_running().ends_at;
    if (ends - *running.begins_at > limits::phase_length_max)
        return refuse(bad_field, "minutes", "A phase lasts at most five years.");
    return if_it_fits(std::move(moved), clock_extended{minutes});
}

judgement judge(const jam_state& state, const pause_clock&, const context& by)
{
    if (!may(state, by, action::move_clock))
        return may_not_move_clock();
    if (state.clock.is_paused())
        return refuse(not_allowed, {}, "The clock is paused already.");
    if (state.clock.running == archive_of(state.clock))
        return jam_is_over(false);
    return event_bodies{clock_paused{}};
}

judgement judge(const jam_state& state, const resume_clock&, const context& by)
{
    if (!may(state, by, action::move_clock))
        return may_not_move_clock();
    if (!state.clock.is_paused())
        return refuse(not_allowed, {}, "The clock is not paused.");
    auto moved = state.clock;
    start_clock(moved, effective_now(state, by));
    return if_it_fits(std::move(moved), clock_resumed{});
}

judgement judge(const jam_state&, const create_jam& asked, const context& by)
{
    ensure(by.kind != actor_kind::person, "jams are created by the hall");
    ensure(asked.what && !asked.jam.empty(), "a jam is created with an id and a plan");
    if (const auto faults = check_plan(*asked.what); !faults.empty())
        return refuse(bad_field, faults.front().pointer, faults.front().message);
    if (const auto late = fault_of_start(*asked.what, by.now))
        return refuse(bad_field, late->pointer, late->message);
    return event_bodies{jam_created{asked.jam, asked.what, asked.seed}};
}

judgement judge(const jam_state& state, const close_jam&, const context& by)
{
    if (!may(state, by, action::manage))
        return needs_organizer();
    if (state.clock.running == archive_of(state.clock))
        return event_bodies{jam_closed{}};
    return event_bodies{jam_closed{}, phase_began{archive_of(state.clock), clock_cause::person}};
}

judgement judge(const jam_state& state, const cancel_jam& asked, const context& by)
{
    if (!may(state, by, action::manage))
        return needs_organizer();
    if (auto fault = fault_of_text(asked.note, limits::note_length_max, "note"))
        return *std::move(fault);
    return event_bodies{jam_cancelled{asked.note}};
}

}  // namespace jamhall::sessions
