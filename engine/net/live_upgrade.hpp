// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/asio.hpp"
#include "engine/net/exchange.hpp"
#include "engine/net/reply.hpp"

#include <optional>

namespace jamhall::net {

/// Whether a routed request asks for a jam's socket.
bool is_live_upgrade(const exchange& e);

/// Judges an upgrade and fills in its exchange: how many come from its address (429), the subprotocol (400), the jam (404), who asks and from
/// which page (403), whether one more socket fits (429) and the jam goes on (409). Gives the problem to
/// answer with when not.
base::task<std::optional<reply>> check_live_upgrade(exchange_ptr e);

}  // namespace jamhall::net
