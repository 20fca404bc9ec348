// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/clock.hpp"
#include "sessions/rules/fold.hpp"
#include "sessions/rules/plan_change.hpp"
#include "sessions/rules/retention.hpp"

namespace jamhall::sessions {

void fold(jam_state& state, const event&, const person_removed& body)
{
    auto& removed = state.edit(body.person);
    ensure(!removed.is_removed, "a person is removed once");
    removed.is_removed = true;
}

void fold(jam_state& state, const event&, const person_readmitted& body)
{
    auto& back = state.edit(body.person);
    ensure(back.is_removed, "only a removed person is readmitted");
    back.is_removed = false;
}

void fold(jam_state& state, const event& happened, const unseal_asked& body)
{
    ensure(body.phase == state.clock.running && !state.unseal_asked, "unsealing is asked for once");
    state.unseal_asked = unseal_wish{body.phase, happened.actor};
}

void fold(jam_state& state, const event& happened, const unsealed& body)
{
    ensure(body.phase == state.clock.running && state.unseal_asked, "unsealing was asked for before");
    ensure(happened.actor && happened.actor != state.unseal_asked->person, "unsealing takes two people");
    state.clock.phases[body.phase].rules.tallies = tallies_switch::live;
    state.unseal_asked = std::nullopt;
}

void fold(jam_state& state, const event&, const plan_changed& body)
{
    ensure(state.stage == jam_stage::open, "only the plan of an open jam changes");
    ensure(body.what && body.what->forums.size() >= state.forums.size() &&
               body.what->audiences.size() == state.what->audiences.size(),
           "forums and audiences stay");
    state.clock = changed_clock(state, *body.what);
    reschedule(state.clock);
    state.in_force.charter += body.what->mandate == state.what->mandate ? 0 : 1;
    state.in_force.rules += body.what->rules == state.what->rules ? 0 : 1;
    state.in_force.privacy += says_the_same_of_privacy(*body.what, *state.what) ? 0 : 1;
    state.what = body.what;
    state.forums.resize(body.what->forums.size());
    state.boxes.resize(state.clock.phases.size());
    ++state.plan_changes;
}

}  // namespace jamhall::sessions
