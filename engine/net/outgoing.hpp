// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/live/receiver.hpp"
#include "engine/net/send_queue.hpp"
#include "engine/net/server_parts.hpp"

#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <cstdint>
#include <memory>
#include <optional>

namespace jamhall::net {

/// Without permessage-deflate: compressing for each reader anew costs more than it saves.
using ws_stream = boost::beast::websocket::stream<tcp_socket, false>;

/// The outgoing side of one socket: a bounded queue and at most one write in flight. Beast writes one
/// message at a time, so each frame of the queue is a write of its own.
/// Runs on: the connection's worker. The connection outlives it; `keep` holds the connection meanwhile.
class outgoing {
public:
    explicit outgoing(ws_stream& stream) : stream_{stream} {}

    /// Queues a frame and writes it when its turn comes. False when the queue is over its bound; the frame
    /// is dropped. Does nothing once closing.
    bool send(live::frame f, const std::shared_ptr<void>& keep);

    /// Closes with this code once what is queued has gone out. The first code stands.
    void close(std::uint16_t code, const std::shared_ptr<void>& keep);

    /// Drops what is queued behind the frame being written, and closes.
    void close_now(std::uint16_t code, const std::shared_ptr<void>& keep);

    bool is_closing() const { return closing_.has_value(); }

private:
    void go_on(const std::shared_ptr<void>& keep);

    ws_stream& stream_;
    send_queue queue_;
    std::optional<std::uint16_t> closing_;
    bool is_writing_ = false;  ///< or writing the close frame, after which nothing is written
};

}  // namespace jamhall::net
