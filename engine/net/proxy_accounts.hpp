// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/net/client.hpp"
#include "engine/oidc/provider_settings.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::net {

struct exchange;

/// Accounts that a trusted proxy has signed in and names in headers of each request it passes on (docs/operating.md).
struct proxy_accounts {
    std::string person_header;  ///< what tells one account from all others, and stays
    oidc::provider_settings
        says;  ///< what the others give: each is a claim of its name, the address a verified one
    /// A socket that was opened under an account is closed after this long at most, to come back with the proxy's word.
    std::chrono::seconds asked_again_after{15 * 60};
};

/// The headers about an account beside the person's.
std::vector<std::string> account_headers(const proxy_accounts& settings);

/// The account that the proxy names; nothing where no trusted proxy vouches for the request, or it names none or two.
std::optional<oidc::account> account_named_in(const http_request& asked, const client& from,
                                              const proxy_accounts& settings);

/// What its way in is called in addresses and the log; no provider is called so.
inline constexpr std::string_view proxy_sign_in = "proxy";

/// The account that the proxy names, as it is kept. Empty where accounts are not its business or it names none.
std::string account_of(const exchange& e);

/// A header about accounts that came although no person is named: the proxy lets what clients send through. Empty: none.
std::string header_let_through(const exchange& e);

}  // namespace jamhall::net
