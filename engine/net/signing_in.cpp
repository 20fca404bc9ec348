// SPDX-License-Identifier: Apache-2.0
#include "engine/net/signing_in.hpp"

#include "engine/base/log.hpp"
#include "engine/clock/real_time.hpp"
#include "engine/identity/device.hpp"
#include "engine/net/proxy_accounts.hpp"
#include "engine/net/server_parts.hpp"

#include <utility>

namespace jamhall::net {

std::optional<std::string> secret_in(const exchange& e, const identity::login_cookie& cookie)
{
    const auto cookies = e.header(http::field::cookie);
    return cookies ? cookie.value_in(*cookies) : std::nullopt;
}

std::optional<identity::signed_in> login_of(const exchange& e)
{
    const auto secret = secret_in(e, e.server.cookie);
    return secret ? e.server.logins.find(*secret, clock::now(), account_of(e)) : std::nullopt;
}

base::task<std::optional<new_login>> open_login(exchange_ptr e, identity::proof proved, std::string_view by)
{
    const std::optional<std::string> old_secret = secret_in(*e, e->server.cookie);
    std::string device = identity::device_of(e->header(http::field::user_agent).value_or(""));
    std::string account = account_of(*e);
    const auto opened = co_await e->server.logins.sign_in(old_secret, std::move(proved), clock::now(),
                                                          std::move(device), account);
    if (!opened)
        co_return std::nullopt;
    new_login made;
    made.cookie = e->server.cookie.set(opened->secret, opened->max_age);
    made.who = e->server.logins.find(opened->secret, clock::now(), account).value_or(identity::signed_in{});
    base::log(base::log_level::info, "signed in", {{"by", by}, {"login", identity::written(made.who.id)}});
    co_return made;
}

void tell_failed_try(exchange& e, std::string_view by, std::string_view why)
{
    // Clients that cannot be told apart are not braked either.
    if (!e.from.is_known && !e.server.tells_of_unknown_try.is_due())
        return;
    base::log(base::log_level::warning, "a sign-in failed",
              {{"by", by}, {"why", why}, {"client", e.from.is_known ? written(e.from.address) : "unknown"}});
}

void note_wrong_try(exchange& e, std::string_view by)
{
    e.server.brakes.note_failed_sign_in(e.from);
    tell_failed_try(e, by, "wrong");
}

bool is_sent_by_other_site(const exchange& e)
{
    const auto site = e.request()["Sec-Fetch-Site"];
    return site == "cross-site" || site == "same-site";
}

reply leading_to(std::string_view path)
{
    reply made = empty_reply(http::status::see_other);
    made.set(http::field::location, path);
    made.set(http::field::cache_control, "no-store");
    return made;
}

reply leading_in(const std::optional<sessions::slug>& jam, const new_login& opened)
{
    reply made = leading_to(jam ? "/jam/" + jam->str() : "/");
    made.set(http::field::set_cookie, opened.cookie);
    return made;
}

reply leading_to_door(const std::optional<sessions::slug>& jam, std::string_view why)
{
    std::string path = jam ? "/j/" + jam->str() : "/";
    if (!why.empty())
        path += "?sign_in=";
    path += why;
    return leading_to(path);
}

}  // namespace jamhall::net
