// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/openid_in.hpp"
#include "engine/oidc/provider_settings.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace jamhall::oidc {

/// Every claim the settings speak of, each once.
std::vector<std::string> claim_names(const provider_settings& settings);

/// Whether the settings let this provider say whose an address is: no two may say so of one address.
bool vouches_for(const provider_settings& settings, std::string_view email);

/// Whether an ID token leaves open something the settings ask for, so that userinfo is worth asking.
bool leaves_open(const codec::claims& says, const provider_settings& settings);

/// What the settings make of the claims: those of the ID token first, then those of userinfo.
account account_of(const provider_settings& settings, const codec::claims& token,
                   const codec::claims& userinfo);

}  // namespace jamhall::oidc
