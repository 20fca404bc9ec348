// SPDX-License-Identifier: Apache-2.0
#include "engine/clock/real_time.hpp"
#include "engine/codec/answer_out.hpp"
#include "engine/net/api.hpp"
#include "engine/net/problem.hpp"
#include "engine/net/server_parts.hpp"

#include <charconv>
#include <optional>
#include <vector>

namespace jamhall::net {
namespace {

/// Whose logins are meant: of whoever asks, by cookie or by token.
identity::signed_in owner_of(const exchange& e)
{
    identity::signed_in owner = e.login;
    owner.is_admin = e.is_admin;
    for (const auto& [jam, person] : e.memberships)
        if (!owner.person_in(jam->id()))
            owner.people.emplace_back(jam->id(), person);
    return owner;
}

std::optional<identity::login_id> id_in(const std::string& text)
{
    identity::login_id id = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), id, 16);
    if (fault != std::errc{} || end != text.data() + text.size() || id == 0)
        return std::nullopt;
    return id;
}

}  // namespace

base::task<reply> get_logins(exchange_ptr e)
{
    const auto own = e->server.logins.logins_of(owner_of(*e), clock::now());
    std::vector<codec::login_entry> entries;
    entries.reserve(own.size());
    for (const auto& l : own)
        entries.push_back(
            {identity::written(l.id), l.id == e->login.id, l.device, l.signed_in_at, l.used_at, l.ends_at});
    co_return json_reply(codec::logins_answer(entries));
}

base::task<reply> delete_logins(exchange_ptr e)
{
    co_await e->server.logins.end_others(owner_of(*e), e->login.id, clock::now());
    co_return empty_reply(http::status::no_content);
}

base::task<reply> delete_login(exchange_ptr e)
{
    const auto id = id_in(e->parameter(0));
    if (!id || !co_await e->server.logins.end(owner_of(*e), *id))
        co_return problem_reply(http::status::not_found, "no_such_login",
                                "You have no such sign-in; it may have ended.");
    reply made = empty_reply(http::status::no_content);
    if (*id == e->login.id)
        made.set(http::field::set_cookie, e->server.cookie.clear());
    co_return made;
}

}  // namespace jamhall::net
