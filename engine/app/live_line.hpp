// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/app/http_client.hpp"
#include "engine/base/asio.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

namespace jamhall::app {

/// One WebSocket connection to a jam, as any client of the contract has it (section 6).
/// Runs on: the loop it was made with, every member; that loop has one thread.
class live_line : public std::enable_shared_from_this<live_line> {
public:
    explicit live_line(boost::asio::io_context& loop);

    /// Connects and speaks the opening handshake. Errors: throws boost::system::system_error.
    base::task<> open(server_address at, std::string jam, std::string token);

    /// The next frame; nothing once the line is closed.
    base::task<std::optional<std::string>> next();

    /// Sends behind what waits already; on a closed line it goes nowhere.
    void send(std::string frame);

    /// The code it was closed with; 0 when it broke.
    std::uint16_t close_code() const { return ws_.reason().code; }

private:
    base::task<> write_waiting();

    boost::beast::websocket::stream<boost::beast::tcp_stream> ws_;
    boost::beast::flat_buffer buffer_;
    std::deque<std::string> waiting_;
    bool is_writing_ = false;
};

}  // namespace jamhall::app
