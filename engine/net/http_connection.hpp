// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/asio.hpp"
#include "engine/net/body_reader.hpp"
#include "engine/net/client_line.hpp"
#include "engine/net/connection.hpp"
#include "engine/net/exchange.hpp"
#include "engine/net/request_guard.hpp"
#include "engine/net/server_parts.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>

namespace jamhall::net {

/// How much longer a large body or reply may take: at 64 KiB a second or better.
inline std::chrono::seconds paced(std::size_t bytes)
{
    return std::chrono::seconds{bytes / (64 * std::size_t{1024})};
}

/// A line as it was accepted.
struct accepted_line {
    tcp_socket socket;
    speech spoken = speech::http;
    ip_address peer;
    client_brakes::place place;
};

/// One HTTP connection: reads requests, has them answered, writes the replies, until either side is
/// done or it becomes a socket.
/// Runs on: its worker, every member.
class http_connection final : public connection, public std::enable_shared_from_this<http_connection> {
public:
    http_connection(server_parts& server, std::size_t worker, accepted_line accepted);
    ~http_connection() override;

    void stop() noexcept override;
    void cut() noexcept override;

private:
    friend base::task<> serve(std::shared_ptr<http_connection> self);

    static base::task<bool> shake_hands(std::shared_ptr<http_connection> self);
    static base::task<std::optional<head_state>> receive_head(std::shared_ptr<http_connection> self);
    std::optional<reply> read_head(exchange& e);
    static base::task<bool> answer_one(std::shared_ptr<http_connection> self);
    static base::task<std::optional<reply>> read_body(std::shared_ptr<http_connection> self, exchange_ptr e);

    static base::task<body_state> receive_body(std::shared_ptr<http_connection> self, exchange_ptr e,
                                               body_reader reader);

    /// The reply, or nothing when the request is an upgrade that may go ahead.
    static base::task<std::optional<reply>> answer(std::shared_ptr<http_connection> self, exchange_ptr e);

    bool is_flooding(boost::beast::http::status answered);
    static base::task<bool> write(std::shared_ptr<http_connection> self, exchange_ptr e, reply r);
    static base::task<> linger(std::shared_ptr<http_connection> self);

    /// Cuts the line unless one of these is called again in time.
    void expires_after(std::chrono::seconds wait);
    void expires_never();
    void look_at_deadline();
    bool may_wait_on();

    server_parts& server_;
    const std::size_t worker_;
    const ip_address peer_;
    const client_brakes::place place_;
    const speech spoken_;
    client_line line_;
    boost::asio::steady_timer deadline_;
    boost::beast::flat_buffer buffer_;
    bool waits_for_request_ = true;
    bool has_answered_ = false;
    bool has_begun_request_ = false;  ///< the next one, as far as a look at the deadline has seen
    int looks_at_idle_ = 0;
    std::uint32_t braked_in_row_ = 0;
};

/// Serves a connection to its end. The one place where failures of a connection are caught.
base::task<> serve(std::shared_ptr<http_connection> self);

}  // namespace jamhall::net
