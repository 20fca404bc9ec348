// SPDX-License-Identifier: Apache-2.0
#include "engine/app/account_settings.hpp"

#include "sessions/core/slug.hpp"
#include "sessions/model/roles.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace jamhall::app {
namespace {

constexpr std::size_t rules_max = 200;
constexpr std::size_t title_size_max = 60;

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

}  // namespace

void read_account_settings(config_section& in, std::string_view said_in, oidc::provider_settings& into)
{
    into.title = in.required("title");
    if (into.title.size() > title_size_max)
        in.refuse("title", "is at most 60 bytes long");
    into.roles = rules_in(in, role_rules, said_in);
    into.audiences = rules_in(in, audience_rules, said_in);
    into.hall_roles = rules_in(in, hall_role_rules, said_in);
}

}  // namespace jamhall::app
