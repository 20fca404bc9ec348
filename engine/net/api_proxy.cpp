// SPDX-License-Identifier: Apache-2.0
#include "engine/base/log.hpp"
#include "engine/net/api.hpp"
#include "engine/net/oidc_arrival.hpp"
#include "engine/net/problem.hpp"
#include "engine/net/proxy_accounts.hpp"
#include "engine/net/server_parts.hpp"
#include "engine/net/signing_in.hpp"

#include <string>

namespace jamhall::net {

/// Signs in whom a trusted proxy names, when a page of ours or nobody's led here: others' must not put somebody into a jam.
base::task<reply> get_proxy_sign_in(exchange_ptr e)
{
    const auto& settings = e->server.proxy_accounts;
    if (!settings)
        co_return problem_reply(http::status::not_found, "no_such_provider",
                                "No proxy of this hall signs people in.");
    const auto wanted = e->asked.value_of("jam");
    const auto jam = wanted ? sessions::slug::parse(*wanted) : std::nullopt;
    if (is_sent_by_other_site(*e))
        co_return leading_to_door(jam);
    const bool acts = e->request().method() == http::verb::get;
    const auto who = acts ? account_named_in(e->request(), e->from, *settings) : std::nullopt;
    if (!who) {
        if (acts && e->server.tells_of_unnamed_account.is_due())
            base::log(base::log_level::warning,
                      "nobody is signed in by the proxy: it is not trusted, or the header that names "
                      "the account is missing or there twice",
                      {{"header", settings->person_header}});
        const std::string passed = header_let_through(*e);
        co_return leading_to_door(jam, passed.empty() ? "failed" : "failed&let_through=" + passed);
    }
    const auto proved = co_await proof_of_account(e, *who, jam);
    const std::string by{proxy_sign_in};
    if (!proved)
        co_return co_await turn_away(e, *who, by, jam, proved.error());
    identity::proof bound = *proved;
    bound.account = kept_subject(*who);
    const auto opened = co_await open_login(e, bound, proxy_sign_in);
    if (!opened)
        co_return co_await turn_away(e, *who, by, jam, turned_away::unknown);
    co_return leading_in(jam, *opened);
}

}  // namespace jamhall::net
