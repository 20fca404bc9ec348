// SPDX-License-Identifier: Apache-2.0
#include "engine/clock/real_time.hpp"
#include "engine/codec/answer_out.hpp"
#include "engine/codec/login_in.hpp"
#include "engine/identity/stored.hpp"
#include "engine/identity/tokens.hpp"
#include "engine/net/access.hpp"
#include "engine/net/api.hpp"
#include "engine/net/hall_words.hpp"
#include "engine/net/problem.hpp"
#include "engine/net/server_parts.hpp"
#include "engine/net/signing_in.hpp"
#include "engine/net/ways_in.hpp"
#include "sessions/rules/admission.hpp"

#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace jamhall::net {
namespace {

/// Whatever the reason is, it is not told, or trying would tell what is known here.
reply not_let_in_reply(codec::login_request::with how)
{
    if (how == codec::login_request::with::token)
        return not_signed_in_reply();
    reply made =
        problem_reply(http::status::unauthorized, "not_signed_in",
                      "This link or code is not good here. It works once, for 15 minutes, and only in the "
                      "browser in which you asked for it. Please ask for a new one.");
    made.set(http::field::www_authenticate, "Bearer");
    return made;
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
        if (!jam || jam->is_quarantined())
            continue;
        const std::function<codec::login_jam(const sessions::jam_state&)> question =
            [of = person](const sessions::jam_state& state) { return login_jam_of(state, of); };
        jams.push_back(co_await jam->read<codec::login_jam>(question));
    }
    co_return codec::login_answer(who.is_admin, hall_role_word(who.role), jams);
}

std::string_view word_of(codec::login_request::with how)
{
    using enum codec::login_request::with;
    switch (how) {
    case token: return "link";
    case mail: return "mail";
    case mail_code: return "mail code";
    case once: return "one-time link";
    case code: return "code";
    }
    return "";
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
    if (!proved && may_be_told(proved.error()))
        co_return problem_reply(proved.error());
    std::optional<new_login> opened;
    if (proved)
        opened = co_await open_login(e, *proved, word_of(asked->how));
    if (!opened) {
        note_wrong_try(*e, word_of(asked->how));
        co_return not_let_in_reply(asked->how);
    }
    reply made = json_reply(co_await login_text(e, opened->who));
    made.set(http::field::set_cookie, opened->cookie);
    co_return made;
}

base::task<reply> post_login_email(exchange_ptr e)
{
    if (is_from_elsewhere(*e))
        co_return not_allowed_reply("Signing in must come from a page of this hall.");
    const auto asked = codec::decode_mail_login(e->body());
    if (!asked)
        co_return problem_reply(asked.error());
    if (!e->server.post.is_configured())
        co_return problem_reply(http::status::conflict, "no_mail",
                                "This hall sends no mail. Please use your personal link.");
    if (const auto may_now = e->server.brakes.take_sign_in_mail(e->from); !may_now)
        co_return problem_reply(may_now.error());
    // From here on nothing depends on whether anybody has this address: that is looked up when the mail is written.
    const auto browser = co_await e->server.mail_sign_in.ask(asked->email, asked->jam, clock::now());
    if (!browser) {
        auto refused = sessions::refuse(sessions::reject_code::rate_limited, "",
                                        "Too many mails were asked for just now. Please wait a while.");
        refused.retry_after = sessions::duration{10 * 60 * 1'000};
        co_return problem_reply(refused);
    }
    e->server.post.wake();
    reply made = json_reply(codec::mail_login_answer(identity::mail_lasts), http::status::accepted);
    made.set(http::field::set_cookie, e->server.mail_cookie.set(*browser, identity::mail_lasts));
    co_return made;
}

/// The ways of the hall, less what the plan of the jam named shuts. A jam that is not there is answered as one that shuts
/// nothing.
base::task<reply> get_ways(exchange_ptr e)
{
    bool has_mail = e->server.post.is_configured();
    std::vector<codec::sign_in_provider> providers;
    if (const auto& accounts = e->server.proxy_accounts)
        providers.push_back(
            {proxy_sign_in, accounts->says.title, "/api/v1/login/" + std::string{proxy_sign_in}});
    for (const auto& each : e->server.providers.all())
        providers.push_back(
            {each->settings().id, each->settings().title, "/api/v1/login/oidc/" + each->settings().id});
    const auto jam = e->server.hall.find(e->asked.value_of("jam").value_or(""));
    if (jam) {
        const std::function<sessions::admission_policy(const sessions::jam_state&)> question =
            [](const sessions::jam_state& state) { return state.what->policy.admission; };
        const auto open = co_await jam->read<sessions::admission_policy>(question);
        has_mail = has_mail && open.email.is_open;
        if (!open.oidc.is_open)
            providers.clear();
    }
    co_return json_reply(codec::ways_answer(has_mail, providers));
}

base::task<reply> get_login(exchange_ptr e)
{
    identity::signed_in who;
    who.is_admin = e->is_admin;
    who.role = e->is_admin ? store::hall_role::administrator : e->login.role;
    for (const auto& [jam, person] : e->memberships)
        who.people.emplace_back(jam->id(), person);
    co_return json_reply(co_await login_text(e, who));
}

base::task<reply> post_logout(exchange_ptr e)
{
    if (is_from_elsewhere(*e))
        co_return not_allowed_reply("Signing out must come from a page of this hall.");
    const auto secret = secret_in(*e, e->server.cookie);
    if (secret)
        co_await e->server.logins.sign_out(*secret);
    reply made = empty_reply(http::status::no_content);
    made.set(http::field::set_cookie, e->server.cookie.clear());
    co_return made;
}

}  // namespace jamhall::net
