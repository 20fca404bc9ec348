// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/asio.hpp"
#include "engine/live/workers.hpp"
#include "engine/net/server.hpp"
#include "engine/net/server_parts.hpp"

#include <cstddef>
#include <memory>
#include <vector>

namespace jamhall::net {

/// One listening socket for each worker, all on the same address and port. With several workers the
/// kernel spreads new connections over them (SO_REUSEPORT).
/// Errors: throws listen_error with one sentence that names the address.
std::vector<std::unique_ptr<worker_parts>> listen(const server_options& options, live::workers& on);

/// Accepts connections on one worker until the acceptor is closed.
base::task<> accept_connections(server_parts* server, std::size_t worker);

}  // namespace jamhall::net
