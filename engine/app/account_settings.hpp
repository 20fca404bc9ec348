// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/app/config_section.hpp"
#include "engine/oidc/provider_settings.hpp"

#include <string_view>
#include <vector>

namespace jamhall::app {

/// Reads what the sections of all who sign people in have in common: the title on the button, the domains of addresses that
/// they vouch for, and the lists roles, audience and hall_roles, what an account is given by what is said of it. `said_in` is
/// what a rule calls the place where it is said ("claim", "header"). Errors: throws refusal naming line, setting and what it
/// can be.
void read_account_settings(config_section& in, std::string_view said_in, oidc::provider_settings& into);

/// Sees to it that no two of them can say whose the same address is, once all are read. Errors: throws refusal.
void settle_email_domains(const std::vector<oidc::provider_settings*>& all, std::string_view file);

}  // namespace jamhall::app
