// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/app/config_section.hpp"
#include "engine/net/client.hpp"
#include "engine/net/proxy_accounts.hpp"

#include <optional>

namespace jamhall::app {

/// The section [proxy] of a config file (docs/operating.md).
struct proxy_settings {
    net::proxy_options who;
    std::optional<net::proxy_accounts> accounts;  ///< [proxy.accounts]
};

/// Errors: throws refusal naming line, setting and what it can be.
proxy_settings read_proxy(config_section in);

}  // namespace jamhall::app
