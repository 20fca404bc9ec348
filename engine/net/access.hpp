// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/asio.hpp"
#include "engine/net/exchange.hpp"
#include "engine/net/origins.hpp"
#include "engine/net/reply.hpp"

#include <optional>
#include <string_view>

namespace jamhall::net {

/// Finds out who asks (Authorization: Bearer, else the login cookie), finds the jam the path names and
/// asks the jam's committed state whether this caller may use the route, and whether this person and this jam have not
/// asked too often. Fills in the exchange; gives the problem to answer with when not.
base::task<std::optional<reply>> check_access(exchange_ptr e, access needed);

/// Whether whoever sent this may manage a jam beside the one it is about. After check_access.
base::task<bool> may_manage(exchange_ptr e, sessions::slug jam);

/// The token of `Authorization: Bearer TOKEN`. Nothing without the header or with another scheme.
std::optional<std::string_view> bearer_in(std::string_view authorization);

/// Whether a browser sent this from one of our own pages, judged by Origin, else by Sec-Fetch-Site. A
/// request with neither is not: browsers send them, and programs have no need of a cookie.
bool is_from_own_page(const http_request& request, const origins& ours);

/// Whether the page that opens a socket may: a token proves itself, so programs need no Origin; a cookie
/// comes with any page's upgrade, so its Origin must be ours. A foreign Origin is refused either way.
bool may_open_socket(const http_request& request, const origins& ours);

}  // namespace jamhall::net
