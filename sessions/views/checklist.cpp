// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/checklist.hpp"

#include "sessions/rules/shifts.hpp"
#include "sessions/views/desk.hpp"

#include <algorithm>

namespace jamhall::sessions {
namespace {

using enum check_state;

std::string counted(std::size_t count, std::string_view one, std::string_view many)
{
    return std::to_string(count) + " " + std::string{count == 1 ? one : many};
}

check_item times(const jam_state& state, instant now)
{
    if (state.clock.previous)
        return {"times", done, "The jam is running."};
    if (state.what->starts_at <= now)
        return {"times", doubt, "The start is now."};
    const auto phases = state.what->agenda.size();
    return {"times", done, counted(phases, "phase is", "phases are") + " planned, and the start is ahead."};
}

check_item charter_item(const jam_state& state)
{
    const auto& mandate = state.what->mandate;
    if (!mandate || mandate->asks.empty())
        return {"charter", missing, "The charter does not say yet what is asked of people."};
    if (mandate->decides.empty() || mandate->answer_by.empty())
        return {"charter", doubt, "The charter does not say who decides, or when people will hear back."};
    return {"charter", done, "The charter says what is asked, who decides and when people hear back."};
}

check_item questions(const jam_state& state)
{
    const auto blank =
        std::ranges::count_if(state.what->forums, [](const planned_forum& f) { return f.question.empty(); });
    if (blank > 0)
        return {"questions", missing,
                counted(static_cast<std::size_t>(blank), "forum has", "forums have") + " no question yet."};
    return {"questions", done, "Every forum asks a question."};
}

check_item rules_item(const jam_state& state)
{
    const auto count = state.what->rules.size();
    if (count == 0)
        return {"rules", missing, "There are no rules, so nothing could be hidden."};
    return {"rules", done, counted(count, "rule stands", "rules stand") + " in the closed list."};
}

std::size_t count_people(const jam_state& state, role_set of)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        state.people, [&](const person& p) { return !p.is_removed && p.entry.roles.has_any(of); }));
}

check_item roster(const jam_state& state)
{
    const auto people = state.people.size();
    if (people == 0)
        return {"roster", missing, "Nobody is on the roster yet."};
    if (count_people(state, {role::organizer}) < 2)
        return {"roster", doubt,
                counted(people, "person is", "people are") +
                    " on the roster, but unsealing early takes two organizers."};
    return {"roster", done, counted(people, "person is", "people are") + " on the roster."};
}

check_item links(const jam_state& state, const readiness& beside)
{
    const auto people = state.people.size();
    if (people == 0 || beside.people_with_link == 0)
        return {"links", missing, "No sign-in links were made yet."};
    if (beside.people_with_link < people)
        return {
            "links", doubt,
            counted(people - beside.people_with_link, "person has", "people have") + " no sign-in link yet."};
    return {"links", done, "Everybody has a sign-in link."};
}

check_item facilitators(const jam_state& state)
{
    const auto count = count_people(state, {role::facilitator, role::host});
    if (count == 0)
        return {"facilitators", missing, "No facilitators or hosts are named."};
    return {"facilitators", done,
            counted(count, "person facilitates or hosts.", "people facilitate or host.")};
}

check_item coverage(const jam_state& state, instant now)
{
    const auto gaps = coverage_gaps(state, now);
    if (state.desk.shifts.empty())
        return {"coverage", missing, "No shifts are taken yet."};
    if (!gaps.empty())
        return {"coverage", doubt, counted(gaps.size(), "gap is", "gaps are") + " left in the shifts."};
    return {"coverage", done, "Somebody is on every forum at every hour."};
}

}  // namespace

std::string_view name_of(check_state value)
{
    switch (value) {
    case done: return "done";
    case doubt: return "doubt";
    case missing: return "missing";
    }
    return "missing";
}

std::vector<check_item> checklist_of(const jam_state& state, const readiness& beside, instant now)
{
    return {times(state, now), charter_item(state),  questions(state),    rules_item(state),
            roster(state),     links(state, beside), facilitators(state), coverage(state, now)};
}

}  // namespace jamhall::sessions
