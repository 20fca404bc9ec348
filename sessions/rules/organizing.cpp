// SPDX-License-Identifier: Apache-2.0
#include "sessions/core/limits.hpp"
#include "sessions/core/text.hpp"
#include "sessions/rules/judges.hpp"
#include "sessions/rules/permissions.hpp"
#include "sessions/rules/plan_change.hpp"
#include "sessions/rules/refusals.hpp"

#include <algorithm>

namespace jamhall::sessions {
namespace {

constexpr auto bad_field = reject_code::bad_field;
constexpr auto not_allowed = reject_code::not_allowed;

std::optional<rejection> fault_of_note(const std::string& note)
{
    return note.empty() ? std::nullopt : fault_of_text(note, limits::note_length_max, "note");
}

/// What is wrong with an organizer changing whether this person belongs to the jam.
std::optional<rejection> fault_of_membership(const jam_state& state, person_id who, const std::string& note,
                                             const context& by)
{
    if (!may(state, by, action::manage))
        return needs_organizer();
    if (!state.knows(who))
        return no_such_person();
    return fault_of_note(note);
}

}  // namespace

judgement judge(const jam_state& state, const remove_person& asked, const context& by)
{
    if (auto wrong = fault_of_membership(state, asked.person, asked.note, by))
        return *std::move(wrong);
    if (by.person == asked.person)
        return refuse(not_allowed, "person", "You cannot remove yourself. Another organizer can.");
    if (state.at(asked.person).is_removed)
        return refuse(not_allowed, "person", "This person is removed already.");
    return event_bodies{person_removed{asked.person, asked.note}};
}

judgement judge(const jam_state& state, const readmit_person& asked, const context& by)
{
    if (auto wrong = fault_of_membership(state, asked.person, asked.note, by))
        return *std::move(wrong);
    if (!state.at(asked.person).is_removed)
        return refuse(not_allowed, "person", "This person is not removed.");
    return event_bodies{person_readmitted{asked.person, asked.note}};
}

judgement judge(const jam_state& state, const unseal& asked, const context& by)
{
    if (!may(state, by, action::manage))
        return needs_organizer();
    const auto& running = state.clock.now_running();
    if (asked.phase != running.id)
        return refuse(bad_field, "phase", "Only the running phase can be unsealed.");
    if (running.rules.tallies == tallies_switch::live)
        return refuse(not_allowed, "phase", "The support of this phase is shown already.");
    if (!state.unseal_asked)
        return event_bodies{unseal_asked{state.clock.running}};
    if (by.kind != actor_kind::person || state.unseal_asked->person == by.person)
        return refuse(not_allowed, {},
                      "Unsealing takes two organizers. It is asked for, and a second one has to agree.");
    return event_bodies{unsealed{state.clock.running}};
}

judgement judge(const jam_state& state, const change_plan& asked, const context& by)
{
    if (!may(state, by, action::manage))
        return needs_organizer();
    ensure(bool{asked.what}, "a plan is changed to a plan");
    auto wanted = *asked.what;
    if (asked.starts_now)
        wanted.starts_at = state.what->starts_at;
    if (auto wrong = fault_of_change(state, wanted, std::max(by.now, state.last_at)))
        return *std::move(wrong);
    return event_bodies{plan_changed{std::make_shared<const plan>(std::move(wanted))}};
}

}  // namespace jamhall::sessions
