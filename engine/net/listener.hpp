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

/// The doors of the hall: for each worker one on the same address and port, over which the kernel spreads new
/// connections (SO_REUSEPORT); the others, which few use, on the first worker.
/// Errors: throws listen_error with one sentence that names the address.
std::vector<std::unique_ptr<worker_parts>> listen(const server_options& options, live::workers& on);

/// Accepts connections at one door of one worker until it is closed.
base::task<> accept_connections(server_parts* server, std::size_t worker, std::size_t which);

}  // namespace jamhall::net
