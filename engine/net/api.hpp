// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/asio.hpp"
#include "engine/net/exchange.hpp"
#include "engine/net/reply.hpp"

namespace jamhall::net {

/// One handler for each route of routes.cpp, grouped by noun as the files api_*.cpp are.

// Operations and documents
base::task<reply> get_healthz(exchange_ptr e);
base::task<reply> get_readyz(exchange_ptr e);
base::task<reply> get_metrics(exchange_ptr e);
base::task<reply> get_openapi(exchange_ptr e);
base::task<reply> get_asyncapi(exchange_ptr e);

}  // namespace jamhall::net
