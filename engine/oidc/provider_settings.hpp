// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace jamhall::oidc {

/// One rule of what a claim gives: it is there with this value (alone or in a list).
struct claim_rule {
    std::string claim;
    std::string value;
    std::string gives;  ///< a jam role, an audience or a hall role, by name

    friend bool operator==(const claim_rule&, const claim_rule&) = default;
};

/// A provider people may sign in with, as the hall's settings name it.
struct provider_settings {
    std::string id;     ///< in addresses
    std::string title;  ///< on the button
    std::string issuer;
    std::string client_id;
    std::string client_secret;  ///< empty: none, PKCE alone
    std::vector<std::string> scopes{"openid", "email", "profile"};
    std::string email_claim = "email";
    std::string email_verified_claim = "email_verified";
    std::string name_claim = "name";
    std::optional<std::chrono::seconds> authentication_age_max;  ///< max_age
    std::optional<std::chrono::hours> login_lasts;  ///< at most, from signing in here to the next time

    /// The domains of the addresses that its word counts for, in lower case.
    std::vector<std::string> email_domains;
    /// Beside them all that nobody else vouches for, and those that others do.
    bool vouches_for_the_rest = true;
    bool names_email_domains = false;  ///< the settings say which
    std::vector<std::string> email_domains_of_others;

    std::vector<std::string> hosts;  ///< host:port that may be asked beside the issuer's own
    std::string ca_file;             ///< authorities trusted instead of the system's
    std::vector<claim_rule> roles, audiences, hall_roles;
};

/// What a provider says about somebody who signed in.
struct account {
    std::string issuer;
    std::string subject;
    std::optional<std::string> email;  ///< only when the provider has verified it
    std::optional<std::string> name;
    std::vector<std::string> roles;  ///< what the rules give
    std::optional<std::string> audience;
    std::vector<std::string> hall_roles;
};

}  // namespace jamhall::oidc
