// SPDX-License-Identifier: Apache-2.0
#include "engine/base/encoding.hpp"
#include "engine/base/random.hpp"
#include "engine/clock/real_time.hpp"
#include "engine/net/api.hpp"
#include "engine/net/oidc_arrival.hpp"
#include "engine/net/problem.hpp"
#include "engine/net/server_parts.hpp"
#include "engine/net/signing_in.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace jamhall::net {
namespace {

constexpr std::size_t browser_secret_bytes = 32;

std::string_view word_of(oidc::told_as told)
{
    switch (told) {
    case oidc::told_as::failed: return "failed";
    case oidc::told_as::declined: return "declined";
    case oidc::told_as::unreachable: return "unreachable";
    }
    return "failed";
}

reply failure(exchange& e, const oidc::provider& at, const std::optional<sessions::slug>& jam,
              oidc::sign_in_fault fault)
{
    // Nothing here can be guessed, and another site's page can send anybody's browser here: it counts as one try.
    tell_failed_try(e, at.settings().id, oidc::name_of(fault));
    return leading_to_door(jam, word_of(oidc::told(fault)));
}

/// A value that is there once; a query that says it twice says nothing.
std::optional<std::string> only_value(const exchange& e, std::string_view name)
{
    const auto& query = e.asked.query;
    const auto is_it = [name](const auto& each) { return each.first == name; };
    if (std::ranges::count_if(query, is_it) != 1)
        return std::nullopt;
    return std::ranges::find_if(query, is_it)->second;
}

reply no_such_provider()
{
    return problem_reply(http::status::not_found, "no_such_provider",
                         "This hall has no sign-in provider of that name.");
}

/// The attempt that this request, by its state and its browser, is the end of.
std::optional<oidc::attempt> finished_attempt(const exchange& e, std::string_view provider)
{
    const auto state = only_value(e, "state");
    const auto browser = secret_in(e, e.server.oidc_cookie);
    // Only what a browser does when it follows the provider's redirect ends an attempt.
    if (!state || !browser || e.request().method() != http::verb::get)
        return std::nullopt;
    auto opened = e.server.providers.seal().open_once(*state, *browser, clock::now());
    return opened && opened->provider == provider ? opened : std::nullopt;
}

std::optional<sessions::slug> jam_left_from(const exchange& e)
{
    const auto state = only_value(e, "state");
    const auto browser = secret_in(e, e.server.oidc_cookie);
    const auto begun =
        state && browser ? e.server.providers.seal().look_into(*state, *browser) : std::nullopt;
    return begun ? begun->jam : std::nullopt;
}

}  // namespace

base::task<reply> get_oidc_sign_in(exchange_ptr e)
{
    oidc::provider* const with = e->server.providers.find(e->parameter(0));
    if (!with)
        co_return no_such_provider();
    const auto wanted = e->asked.value_of("jam");
    const auto jam = wanted ? sessions::slug::parse(*wanted) : std::nullopt;
    // Nobody is signed in by what another site's page leads to: they are asked here first.
    if (is_sent_by_other_site(*e))
        co_return leading_to_door(jam);
    const auto known = secret_in(*e, e->server.oidc_cookie);
    const std::string browser =
        known.value_or(base::base64url_of(base::random_bytes<browser_secret_bytes>()));

    const auto now = clock::now();
    const oidc::attempt begun = oidc::new_attempt(with->settings().id, jam, now);
    const std::string state = e->server.providers.seal().seal(begun, browser);
    const auto address = co_await with->address_for(begun, state, now);
    if (!address)
        co_return failure(*e, *with, jam, address.error());
    reply made = leading_to(*address);
    made.set(http::field::set_cookie, e->server.oidc_cookie.set(browser, oidc::attempt_lasts));
    co_return made;
}

base::task<reply> get_oidc_callback(exchange_ptr e)
{
    oidc::provider* const with = e->server.providers.find(e->parameter(0));
    if (!with)
        co_return no_such_provider();
    const auto begun = finished_attempt(*e, e->parameter(0));
    if (!begun)
        co_return failure(*e, *with, jam_left_from(*e), oidc::sign_in_fault::state_wrong);
    const oidc::came_back answer{only_value(*e, "code"), only_value(*e, "error"), only_value(*e, "iss")};
    const auto now = clock::now();
    const auto who = co_await with->account_for(*begun, answer, now);
    if (!who)
        co_return failure(*e, *with, begun->jam, who.error());

    auto proved = co_await proof_of_account(e, *who, begun->jam);
    if (!proved)
        co_return co_await turn_away(e, *who, with->settings().id, begun->jam, proved.error());
    proved->lasts = with->settings().login_lasts;
    const auto opened = co_await open_login(e, *proved, with->settings().id);
    if (!opened)
        co_return co_await turn_away(e, *who, with->settings().id, begun->jam, turned_away::unknown);
    co_return leading_in(begun->jam, *opened);
}

}  // namespace jamhall::net
