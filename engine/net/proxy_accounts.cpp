// SPDX-License-Identifier: Apache-2.0
#include "engine/net/proxy_accounts.hpp"

#include "engine/base/parts.hpp"
#include "engine/codec/openid_in.hpp"
#include "engine/codec/text_in.hpp"
#include "engine/net/exchange.hpp"
#include "engine/net/oidc_arrival.hpp"
#include "engine/net/server_parts.hpp"
#include "engine/oidc/account_rules.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace jamhall::net {
namespace {

constexpr std::string_view issuer = "a trusted proxy";
constexpr std::size_t person_size_max = 255;
constexpr std::size_t value_size_max = 4'096;

/// The value of a header that is there once. One that is there twice may be half the client's.
std::optional<std::string_view> only_value(const http_request& asked, const std::string& header)
{
    if (asked.count(header) != 1)
        return std::nullopt;
    const auto field = asked[header];
    const auto value = base::trimmed({field.data(), field.size()});
    if (value.empty() || value.size() > value_size_max || !codec::is_utf8(value))
        return std::nullopt;
    return value;
}

/// A comma may be the seam between what a client wrote and what the proxy did.
bool is_account(std::string_view value)
{
    return value.size() <= person_size_max && value.find(',') == std::string_view::npos;
}

std::vector<std::string> listed(std::string_view value)
{
    std::vector<std::string> made;
    while (!value.empty())
        if (const auto each = base::next_part(value, ','); !each.empty())
            made.emplace_back(each);
    return made;
}

codec::claims claims_in(const http_request& asked, const proxy_accounts& settings)
{
    codec::claims made;
    for (const std::string& header : account_headers(settings)) {
        const auto value = only_value(asked, header);
        const bool is_email = header == settings.says.email_claim;
        const bool is_whole = is_email || header == settings.says.name_claim;
        if (value && is_email && !is_account(*value))
            continue;
        if (value && is_whole)
            made.named.push_back({header, {std::string{*value}}});
        else if (value)
            made.named.push_back({header, listed(*value)});
    }
    // Whoever trusts a proxy with who somebody is trusts it with their address.
    made.named.push_back({settings.says.email_verified_claim, {"true"}});
    return made;
}

}  // namespace

std::vector<std::string> account_headers(const proxy_accounts& settings)
{
    auto headers = oidc::claim_names(settings.says);
    std::erase_if(headers, [&](const std::string& name) {
        return name.empty() || name == settings.says.email_verified_claim;
    });
    return headers;
}

std::optional<oidc::account> account_named_in(const http_request& asked, const client& from,
                                              const proxy_accounts& settings)
{
    const auto person = from.is_vouched_for ? only_value(asked, settings.person_header) : std::nullopt;
    if (!person || !is_account(*person))
        return std::nullopt;
    codec::claims says = claims_in(asked, settings);
    says.issuer = issuer;
    says.subject = std::string{*person};
    return oidc::account_of(settings.says, says, {});
}

std::string account_of(const exchange& e)
{
    const auto& settings = e.server.proxy_accounts;
    const auto named = settings ? account_named_in(e.request(), e.from, *settings) : std::nullopt;
    return named ? kept_subject(*named) : std::string{};
}

std::string header_let_through(const exchange& e)
{
    const auto& settings = *e.server.proxy_accounts;
    if (!e.from.is_vouched_for)
        return {};
    for (const std::string& header : account_headers(settings))
        if (e.request().count(header) > 0)
            return header;
    return {};
}

}  // namespace jamhall::net
