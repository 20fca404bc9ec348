// SPDX-License-Identifier: Apache-2.0
#include "engine/app/oidc_settings.hpp"

#include "engine/app/account_settings.hpp"
#include "engine/app/files.hpp"
#include "engine/app/refusal.hpp"
#include "engine/net/proxy_accounts.hpp"
#include "engine/outbound/address.hpp"
#include "sessions/core/slug.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string_view>
#include <utility>

namespace jamhall::app {
namespace {

constexpr std::size_t providers_max = 20;
constexpr std::size_t secret_size_max = 1'024;
constexpr std::int64_t max_age_seconds_max = 30 * 24 * 3'600;
constexpr std::int64_t login_hours_max = 90 * 24;

std::string secret_in(config_section& in)
{
    const auto file = in.text("client_secret_file");
    return file ? read_secret(*file, secret_size_max) : std::string{};
}

std::string issuer_in(config_section& in)
{
    std::string issuer = in.required("issuer");
    if (!outbound::may_be_asked(issuer) || issuer.find('?') != std::string::npos)
        in.refuse("issuer", "is the https address that the provider calls itself by, without a query");
    return issuer;
}

std::vector<std::string> scopes_in(config_section& in, std::vector<std::string> without_setting)
{
    auto scopes = in.texts("scopes").value_or(std::move(without_setting));
    if (std::ranges::find(scopes, "openid") == scopes.end())
        scopes.insert(scopes.begin(), "openid");
    return scopes;
}

std::vector<std::string> hosts_in(config_section& in)
{
    std::vector<std::string> made;
    for (const std::string& host : in.texts("hosts").value_or(std::vector<std::string>{})) {
        auto at = outbound::authority_of("https://" + host);
        if (at.empty() || host.find_first_of("/?") != std::string::npos)
            in.refuse("hosts", "is a list of hosts, each with its port where that is not 443");
        made.push_back(std::move(at));
    }
    return made;
}

oidc::provider_settings provider_in(config_section& in)
{
    oidc::provider_settings made;
    made.id = in.required("id");
    if (!sessions::slug::parse(made.id) || made.id == net::proxy_sign_in)
        in.refuse("id", "is 1 to 40 of a-z, 0-9 and hyphen, and not \"proxy\"");
    read_account_settings(in, "claim", made);
    made.issuer = issuer_in(in);
    made.client_id = in.required("client_id");
    made.client_secret = secret_in(in);
    made.scopes = scopes_in(in, made.scopes);
    made.email_claim = in.text("email_claim").value_or(made.email_claim);
    made.email_verified_claim = in.text("email_verified_claim").value_or(made.email_verified_claim);
    made.name_claim = in.text("name_claim").value_or(made.name_claim);
    if (const auto age = in.number("max_age_seconds", 0, max_age_seconds_max))
        made.authentication_age_max = std::chrono::seconds{*age};
    if (const auto hours = in.number("login_hours", 1, login_hours_max))
        made.login_lasts = std::chrono::hours{*hours};
    made.hosts = hosts_in(in);
    made.ca_file = in.text("ca_file").value_or("");
    in.end();
    return made;
}

}  // namespace

std::vector<oidc::provider_settings> read_providers(std::vector<config_section> sections)
{
    std::vector<oidc::provider_settings> made;
    for (config_section& in : sections) {
        if (made.size() == providers_max)
            in.refuse_section("is one provider too many");
        auto provider = provider_in(in);
        if (std::ranges::find(made, provider.id, &oidc::provider_settings::id) != made.end())
            in.refuse("id", "is that of another provider");
        made.push_back(std::move(provider));
    }
    return made;
}

void require_safe_address(const std::vector<oidc::provider_settings>& providers,
                          const std::string& public_address)
{
    if (!providers.empty() && !outbound::may_be_asked(public_address))
        throw refusal{
            "Signing in with a provider needs people to come by https: set public_url to the hall's https "
            "address."};
}

}  // namespace jamhall::app
