// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/checklist.hpp"

#include "sessions/rules/shifts.hpp"
#include "sessions/views/desk.hpp"

#include <algorithm>
#include <set>

namespace jamhall::sessions {
namespace {

using enum check_state;

/// The hours after the bell in which nobody may be missed: what goes wrong, goes wrong first.
constexpr std::chrono::hours first_hours{4};
constexpr duration mail_proof_lasts{7LL * 24 * 60 * 60 * 1'000};
/// A day, and some time for a backup that begins a little later than the one before.
constexpr duration backup_lasts{26LL * 60 * 60 * 1'000};

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
    const instant soon = std::max(now, state.what->starts_at) + first_hours;
    std::set<forum_index> without;
    for (const coverage_gap& each : gaps)
        if (each.from < soon)
            without.insert(each.forum);
    if (!without.empty())
        return {"coverage", missing,
                counted(without.size(), "forum has", "forums have") + " nobody for some of the " +
                    (state.what->starts_at > now ? "first" : "next") + " four hours."};
    if (!gaps.empty())
        return {"coverage", doubt, counted(gaps.size(), "gap is", "gaps are") + " left in the later shifts."};
    return {"coverage", done, "Somebody is on every forum at every hour."};
}

check_item mail(const readiness& beside, instant now)
{
    if (!beside.sends_mail)
        return {"mail", doubt, "Mail is not set up: hand out the links or codes yourself."};
    if (!beside.mail_failure.empty())
        return {"mail", missing, "The last mail could not be sent: " + beside.mail_failure + "."};
    if (!beside.mail_taken_at)
        return {"mail", doubt, "Mail is set up, but none was sent yet. Send a test mail to yourself."};
    if (now - *beside.mail_taken_at > mail_proof_lasts)
        return {"mail", doubt, "It is more than a week since a mail was sent. Send a test mail to yourself."};
    return {"mail", done, "The mail server takes our mail."};
}

check_item rehearsal(const readiness& beside)
{
    switch (beside.rehearsed) {
    case readiness::rehearsal::held: return {"rehearsal", done, "A rehearsal was held."};
    case readiness::rehearsal::planned:
        return {"rehearsal", doubt, "A rehearsal is planned, and has not begun yet."};
    case readiness::rehearsal::begun:
        return {"rehearsal", doubt,
                "A rehearsal has begun. It counts once a facilitator or host came in and its second phase "
                "began."};
    case readiness::rehearsal::none: break;
    }
    return {"rehearsal", doubt,
            "No rehearsal was held: facilitators see their desk for the first time at the bell."};
}

check_item backup(const readiness& beside, instant now)
{
    if (!beside.is_backup_known)
        return {"backup", doubt,
                "When the last backup was made cannot be read. Whoever runs the server finds out with "
                "jamhall doctor."};
    if (!beside.backed_up_at)
        return {"backup", doubt, "No backup was made yet."};
    if (!beside.is_backup_whole)
        return {"backup", doubt, "The last backup had to leave something out."};
    if (now - *beside.backed_up_at > backup_lasts)
        return {"backup", doubt, "The last backup is more than a day old."};
    return {"backup", done, "A backup was made within the last day."};
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

readiness::rehearsal progress_of_rehearsal(const jam_state& rehearsal)
{
    using enum readiness::rehearsal;
    if (!rehearsal.clock.previous)
        return planned;
    std::size_t asked = 0;
    std::size_t begun_phases = 0;
    for (const phase& each : rehearsal.clock.phases) {
        if (!each.planned_end || each.kind == phase_kind::lobby)
            continue;
        ++asked;
        begun_phases += each.has_begun ? 1 : 0;
    }
    // A jam of a single phase is gone through when that one is over.
    const bool is_gone_through = asked < 2 ? rehearsal.clock.phases.back().has_begun : begun_phases >= 2;
    const bool was_there = std::ranges::any_of(rehearsal.people, [](const person& p) {
        return p.has_entered && p.entry.roles.has_any({role::facilitator, role::host});
    });
    return is_gone_through && was_there ? held : begun;
}

std::vector<check_item> checklist_of(const jam_state& state, const readiness& beside, instant now)
{
    return {times(state, now), charter_item(state),  questions(state),    rules_item(state),
            roster(state),     links(state, beside), facilitators(state), coverage(state, now),
            mail(beside, now), rehearsal(beside),    backup(beside, now)};
}

}  // namespace jamhall::sessions
