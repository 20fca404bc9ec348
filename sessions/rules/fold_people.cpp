// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/fold.hpp"

#include <algorithm>

namespace jamhall::sessions {
namespace {

void ensure_fits(const jam_state& state, const roster_entry& entry)
{
    ensure(entry.audience < state.what->audiences.size(), "the audience exists");
    ensure(std::ranges::all_of(entry.forums, [&](forum_index f) { return f < state.forums.size(); }),
           "the forums of a person exist");
}

}  // namespace

void fold(jam_state& state, const event&, const person_added& body)
{
    ensure(body.person.value == state.people.size() + 1, "people are numbered one after another");
    ensure_fits(state, body.entry);
    state.people.emplace_back().entry = body.entry;
}

void fold(jam_state& state, const event&, const person_updated& body)
{
    ensure_fits(state, body.entry);
    const auto audience = state.at(body.person).entry.audience;
    if (audience != body.entry.audience)
        move_ballots(state, body.person, audience, body.entry.audience);
    state.edit(body.person).entry = body.entry;
}

void fold(jam_state& state, const event& happened, const person_registered&)
{
    state.edit(happened.actor).has_registered = true;
}

void fold(jam_state& state, const event& happened, const person_entered&)
{
    auto& entered = state.edit(happened.actor);
    entered.has_registered = true;
    entered.has_entered = true;
}

void fold(jam_state& state, const event& happened, const joined& body)
{
    state.edit(happened.actor).accepted = body.accepted;
}

void fold(jam_state& state, const event&, const role_granted& body)
{
    ensure(std::ranges::all_of(body.forums, [&](forum_index f) { return f < state.forums.size(); }),
           "the forums of a role exist");
    auto& entry = state.edit(body.person).entry;
    entry.roles.add(body.which);
    if (scoped_roles.has(body.which))
        entry.forums = body.forums;
}

void fold(jam_state& state, const event&, const role_revoked& body)
{
    auto& entry = state.edit(body.person).entry;
    ensure(entry.roles.has(body.which), "only a role that is held is revoked");
    entry.roles.remove(body.which);
    if (!entry.roles.has_any(scoped_roles))
        entry.forums.clear();
}

}  // namespace jamhall::sessions
