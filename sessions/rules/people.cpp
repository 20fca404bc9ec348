// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/people.hpp"

#include "sessions/core/limits.hpp"
#include "sessions/core/text.hpp"
#include "sessions/rules/admission.hpp"
#include "sessions/rules/judges.hpp"
#include "sessions/rules/permissions.hpp"
#include "sessions/rules/refusals.hpp"

#include <algorithm>

namespace jamhall::sessions {
namespace {

using std::optional;

constexpr auto bad_field = reject_code::bad_field;

optional<rejection> fault_of_line(const std::string& line, std::size_t length_max, std::string field)
{
    if (line.empty())
        return std::nullopt;
    switch (judge_line(line, length_max)) {
    case text_fault::none: return std::nullopt;
    case text_fault::empty: return refuse(bad_field, std::move(field), "This consists of blanks only.");
    case text_fault::control_character:
        return refuse(bad_field, std::move(field), "This contains a line break or a control character.");
    case text_fault::too_long:
        return refuse(bad_field, std::move(field),
                      "This is too long: at most " + std::to_string(length_max) + " characters fit.");
    }
    return std::nullopt;
}

optional<rejection> fault_of(const jam_state& state, const roster_entry& entry)
{
    if (auto fault = fault_of_line(entry.name, limits::name_length_max, "name"))
        return fault;
    if (entry.roles.empty())
        return refuse(bad_field, "roles", "Everybody on the roster needs at least one role.");
    if (entry.audience >= state.what->audiences.size())
        return refuse(bad_field, "audience", "There is no such audience in this jam.");
    if (std::ranges::any_of(entry.forums, [&](forum_index f) { return f >= state.forums.size(); }))
        return no_such_forum("forums");
    if (entry.attributes.size() > limits::attributes_max)
        return refuse(reject_code::too_many, "attributes",
                      "A roster has at most " + std::to_string(limits::attributes_max) + " extra columns.");
    for (const auto& [name, value] : entry.attributes) {
        if (auto fault = fault_of_line(name, limits::attribute_length_max, "attributes"))
            return fault;
        if (auto fault = fault_of_line(value, limits::attribute_length_max, name))
            return fault;
    }
    return std::nullopt;
}

bool is_known_person(const jam_state& state, const context& by)
{
    return by.kind != actor_kind::administrator && state.knows(by.person);
}

}  // namespace

acceptance versions_in_force(const jam_state& state)
{
    return state.in_force;
}

judgement judge(const jam_state& state, const join& asked, const context& by)
{
    if (by.kind != actor_kind::person || !may(state, by, action::read))
        return refuse(reject_code::not_allowed, {}, "Only people on the roster of this jam can join it.");
    const auto in_force = versions_in_force(state);
    if (asked.accepts.charter != in_force.charter)
        return refuse(bad_field, "charter", "The charter has changed. Please read it again before you join.");
    if (asked.accepts.rules != in_force.rules)
        return refuse(bad_field, "rules", "The rules have changed. Please read them again before you join.");
    // Programs of before there was a notice join without it.
    if (asked.accepts.privacy != 0 && asked.accepts.privacy != in_force.privacy)
        return refuse(bad_field, "privacy",
                      "The privacy notice has changed. Please read it again before you join.");
    event_bodies happened;
    if (!state.at(by.person).has_entered)
        happened.emplace_back(person_entered{});
    happened.emplace_back(joined{asked.accepts});
    return happened;
}

judgement judge(const jam_state& state, const grant_role& asked, const context& by)
{
    if (!may(state, by, action::manage))
        return needs_organizer();
    if (!state.knows(asked.person))
        return no_such_person();
    if (!asked.forums.empty() && !scoped_roles.has(asked.which))
        return refuse(bad_field, "forums", "This role is for the whole jam and cannot be limited to forums.");
    role_granted granted{asked.person, asked.which, {}};
    for (const auto& name : asked.forums) {
        const auto found = state.forum_named(name);
        if (!found)
            return no_such_forum("forums");
        granted.forums.push_back(*found);
    }
    std::ranges::sort(granted.forums);
    granted.forums.erase(std::unique(granted.forums.begin(), granted.forums.end()), granted.forums.end());
    return event_bodies{std::move(granted)};
}

judgement judge(const jam_state& state, const revoke_role& asked, const context& by)
{
    if (!may(state, by, action::manage))
        return needs_organizer();
    if (!state.knows(asked.person))
        return no_such_person();
    if (!state.at(asked.person).entry.roles.has(asked.which))
        return refuse(bad_field, "role", "This person does not have that role.");
    return event_bodies{role_revoked{asked.person, asked.which}};
}

judgement judge(const jam_state& state, const put_person& asked, const context& by)
{
    if (!may(state, by, action::manage))
        return needs_organizer();
    if (auto fault = fault_of(state, asked.entry))
        return *std::move(fault);
    if (!asked.person) {
        if (auto fault = why_not_admitted(state, asked.entry.came_by))
            return *std::move(fault);
        if (state.people.size() >= limits::people_max)
            return refuse(reject_code::too_many, {}, "The roster is full.");
        const person_id next{static_cast<std::uint32_t>(state.people.size() + 1)};
        return event_bodies{person_added{next, asked.entry}};
    }
    if (!state.knows(asked.person))
        return no_such_person();
    if (state.at(asked.person).erased != person_erasure::none)
        return refuse(reject_code::not_allowed, "person", "What was kept about this person was erased.");
    if (state.at(asked.person).entry == asked.entry)
        return event_bodies{};
    return event_bodies{person_updated{asked.person, asked.entry}};
}

judgement judge(const jam_state& state, const register_person&, const context& by)
{
    if (!is_known_person(state, by))
        return no_such_person();
    if (state.at(by.person).has_registered)
        return event_bodies{};
    return event_bodies{person_registered{}};
}

judgement judge(const jam_state& state, const enter_person&, const context& by)
{
    if (!is_known_person(state, by))
        return no_such_person();
    if (state.at(by.person).has_entered)
        return event_bodies{};
    return event_bodies{person_entered{}};
}

}  // namespace jamhall::sessions
