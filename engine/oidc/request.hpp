// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/openid_in.hpp"
#include "engine/oidc/attempt.hpp"
#include "engine/oidc/provider_settings.hpp"
#include "engine/outbound/fetcher.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jamhall::oidc {

/// Names and values as in a form or a query. Source: RFC 6749 appendix B.
std::string form_of(const std::vector<std::pair<std::string_view, std::string>>& fields);

/// One value in a form.
std::string form_escaped(std::string_view value);

/// Where the browser goes to sign in: the code flow with PKCE, and nothing else ever.
/// Source: OpenID Connect Core 1.0 section 3.1.2.1, RFC 7636 section 4.3.
std::string sign_in_address(const codec::provider_document& at, const provider_settings& settings,
                            const attempt& begun, std::string_view state, std::string_view come_back_to);

/// What turns a code into tokens. Source: RFC 6749 sections 2.3.1 and 4.1.3, RFC 7636 section 4.5.
outbound::fetch_request token_request(const codec::provider_document& at, const provider_settings& settings,
                                      const attempt& begun, std::string_view code,
                                      std::string_view come_back_to);

}  // namespace jamhall::oidc
