// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/clock.hpp"
#include "sessions/rules/fold.hpp"

namespace jamhall::sessions {
namespace {

void ensure_open(const jam_state& state)
{
    ensure(state.stage == jam_stage::open, "only the clock of an open jam moves");
}

/// Keeps who had seen each idea when the running phase ends, where it has ballots (rule BA4).
void keep_seen_counts(jam_state& state)
{
    if (state.clock.now_running().rules.ballot == ballot_switch::none)
        return;
    auto& seen = state.boxes[state.clock.running].seen_at_end;
    seen.clear();
    seen.reserve(state.posts.size());
    for (const auto& each : state.posts)
        seen.push_back(each.seen_count);
}

}  // namespace

void fold(jam_state& state, const event& happened, const jam_created& body)
{
    ensure(body.what && !body.what->agenda.empty() && !body.what->forums.empty() &&
               !body.what->audiences.empty(),
           "a plan has a forum, an audience and a phase");
    state.id = body.jam;
    state.what = body.what;
    state.seed = body.seed;
    state.stage = jam_stage::open;
    state.clock = clock_of(*body.what, happened.at);
    state.forums.resize(body.what->forums.size());
    state.boxes.resize(state.clock.phases.size());
}

void fold(jam_state& state, const event& happened, const phase_began& body)
{
    const auto archive = archive_of(state.clock);
    const bool closes_by_hand = state.stage == jam_stage::closed && body.phase == archive;
    ensure(state.stage == jam_stage::open || closes_by_hand, "phases begin while the jam is open");
    ensure(state.clock.running != archive, "nothing comes after the archive");
    ensure(body.phase <= archive && body.phase >= first_after_running(state.clock),
           "phases begin in their order");
    keep_seen_counts(state);
    begin_phase(state.clock, body.phase, happened.at);
    if (body.cause == clock_cause::person)
        ++state.clock.moves;
    state.unseal_asked = std::nullopt;
    if (body.phase == archive && !state.records.over_at)
        state.records.over_at = happened.at;
    if (closes_by_hand)
        state.clock.grace_since = std::nullopt;
}

void fold(jam_state& state, const event&, const clock_extended& body)
{
    ensure_open(state);
    ensure(body.minutes > 0, "a phase is extended by some minutes");
    extend_clock(state.clock, body.minutes);
}

void fold(jam_state& state, const event& happened, const clock_paused&)
{
    ensure_open(state);
    stop_clock(state.clock, happened.at);
}

void fold(jam_state& state, const event& happened, const clock_resumed&)
{
    ensure_open(state);
    start_clock(state.clock, happened.at);
}

void fold(jam_state& state, const event& happened, const jam_closed&)
{
    ensure_open(state);
    state.stage = jam_stage::closed;
    state.records.over_at = state.records.over_at.value_or(happened.at);
}

void fold(jam_state& state, const event& happened, const jam_cancelled&)
{
    ensure_open(state);
    state.stage = jam_stage::cancelled;
    state.records.over_at = state.records.over_at.value_or(happened.at);
}

}  // namespace jamhall::sessions
