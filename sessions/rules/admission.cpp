// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/admission.hpp"

#include <algorithm>

namespace jamhall::sessions {
namespace {

rejection not_by_this_way()
{
    return refuse(reject_code::not_allowed, {}, "This jam lets nobody in this way.");
}

char lowered(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equal_without_case(std::string_view one, std::string_view other)
{
    return std::ranges::equal(one, other, {}, lowered, lowered);
}

bool is_of_one(const std::vector<std::string>& domains, std::string_view email)
{
    const auto at = email.rfind('@');
    if (at == std::string_view::npos)
        return false;
    const auto domain = email.substr(at + 1);
    return std::ranges::any_of(domains, [&](const auto& d) { return equal_without_case(d, domain); });
}

}  // namespace

std::optional<rejection> why_way_is_shut(const jam_state& state, way_in way)
{
    if (way == way_in::roster || state.what->policy.admission.of(way).is_open)
        return std::nullopt;
    return not_by_this_way();
}

std::optional<rejection> why_not_admitted(const jam_state& state, way_in way)
{
    if (way == way_in::roster)
        return std::nullopt;
    const auto& rules = state.what->policy.admission.of(way);
    if (!rules.is_open || !rules.has_newcomers)
        return not_by_this_way();
    if (state.stage == jam_stage::closed || state.stage == jam_stage::cancelled)
        return refuse(reject_code::jam_over, {}, "This jam is over and takes nobody new.");
    return std::nullopt;
}

std::optional<rejection> why_not_admitted(const jam_state& state, way_in way, std::string_view email)
{
    if (auto refused = why_not_admitted(state, way))
        return refused;
    const auto& domains = state.what->policy.admission.of(way).domains;
    if (way == way_in::roster || domains.empty() || is_of_one(domains, email))
        return std::nullopt;
    return not_by_this_way();
}

audience_index audience_of_newcomers(const jam_state& state, way_in way)
{
    const auto& wanted = state.what->policy.admission.of(way).audience;
    if (!wanted)
        return 0;
    const auto& all = state.what->audiences;
    const auto found = std::ranges::find(all, *wanted, &audience::id);
    return found == all.end() ? audience_index{0} : static_cast<audience_index>(found - all.begin());
}

bool is_free_name(const jam_state& state, std::string_view name)
{
    const role_set plain{role::participant};
    return std::ranges::none_of(state.people, [&](const person& who) {
        return !who.entry.roles.is_subset_of(plain) && equal_without_case(who.entry.name, name);
    });
}

}  // namespace jamhall::sessions
