// SPDX-License-Identifier: Apache-2.0
#include "engine/net/live_upgrade.hpp"

#include "engine/net/access.hpp"
#include "engine/net/problem.hpp"
#include "engine/net/server_parts.hpp"
#include "engine/net/ws_connection.hpp"

#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include <algorithm>
#include <string>

namespace jamhall::net {
namespace {

bool offers_subprotocol(const http_request& request)
{
    const auto [first, last] = request.equal_range(http::field::sec_websocket_protocol);
    for (auto line = first; line != last; ++line) {
        for (const auto& offered : http::token_list{line->value()}) {
            if (offered == subprotocol)
                return true;
        }
    }
    return false;
}

/// One nonce of 16 bytes in base 64. Source: RFC 6455 section 4.2.1.
bool has_nonce(const http_request& request)
{
    constexpr std::size_t size = 24;
    const auto key = request[http::field::sec_websocket_key];
    const auto is_digit = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
               c == '/';
    };
    return request.count(http::field::sec_websocket_key) == 1 && key.size() == size && key.ends_with("==") &&
           std::ranges::all_of(key.substr(0, size - 2), is_digit);
}

}  // namespace

bool is_live_upgrade(const exchange& e)
{
    return e.route.to && e.route.to->pattern == live_pattern &&
           boost::beast::websocket::is_upgrade(e.request());
}

base::task<std::optional<reply>> check_live_upgrade(exchange_ptr e)
{
    if (const auto may_now = e->server.brakes.take_upgrade(e->from); !may_now)
        co_return problem_reply(may_now.error());
    if (!has_nonce(e->request()))
        co_return problem_reply(http::status::bad_request, "bad_request",
                                "A socket is opened with one Sec-WebSocket-Key of 16 bytes.");
    if (!offers_subprotocol(e->request()))
        co_return problem_reply(http::status::bad_request, "bad_subprotocol",
                                "Open this socket with the subprotocol " + std::string{subprotocol} + ".");
    if (!may_open_socket(e->request(), e->server.from))
        co_return not_allowed_reply("A socket must be opened from a page of this hall, or with a token.");
    std::optional<reply> refused = co_await check_access(e, access::jam_reader);
    if (refused && refused->status == http::status::unauthorized)
        co_return not_allowed_reply("Please sign in again, or send a token that is valid.");
    if (refused)
        co_return refused;
    if (e->no_socket)
        co_return problem_reply(*e->no_socket);
    co_return std::nullopt;
}

}  // namespace jamhall::net
