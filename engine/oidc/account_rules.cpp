// SPDX-License-Identifier: Apache-2.0
#include "engine/oidc/account_rules.hpp"

#include "engine/codec/email_in.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace jamhall::oidc {
namespace {

std::array<const std::vector<claim_rule>*, 3> rules_of(const provider_settings& settings)
{
    return {&settings.roles, &settings.audiences, &settings.hall_roles};
}

bool says(const codec::claims& who, const claim_rule& rule)
{
    const auto values = who.values_of(rule.claim);
    return std::ranges::find(values, rule.value) != values.end();
}

/// A claim is taken from one place: the ID token, or userinfo where the token does not have it.
bool holds(const claim_rule& rule, const codec::claims& token, const codec::claims& userinfo)
{
    return token.values_of(rule.claim).empty() ? says(userinfo, rule) : says(token, rule);
}

std::vector<std::string> given(const std::vector<claim_rule>& rules, const codec::claims& token,
                               const codec::claims& userinfo)
{
    std::vector<std::string> made;
    for (const claim_rule& rule : rules) {
        const bool is_new = std::ranges::find(made, rule.gives) == made.end();
        if (is_new && holds(rule, token, userinfo))
            made.push_back(rule.gives);
    }
    return made;
}

/// An address counts only with the word that it is verified, from the same place.
std::optional<std::string> verified_email(const codec::claims& from, const provider_settings& settings)
{
    const auto email = from.value_of(settings.email_claim);
    const auto verified = from.value_of(settings.email_verified_claim);
    if (!email || !verified || (*verified != "true" && *verified != "1") || !codec::is_email(*email) ||
        !vouches_for(settings, *email))
        return std::nullopt;
    return std::string{*email};
}

}  // namespace

bool vouches_for(const provider_settings& settings, std::string_view email)
{
    std::string domain{email.substr(email.rfind('@') + 1)};
    for (char& c : domain)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    const auto has = [&](const std::vector<std::string>& domains) {
        return std::ranges::find(domains, domain) != domains.end();
    };
    return has(settings.email_domains) ||
           (settings.vouches_for_the_rest && !has(settings.email_domains_of_others));
}

std::vector<std::string> claim_names(const provider_settings& settings)
{
    std::vector<std::string> names{settings.email_claim, settings.email_verified_claim, settings.name_claim};
    for (const auto* rules : rules_of(settings))
        for (const claim_rule& rule : *rules)
            names.push_back(rule.claim);
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

bool leaves_open(const codec::claims& token, const provider_settings& settings)
{
    return std::ranges::any_of(claim_names(settings),
                               [&](const std::string& name) { return token.values_of(name).empty(); });
}

account account_of(const provider_settings& settings, const codec::claims& token,
                   const codec::claims& userinfo)
{
    account made;
    made.issuer = token.issuer;
    made.subject = token.subject;
    made.email = verified_email(token, settings);
    if (!made.email)
        made.email = verified_email(userinfo, settings);
    auto name = token.value_of(settings.name_claim);
    if (!name)
        name = userinfo.value_of(settings.name_claim);
    if (name)
        made.name = std::string{*name};
    made.roles = given(settings.roles, token, userinfo);
    made.hall_roles = given(settings.hall_roles, token, userinfo);
    const auto audiences = given(settings.audiences, token, userinfo);
    if (!audiences.empty())
        made.audience = audiences.front();
    return made;
}

}  // namespace jamhall::oidc
