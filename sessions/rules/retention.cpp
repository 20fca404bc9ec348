// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/retention.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace jamhall::sessions {
namespace {

person_erasure reached_by(erasure_scope what)
{
    return what == erasure_scope::everything ? person_erasure::everything : person_erasure::identity;
}

/// Somebody has to be able to hold, redact and refuse until everything goes: their name goes with it.
bool keeps_records(const person& who)
{
    return who.entry.roles.has(role::records_officer) && !who.is_removed;
}

bool is_left(const person& who, erasure_scope what)
{
    return who.erased < reached_by(what) && !(what == erasure_scope::identity && keeps_records(who));
}

bool is_left(const jam_state& state, erasure_scope what)
{
    return std::ranges::any_of(state.people, [&](const person& who) { return is_left(who, what); });
}

bool erases_names_before(const policies& policy)
{
    return policy.names_days && *policy.names_days < policy.retention_days;
}

std::string days(std::int32_t count)
{
    constexpr std::int32_t year = 365;
    if (count > 0 && count % year == 0)
        return std::to_string(count / year) + (count == year ? " year" : " years");
    return std::to_string(count) + (count == 1 ? " day" : " days");
}

}  // namespace

std::optional<instant> due_at(const jam_state& state, erasure_scope what)
{
    const auto& over = state.records.over_at;
    if (!over || what == erasure_scope::post)
        return std::nullopt;
    const auto& policy = state.what->policy;
    const auto kept = what == erasure_scope::identity ? policy.names_days.value_or(policy.retention_days)
                                                      : policy.retention_days;
    return *over + std::chrono::hours{24 * std::int64_t{kept}};
}

std::optional<due_erasure> next_due(const jam_state& state, instant now, std::size_t most)
{
    if (state.records.hold)
        return std::nullopt;
    for (const auto what : {erasure_scope::everything, erasure_scope::identity}) {
        const auto at = due_at(state, what);
        if (!at || *at > now)
            continue;
        due_erasure due{what, {}, {}};
        const auto has_room = [&] { return due.people.size() < most && due.posts.size() < most; };
        for (std::uint32_t number = 1; number <= state.people.size() && has_room(); ++number) {
            const person& who = state.people[number - 1];
            if (!is_left(who, what))
                continue;
            due.people.push_back(person_id{number});
            if (what == erasure_scope::everything)
                std::ranges::copy_if(who.posts, std::back_inserter(due.posts),
                                     [&](post_id id) { return state.at(id).state != post_state::erased; });
        }
        if (!due.people.empty())
            return due;
    }
    return std::nullopt;
}

std::optional<instant> next_retention(const jam_state& state)
{
    if (state.records.hold)
        return std::nullopt;
    std::optional<instant> next;
    for (const auto what : {erasure_scope::identity, erasure_scope::everything})
        if (const auto at = due_at(state, what); at && is_left(state, what) && (!next || *at < *next))
            next = at;
    return next;
}

std::size_t people_left(const jam_state& state, erasure_scope what)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(state.people, [&](const person& who) { return is_left(who, what); }));
}

bool says_the_same_of_privacy(const plan& a, const plan& b)
{
    const auto text = [](const plan& of) { return of.privacy ? of.privacy->text : std::string{}; };
    if (text(a) != text(b))
        return false;
    if (!text(a).empty())
        return true;
    const auto depends_on = [](const plan& of) {
        return std::tuple{of.privacy ? of.privacy->contact : std::string{}, of.policy.retention_days,
                          erases_names_before(of.policy) ? of.policy.names_days : std::nullopt,
                          of.policy.backup_days};
    };
    return depends_on(a) == depends_on(b);
}

std::string privacy_notice(const plan& of)
{
    if (of.privacy && !of.privacy->text.empty())
        return of.privacy->text;
    const auto& policy = of.policy;
    std::string made =
        "What is kept: your name and e-mail address and what the invitation list says about you (such as "
        "your "
        "unit or ward); what you write; what you say you support and how you answer polls; when you did it; "
        "and "
        "which posts you have seen, until the jam closes or is called off.\n\n"
        "Who sees it: everybody in this jam sees what you write, with your name unless the jam says that "
        "names are "
        "hidden. In the jam nobody but you is shown what you supported or answered; only counts are shown. "
        "Organizers and analysts may take out single ballots without names. The organizers and the records "
        "officer see the invitation list. Whoever runs the server can read its files, where all of this "
        "stands.\n\n"
        "How long: ";
    if (erases_names_before(policy))
        made +=
            "names, e-mail addresses and what the invitation list says are erased " +
            days(*policy.names_days) + " after the jam, what you wrote " + days(policy.retention_days) +
            " after it. Those of the records officers, who look after this until then, go with the rest. ";
    else
        made += "all of this is erased " + days(policy.retention_days) + " after the jam. ";
    made +=
        "Counts that name nobody are kept. Copies made in case of failure are kept for " +
        days(policy.backup_days) +
        "; when such a copy is needed, what was erased is erased from it before anybody can use it.\n\n"
        "What you can do: download everything kept about you, correct your name, take back a post, and ask "
        "that a post, your name or everything of yours be erased. A records officer decides, and tells you "
        "why "
        "if the law asks for it to be kept.\n\n"
        "Whom to ask: ";
    made += of.privacy && !of.privacy->contact.empty() ? of.privacy->contact : "the organizers of this jam";
    made += ".";
    return made;
}

}  // namespace jamhall::sessions
