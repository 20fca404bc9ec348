// SPDX-License-Identifier: Apache-2.0
#include "engine/clock/real_time.hpp"
#include "engine/codec/answer_out.hpp"
#include "engine/codec/login_in.hpp"
#include "engine/identity/tokens.hpp"
#include "engine/net/access.hpp"
#include "engine/net/api.hpp"
#include "engine/net/problem.hpp"
#include "engine/net/server_parts.hpp"

#include <functional>
#include <utility>
#include <vector>

namespace jamhall::net {
namespace {

/// What the token proves, looked for in the jam named or in every jam; nothing when it is not valid.
base::task<std::optional<identity::proof>> proof_of(exchange_ptr e, codec::login_request asked)
{
    const auto hash = identity::hash_of(asked.token);
    identity::proof proved;
    proved.is_admin = e->server.hall.is_admin(hash);
    if (proved.is_admin)
        co_return proved;
    const auto jams = e->server.hall.jams();
    for (const auto& jam : jams) {
        if (asked.jam && jam->id() != *asked.jam)
            continue;
        const auto by = co_await jam->authorise(hash);
        if (!by)
            continue;
        jam->tell(*by, sessions::command{sessions::register_person{}});
        proved.person = std::pair{jam->id(), by->person};
        co_return proved;
    }
    co_return std::nullopt;
}

codec::login_jam login_jam_of(const sessions::jam_state& state, sessions::person_id person)
{
    codec::login_jam made;
    made.jam = state.id.str();
    made.title = state.what->title;
    made.person = person;
    made.name = state.at(person).entry.name;
    made.roles = state.at(person).entry.roles;
    return made;
}

base::task<std::string> login_text(exchange_ptr e, identity::signed_in who)
{
    std::vector<codec::login_jam> jams;
    for (const auto& [id, person] : who.people) {
        const auto jam = e->server.hall.find(id.view());
        if (!jam)
            continue;
        const std::function<codec::login_jam(const sessions::jam_state&)> question =
            [of = person](const sessions::jam_state& state) { return login_jam_of(state, of); };
        jams.push_back(co_await jam->read<codec::login_jam>(question));
    }
    co_return codec::login_answer(who.is_admin, jams);
}

std::optional<std::string> cookie_secret(const exchange& e)
{
    const auto cookies = e.header(http::field::cookie);
    return cookies ? e.server.cookie.value_in(*cookies) : std::nullopt;
}

/// Another page must not be able to sign somebody in or out; programs send neither header.
bool is_from_elsewhere(const exchange& e)
{
    const bool says_where =
        e.request().count(http::field::origin) > 0 || e.request().count("Sec-Fetch-Site") > 0;
    return says_where && !is_from_own_page(e.request(), e.server.from);
}

}  // namespace

base::task<reply> post_login(exchange_ptr e)
{
    if (is_from_elsewhere(*e))
        co_return not_allowed_reply("Signing in must come from a page of this hall.");
    const auto asked = codec::decode_login(e->body());
    if (!asked)
        co_return problem_reply(asked.error());
    const auto proved = co_await proof_of(e, *asked);
    if (!proved)
        co_return not_signed_in_reply();

    const auto old_secret = cookie_secret(*e);
    const auto opened = co_await e->server.logins.sign_in(old_secret, *proved, clock::now());
    const auto who = e->server.logins.find(opened.secret, clock::now()).value_or(identity::signed_in{});
    reply made = json_reply(co_await login_text(e, who));
    made.set(http::field::set_cookie, e->server.cookie.set(opened.secret, opened.max_age));
    co_return made;
}

base::task<reply> get_login(exchange_ptr e)
{
    identity::signed_in who;
    who.is_admin = e->is_admin;
    for (const auto& [jam, person] : e->memberships)
        who.people.emplace_back(jam->id(), person);
    co_return json_reply(co_await login_text(e, who));
}

base::task<reply> post_logout(exchange_ptr e)
{
    if (is_from_elsewhere(*e))
        co_return not_allowed_reply("Signing out must come from a page of this hall.");
    const auto secret = cookie_secret(*e);
    if (secret)
        co_await e->server.logins.sign_out(*secret);
    reply made = empty_reply(http::status::no_content);
    made.set(http::field::set_cookie, e->server.cookie.clear());
    co_return made;
}

}  // namespace jamhall::net
