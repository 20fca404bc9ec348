// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/app/config_section.hpp"
#include "engine/oidc/provider_settings.hpp"

#include <string>
#include <vector>

namespace jamhall::app {

/// The providers of a config file, one for each [[oidc]] (docs/operating.md). Reads the files of their secrets.
/// Errors: throws refusal naming line, setting and what it can be.
std::vector<oidc::provider_settings> read_providers(std::vector<config_section> sections);

/// Errors: throws refusal when there is a provider and people come here by neither https nor a loopback address.
void require_safe_address(const std::vector<oidc::provider_settings>& providers,
                          const std::string& public_address);

}  // namespace jamhall::app
