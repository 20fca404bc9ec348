// SPDX-License-Identifier: Apache-2.0
#include "engine/identity/spoken_code.hpp"
#include "engine/identity/tokens.hpp"
#include "engine/live/jam_core.hpp"
#include "engine/live/jam_runner.hpp"
#include "sessions/rules/permissions.hpp"

#include <algorithm>
#include <memory>

namespace jamhall::live {
namespace {

using imported = sessions::outcome<import_result>;
using minted = sessions::outcome<std::vector<minted_link>>;

/// Everything an import needs until its batch is durable.
struct import_order {
    caller by;
    codec::roster_file file;
    bool is_partial = false;
    bool is_rehearsed = false;
    reply_with<imported> reply;
};

/// No mailbox is ever in this domain. Source: RFC 2606 section 2.
constexpr std::string_view screen_domain_end = ".invalid";

sessions::rejection not_yours()
{
    return sessions::refuse(sessions::reject_code::not_allowed, "",
                            "Only organizers of this jam change its people.");
}

bool may_manage(const sessions::jam_state& state, const caller& by, sessions::instant now)
{
    return sessions::may(state, {now, by.kind, by.person}, sessions::action::manage);
}

/// One line into the batch: a new person, or the columns the file names for one who is known.
sessions::outcome<void> put_line(batch& into, people_register& people, const import_order& order,
                                 const codec::roster_line& line)
{
    const caller hall{sessions::actor_kind::hall, {}};
    const auto known = people.with_email(line.email);
    sessions::put_person put{known.value_or(sessions::person_id{}), line.entry};
    if (known)
        put.entry = codec::updated_entry(into.state().at(*known).entry, order.file.columns, line.entry);
    const auto done = into.apply(put, hall);
    if (!done)
        return done.error();
    if (known)
        return {};
    const sessions::person_id added{static_cast<std::uint32_t>(into.state().people.size())};
    store::identity row;
    row.person = added;
    row.email = line.email;
    people.put(row);
    into.to_store.identities.push_back(std::move(row));
    return {};
}

imported put_all(batch& into, people_register& people, const import_order& order)
{
    import_result result;
    result.refused = order.file.refused;
    for (const auto& line : order.file.lines) {
        const bool is_known = people.with_email(line.email).has_value();
        const auto put = put_line(into, people, order, line);
        if (!put)
            result.refused.push_back({line.line, put.error().message});
        else
            ++(is_known ? result.updated : result.added);
    }
    std::ranges::sort(result.refused, {}, &codec::bad_line::line);
    result.is_applied = true;
    return result;
}

/// What an import would do, without doing it.
imported rehearse(const people_register& people, const import_order& order)
{
    import_result result;
    result.refused = order.file.refused;
    for (const auto& line : order.file.lines)
        ++(people.with_email(line.email) ? result.updated : result.added);
    return result;
}

/// The people whose tokens are to be minted. Errors: no_such_person for an unknown address.
sessions::outcome<std::vector<sessions::person_id>> chosen_people(const jam_core& core,
                                                                  jam_runner::renewal which,
                                                                  const std::string& email)
{
    std::vector<sessions::person_id> chosen;
    if (which == jam_runner::renewal::one || which == jam_runner::renewal::one_who_stays) {
        const auto person = core.people().with_email(email);
        if (!person)
            return sessions::refuse(sessions::reject_code::no_such_person, "email",
                                    "Nobody on the roster has this e-mail address.");
        chosen.push_back(*person);
        return chosen;
    }
    const auto count = static_cast<std::uint32_t>(core.state().people.size());
    for (sessions::person_id person{1}; person.value <= count; ++person.value)
        if (!core.state().at(person).is_removed &&
            core.state().at(person).erased == sessions::person_erasure::none &&
            (which == jam_runner::renewal::all || !core.people().has_token(person)))
            chosen.push_back(person);
    return chosen;
}

std::vector<minted_link> mint(jam_core& core, batch& into, const std::vector<sessions::person_id>& chosen,
                              jam_runner::renewal which, bool with_codes = false)
{
    const bool parts = which != jam_runner::renewal::one_who_stays;
    std::vector<minted_link> links;
    links.reserve(chosen.size());
    for (const auto person : chosen) {
        auto token = identity::make_token();
        const std::string email{core.people().email_of(person)};
        // Whoever got a new link may come by a new account of their provider too; the old one has no way back.
        if (parts && core.people().has_token(person) && !email.empty())
            core.people().put_subject(person, "");
        core.people().drop_token(person);
        core.people().put_token(person, token.hash);
        std::string code;
        if (with_codes) {
            code = identity::make_spoken_code(identity::personal_code_size);
            core.people().put_code(person, identity::hash_of_code(code));
        }
        into.to_store.identities.push_back(core.people().row_of(person));
        into.to_store.identities.back().minted_at = into.now();
        links.push_back(
            {person, email, into.state().at(person).entry.name, std::move(token.text), std::move(code)});
    }
    return links;
}

/// The observer that stands for the screen of a hall; it has no address of a person.
sessions::outcome<sessions::person_id> screen_of(jam_core& core, batch& into)
{
    const std::string address = "screen@" + core.id().str() + std::string{screen_domain_end};
    if (const auto known = core.people().with_email(address))
        return *known;
    sessions::roster_entry entry;
    entry.name = "Hall screen";
    entry.roles = {sessions::role::observer};
    const auto done =
        into.apply(sessions::put_person{sessions::person_id{}, entry}, {sessions::actor_kind::hall, {}});
    if (!done)
        return done.error();
    const sessions::person_id added{static_cast<std::uint32_t>(into.state().people.size())};
    store::identity row;
    row.person = added;
    row.email = address;
    core.people().put(row);
    return added;
}

}  // namespace

void jam_core::end_token(sessions::person_id person, batch& into)
{
    jam_.people.drop_token(person);
    into.to_store.identities.push_back(jam_.people.row_of(person));
}

boost::asio::awaitable<imported> jam_runner::import_roster(caller by, codec::roster_file file, bool partial,
                                                           bool dry_run)
{
    return ask<imported>(core_, [by, file = std::move(file), partial, dry_run](jam_core& core,
                                                                               reply_with<imported> reply) {
        const auto order =
            std::make_shared<const import_order>(import_order{by, file, partial, dry_run, reply});
        core.submit(job{[&core, order](batch& into) {
                            if (!may_manage(into.state(), order->by, into.now()))
                                return order->reply(not_yours());
                            if (order->is_rehearsed || (!order->is_partial && !order->file.refused.empty()))
                                return order->reply(rehearse(core.people(), *order));
                            auto result = put_all(into, core.people(), *order);
                            into.answer_later(
                                [order, result](const answer& stored) {
                                    order->reply(stored ? result : imported{stored.error()});
                                },
                                acceptance_note{});
                        },
                        order->reply.failing()});
    });
}

boost::asio::awaitable<minted> jam_runner::mint_links(caller by, renewal which, std::string email,
                                                      bool with_codes)
{
    return ask<minted>(
        core_, [by, which, email = std::move(email), with_codes](jam_core& core, reply_with<minted> reply) {
            core.submit(job{[&core, by, which, email, with_codes, reply](batch& into) {
                                if (!may_manage(into.state(), by, into.now()))
                                    return reply(not_yours());
                                const auto chosen = chosen_people(core, which, email);
                                if (!chosen)
                                    return reply(chosen.error());
                                auto links = mint(core, into, *chosen, which, with_codes);
                                into.answer_later(
                                    [&core, which, chosen, links, reply](const answer& stored) {
                                        if (!stored)
                                            return reply(stored.error());
                                        if (which == renewal::one || which == renewal::all)
                                            core.sign_out(*chosen);
                                        reply(links);
                                    },
                                    acceptance_note{});
                            },
                            reply.failing()});
        });
}

boost::asio::awaitable<sessions::outcome<std::vector<std::pair<sessions::person_id, std::string>>>>
jam_runner::people_for_links(caller by, renewal which, std::string email)
{
    using listed = sessions::outcome<std::vector<std::pair<sessions::person_id, std::string>>>;
    return ask<listed>(core_,
                       [by, which, email = std::move(email)](jam_core& core, reply_with<listed> reply) {
                           core.when_idle(
                               [&core, by, which, email, reply] {
                                   if (!may_manage(core.state(), by, core.state().last_at))
                                       return reply(not_yours());
                                   const auto chosen = chosen_people(core, which, email);
                                   if (!chosen)
                                       return reply(chosen.error());
                                   std::vector<std::pair<sessions::person_id, std::string>> people;
                                   for (const auto person : *chosen) {
                                       std::string address{core.people().email_of(person)};
                                       if (!address.empty() && !address.ends_with(screen_domain_end))
                                           people.emplace_back(person, std::move(address));
                                   }
                                   reply(std::move(people));
                               },
                               reply.failing());
                       });
}

boost::asio::awaitable<std::size_t> jam_runner::people_with_link()
{
    return ask<std::size_t>(core_, [](jam_core& core, reply_with<std::size_t> reply) {
        core.when_idle(
            [&core, reply] {
                std::size_t count = 0;
                for (std::uint32_t number = 1; number <= core.state().people.size(); ++number)
                    count += core.people().has_token(sessions::person_id{number}) ? 1 : 0;
                reply(count);
            },
            reply.failing());
    });
}

boost::asio::awaitable<sessions::outcome<minted_link>> jam_runner::mint_wall_link(caller by)
{
    using made = sessions::outcome<minted_link>;
    return ask<made>(core_, [by](jam_core& core, reply_with<made> reply) {
        core.submit(job{[&core, by, reply](batch& into) {
                            if (!may_manage(into.state(), by, into.now()))
                                return reply(not_yours());
                            const auto screen = screen_of(core, into);
                            if (!screen)
                                return reply(screen.error());
                            auto links = mint(core, into, {*screen}, renewal::one);
                            into.answer_later(
                                [&core, links, screen, reply](const answer& stored) {
                                    if (!stored)
                                        return reply(stored.error());
                                    core.sign_out({*screen});
                                    reply(links.front());
                                },
                                acceptance_note{});
                        },
                        reply.failing()});
    });
}

}  // namespace jamhall::live
