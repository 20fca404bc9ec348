// SPDX-License-Identifier: Apache-2.0
#include "engine/live/jam_core.hpp"
#include "engine/live/jam_runner.hpp"
#include "engine/live/pseudonym.hpp"
#include "sessions/rules/admission.hpp"

#include <algorithm>
#include <utility>

namespace jamhall::live {
namespace {

using sessions::person_id;
using sessions::reject_code;
using arrived_as = sessions::outcome<person_id>;

const caller by_hall{sessions::actor_kind::hall, {}};

/// What a newcomer is called. Errors: bad_field when they have to say so, or may not be called that.
sessions::outcome<std::string> name_of_newcomer(const sessions::jam_state& state, const arrival& who)
{
    if (who.way == sessions::way_in::roster)
        return who.name;
    if (state.what->policy.admission.has_pseudonyms)
        return made_up_name(static_cast<std::uint32_t>(state.people.size() + 1));
    if (who.name.empty())
        return sessions::refuse(reject_code::bad_field, "name",
                                "Please say what you would like to be called.");
    if (!sessions::is_free_name(state, who.name))
        return sessions::refuse(reject_code::bad_field, "name",
                                "Somebody who runs this jam has this name. Please choose another one.");
    return who.name;
}

arrived_as add_newcomer(batch& into, people_register& people, const arrival& who)
{
    const auto& state = into.state();
    if (auto refused = sessions::why_not_admitted(state, who.way, who.email))
        return *std::move(refused);
    auto name = name_of_newcomer(state, who);
    if (!name)
        return name.error();
    sessions::roster_entry entry;
    entry.name = *std::move(name);
    entry.roles = who.roles;
    entry.came_by = who.way;
    entry.audience = sessions::audience_of_newcomers(state, who.way);
    if (who.audience) {
        const auto& all = state.what->audiences;
        const auto found = std::ranges::find(all, *who.audience, &sessions::audience::id);
        if (found != all.end())
            entry.audience = static_cast<sessions::audience_index>(found - all.begin());
    }
    const auto done = into.apply(sessions::put_person{{}, std::move(entry)}, by_hall);
    if (!done)
        return done.error();
    store::identity row;
    row.person = person_id{static_cast<std::uint32_t>(into.state().people.size())};
    row.email = who.email;
    row.subject = who.subject;
    people.put(row);
    into.to_store.identities.push_back(row);
    return row.person;
}

/// Subjects begin with a short word for their provider.
std::string_view provider_of(std::string_view subject)
{
    return subject.substr(0, subject.find('.'));
}

/// An address may have been given to somebody else since: a person whose account at this provider is known stays theirs.
bool is_of_other_account(const people_register& people, person_id person, std::string_view subject)
{
    const std::string known = people.row_of(person).subject;
    return !subject.empty() && !known.empty() && known != subject &&
           provider_of(known) == provider_of(subject);
}

/// A way in may bring roles beyond taking part; those a person has already stay.
sessions::outcome<void> add_roles(batch& into, person_id person, sessions::role_set roles)
{
    roles.remove(sessions::role::participant);
    sessions::roster_entry entry = into.state().at(person).entry;
    if (roles.is_subset_of(entry.roles))
        return {};
    for (const sessions::role each : sessions::all_roles)
        if (roles.has(each))
            entry.roles.add(each);
    const auto done = into.apply(sessions::put_person{person, std::move(entry)}, by_hall);
    if (!done)
        return done.error();
    return {};
}

/// Nobody who was removed or erased comes in again by another way.
bool is_gone(const sessions::jam_state& state, person_id person)
{
    const auto& who = state.at(person);
    return who.is_removed || who.erased != sessions::person_erasure::none;
}

arrived_as arrive(batch& into, people_register& people, const arrival& who)
{
    const auto& state = into.state();
    if (auto shut = sessions::why_way_is_shut(state, who.way))
        return *std::move(shut);
    auto known = people.with_subject(who.subject);
    if (!known) {
        known = people.with_email(who.email);
        if (known && is_of_other_account(people, *known, who.subject))
            return sessions::refuse(reject_code::not_allowed, {},
                                    "This jam knows another account by this address.");
    }
    if ((known && is_gone(state, *known)) || (!known && !who.may_be_new))
        return sessions::refuse(reject_code::not_allowed, {}, "This jam does not know you.");
    if (!known) {
        auto added = add_newcomer(into, people, who);
        if (!added)
            return added.error();
        known = *added;
    } else if (!who.subject.empty() && people.row_of(*known).subject.empty()) {
        people.put_subject(*known, who.subject);
        into.to_store.identities.push_back(people.row_of(*known));
    }
    if (const auto added = add_roles(into, *known, who.roles); !added)
        return added.error();
    const auto registered =
        into.apply(sessions::register_person{}, caller{sessions::actor_kind::person, *known});
    if (!registered)
        return registered.error();
    return *known;
}

}  // namespace

boost::asio::awaitable<arrived_as> jam_runner::admit(arrival who)
{
    return ask<arrived_as>(core_, [who = std::move(who)](jam_core& core, reply_with<arrived_as> reply) {
        core.submit(job{[&core, who, reply](batch& into) {
                            const auto person = arrive(into, core.people(), who);
                            if (!person)
                                return reply(person.error());
                            into.answer_later(
                                [person, reply](const answer& stored) {
                                    reply(stored ? person : arrived_as{stored.error()});
                                },
                                acceptance_note{});
                        },
                        reply.failing()});
    });
}

boost::asio::awaitable<bool> jam_runner::would_admit(sessions::way_in way, std::string email, bool may_be_new)
{
    return ask<bool>(
        core_, [way, email = std::move(email), may_be_new](jam_core& core, reply_with<bool> reply) {
            core.when_idle(
                [&core, way, email, may_be_new, reply] {
                    const auto& state = core.state();
                    const auto known = core.people().with_email(email);
                    if (known)
                        return reply(!sessions::why_way_is_shut(state, way) && !is_gone(state, *known));
                    reply(may_be_new && !sessions::why_not_admitted(state, way, email));
                },
                reply.failing());
        });
}

}  // namespace jamhall::live
