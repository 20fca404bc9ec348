// SPDX-License-Identifier: Apache-2.0
#include "engine/app/account_settings.hpp"

#include "engine/app/refusal.hpp"
#include "sessions/core/slug.hpp"
#include "sessions/model/roles.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace jamhall::app {
namespace {

constexpr std::size_t rules_max = 200;
constexpr std::size_t title_size_max = 60;
constexpr std::size_t domain_size_max = 253;

bool is_audience(const std::string& text)
{
    return sessions::slug::parse(text).has_value();
}

bool is_jam_role(const std::string& text)
{
    return sessions::role_named(text).has_value();
}

bool is_hall_role(const std::string& text)
{
    return text == "administrator";
}

/// What a list of rules gives and what that may be.
struct rule_kind {
    std::string_view list;
    std::string_view gives;
    bool (*is_one)(const std::string&);
    std::string_view what_it_is;
};

constexpr rule_kind role_rules{"roles", "role", is_jam_role, "is a role of a jam, such as \"facilitator\""};
constexpr rule_kind audience_rules{"audience", "audience", is_audience, "is the id of an audience"};
constexpr rule_kind hall_role_rules{"hall_roles", "role", is_hall_role, "is \"administrator\""};

std::vector<oidc::claim_rule> rules_in(config_section& in, const rule_kind& kind, std::string_view said_in)
{
    auto lines = in.sections(kind.list);
    if (lines.size() > rules_max)
        in.refuse(kind.list, "has too many rules");
    std::vector<oidc::claim_rule> made;
    for (config_section& line : lines) {
        oidc::claim_rule rule;
        rule.claim = line.required(said_in);
        const auto has = line.text("has");
        const auto is = line.text("is");
        if (has.has_value() == is.has_value())
            line.refuse_section("needs either has (one of a list) or is (the value)");
        rule.value = has ? *has : *is;
        rule.gives = line.required(kind.gives);
        if (!kind.is_one(rule.gives))
            line.refuse(kind.gives, kind.what_it_is);
        line.end();
        made.push_back(std::move(rule));
    }
    return made;
}

bool is_domain(std::string_view text)
{
    const auto is_plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
               static_cast<unsigned char>(c) >= 0x80;
    };
    return !text.empty() && text.size() <= domain_size_max && std::ranges::all_of(text, is_plain) &&
           !text.starts_with('.') && !text.ends_with('.');
}

void read_email_domains(config_section& in, oidc::provider_settings& into)
{
    const auto named = in.texts("email_domains");
    if (!named)
        return;
    into.names_email_domains = true;
    into.vouches_for_the_rest = false;
    if (named->size() > rules_max)
        in.refuse("email_domains", "has too many domains");
    for (const std::string& domain : *named) {
        if (domain == "*")
            into.vouches_for_the_rest = true;
        else if (is_domain(domain))
            into.email_domains.push_back(domain);
        else
            in.refuse(
                "email_domains",
                "is a list of domains in lower case, such as \"council.example\"; \"*\" is all that no other "
                "vouches for");
    }
}

}  // namespace

void settle_email_domains(const std::vector<oidc::provider_settings*>& all, std::string_view file)
{
    const auto refuse = [file](std::string_view why) { throw refusal{fmt::format("{}: {}", file, why)}; };
    const auto says_nothing = [](const auto* each) { return !each->names_email_domains; };
    if (all.size() > 1 && std::ranges::any_of(all, says_nothing))
        refuse(
            "where there are several [[oidc]], or one beside [proxy.accounts], each needs email_domains: the "
            "domains whose addresses its word counts for, \"*\" for all that no other names, or [] for "
            "none.");
    const auto has_rest = [](const auto* each) { return each->vouches_for_the_rest; };
    if (std::ranges::count_if(all, has_rest) > 1)
        refuse("email_domains is \"*\" twice, but only one can vouch for all that no other names.");
    for (auto* const each : all)
        for (const auto* const other : all) {
            if (each == other)
                continue;
            for (const std::string& domain : other->email_domains) {
                if (std::ranges::find(each->email_domains, domain) != each->email_domains.end())
                    refuse(fmt::format(
                        "email_domains names {} twice, but only one can vouch for its addresses.", domain));
                each->email_domains_of_others.push_back(domain);
            }
        }
}

void read_account_settings(config_section& in, std::string_view said_in, oidc::provider_settings& into)
{
    into.title = in.required("title");
    if (into.title.size() > title_size_max)
        in.refuse("title", "is at most 60 bytes long");
    into.roles = rules_in(in, role_rules, said_in);
    into.audiences = rules_in(in, audience_rules, said_in);
    into.hall_roles = rules_in(in, hall_role_rules, said_in);
    read_email_domains(in, into);
}

}  // namespace jamhall::app
