// SPDX-License-Identifier: Apache-2.0
#include "engine/app/proxy_settings.hpp"

#include "engine/app/account_settings.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/field.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jamhall::app {
namespace {

constexpr std::int64_t asked_again_seconds_max = 24 * 3'600;

/// A name of its own: what browsers and protocols send by themselves says nothing about an account.
bool is_own_header(std::string_view name)
{
    constexpr std::size_t name_size_max = 100;
    constexpr std::array<std::string_view, 4> others{"X-Forwarded-For", "X-Forwarded-Proto",
                                                     "X-Forwarded-Host", "X-Real-IP"};
    const auto is_plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    };
    const auto is_alike = [](std::string_view a, std::string_view b) {
        return boost::beast::iequals({a.data(), a.size()}, {b.data(), b.size()});
    };
    const bool is_name = !name.empty() && name.size() <= name_size_max && std::ranges::all_of(name, is_plain);
    return is_name && !is_alike(name.substr(0, 4), "sec-") &&
           boost::beast::http::string_to_field({name.data(), name.size()}) ==
               boost::beast::http::field::unknown &&
           std::ranges::none_of(others, [&](std::string_view other) { return is_alike(name, other); });
}

void require_own_header(const config_section& in, std::string_view key, std::string_view name)
{
    if (!is_own_header(name))
        in.refuse(key, "is the name of a header that only the proxy sets, such as \"X-Forwarded-User\"");
}

net::proxy_accounts read_accounts(config_section in)
{
    net::proxy_accounts made;
    made.says.id = net::proxy_sign_in;
    read_account_settings(in, "header", made.says);
    made.person_header = in.required("person_header");
    require_own_header(in, "person_header", made.person_header);
    made.says.email_claim = in.text("email_header").value_or("");
    made.says.name_claim = in.text("name_header").value_or("");
    for (const auto& [key, name] :
         {std::pair{"email_header", made.says.email_claim}, std::pair{"name_header", made.says.name_claim}})
        if (!name.empty())
            require_own_header(in, key, name);
    if (const auto seconds = in.number("asked_again_seconds", 1, asked_again_seconds_max))
        made.asked_again_after = std::chrono::seconds{*seconds};
    // No header is called so: whoever trusts a proxy with who somebody is trusts it with their address.
    made.says.email_verified_claim = "verified by the proxy";
    for (const auto* const rules : {&made.says.roles, &made.says.audiences, &made.says.hall_roles})
        for (const auto& rule : *rules)
            if (!is_own_header(rule.claim))
                in.refuse_section("has a rule whose header is none that only the proxy sets");
    in.end();
    return made;
}

}  // namespace

proxy_settings read_proxy(config_section in)
{
    proxy_settings made;
    for (const std::string& text : in.texts("trusted").value_or(std::vector<std::string>{})) {
        const auto range = net::address_range::parse(text);
        if (!range)
            in.refuse("trusted",
                      "is a list of addresses or blocks of them, such as \"127.0.0.1\" or \"10.0.0.0/8\"");
        made.who.trusted.push_back(*range);
    }
    if (auto header = in.text("client_address_header")) {
        if (*header != "X-Forwarded-For" && *header != "Forwarded")
            in.refuse("client_address_header", "is \"X-Forwarded-For\" or \"Forwarded\"");
        made.who.client_address_header = std::move(*header);
    }
    if (auto accounts = in.section("accounts")) {
        made.accounts = read_accounts(std::move(*accounts));
        if (made.who.trusted.empty())
            in.refuse_section("needs trusted, the addresses of the proxy whose word counts about accounts");
    }
    in.end();
    return made;
}

}  // namespace jamhall::app
