// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/asio.hpp"
#include "engine/net/connection.hpp"
#include "engine/net/exchange.hpp"
#include "engine/net/server_parts.hpp"

#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <cstddef>
#include <memory>
#include <optional>

namespace jamhall::net {

/// One HTTP connection: reads requests, has them answered, writes the replies, until either side is
/// done or it becomes a socket.
/// Runs on: its worker, every member.
class http_connection final : public connection {
public:
    http_connection(server_parts& server, std::size_t worker, tcp_socket socket);
    ~http_connection() override;

    void stop() noexcept override;
    void cut() noexcept override;

private:
    friend base::task<> serve(std::shared_ptr<http_connection> self);

    using stream = boost::beast::basic_stream<tcp, boost::asio::io_context::executor_type>;

    static base::task<bool> answer_one(std::shared_ptr<http_connection> self);
    static base::task<std::optional<reply>> read_body(std::shared_ptr<http_connection> self, exchange_ptr e);

    /// The reply, or nothing when the request is an upgrade that may go ahead.
    static base::task<std::optional<reply>> answer(std::shared_ptr<http_connection> self, exchange_ptr e);

    static base::task<bool> write(std::shared_ptr<http_connection> self, exchange_ptr e, reply r);
    static base::task<> linger(std::shared_ptr<http_connection> self);

    server_parts& server_;
    const std::size_t worker_;
    const bool is_loopback_;
    stream stream_;
    boost::beast::flat_buffer buffer_;
    bool waits_for_request_ = true;
};

/// Serves a connection to its end. The one place where failures of a connection are caught.
base::task<> serve(std::shared_ptr<http_connection> self);

}  // namespace jamhall::net
