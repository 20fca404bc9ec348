// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/live/receiver.hpp"
#include "engine/net/client_line.hpp"
#include "engine/net/flush_list.hpp"
#include "engine/net/send_queue.hpp"
#include "engine/net/socket_budget.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/compose.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/core/saved_handler.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <boost/beast/websocket/teardown.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

namespace jamhall::net {

/// Who has a gate: told to hang up when the line takes no more, or when the other side floods it.
class gate_owner {
public:
    gate_owner() = default;
    gate_owner(const gate_owner&) = delete;
    gate_owner& operator=(const gate_owner&) = delete;
    virtual ~gate_owner() = default;

    virtual void hang_up(live::close_code why) noexcept = 0;
    virtual void end_flood() noexcept = 0;
};

/// The stream below a `websocket::stream`, which owns the outgoing side of the socket. Beast keeps handshake,
/// reading, pings and closing, and what it writes enters here whole and in order; beside it the hub puts whole
/// frames that were encoded once for everybody. A flush is one system call over all that waits, without a
/// completion handler, a copy or an allocation; a line that takes no more is asked once when it is writable. Over TLS
/// what waits is copied together and leaves as full records.
/// Runs on: its connection's worker, every member.
class frame_gate final : public live::receiver, public flush_list::member {
public:
    using executor_type = tcp_socket::executor_type;
    using next_layer_type = tcp_socket;

    frame_gate(client_line over, flush_list& flushed_by);

    /// Who holds this gate, kept alive while the gate waits for the line.
    void owned_by(std::weak_ptr<gate_owner> owner) { owner_ = std::move(owner); }

    executor_type get_executor() noexcept { return line_.get_executor(); }
    tcp_socket& next_layer() noexcept { return line_.socket(); }
    const tcp_socket& next_layer() const noexcept { return line_.socket(); }

    /// Queues a whole frame; it leaves with the worker's next flush.
    void deliver(const live::frame& f) noexcept override;
    void hang_up(live::close_code why) noexcept override;

    /// From now on frames are dropped; what Beast writes, such as the close frame, still leaves.
    void deliver_nothing_more() { takes_frames_ = false; }

    /// Nothing more goes in or out; from now on it may end on any worker.
    void end();

    /// Limits how often it reads; who reads more often than that is sent a flood.
    void limit_reads() { reads_.begin(); }

    /// Nothing more is sent; the other side hears of it.
    void end_sending() noexcept { line_.end_sending(); }

    /// Drops what has not begun to leave.
    void drop_waiting();

    /// Sends as much as the line takes at once, and the rest when it takes more.
    void flush() override;

    template <class Buffers, class Handler>
    auto async_read_some(const Buffers& buffers, Handler&& then)
    {
        if (!reads_.take())
            end_flood();
        return line_.async_read_some(buffers, std::forward<Handler>(then));
    }

    /// What Beast writes by itself: the handshake's response, pings, pongs and the close frame. Small, so it is
    /// copied behind what waits and is done with at once.
    template <class Buffers, class Handler>
    auto async_write_some(const Buffers& buffers, Handler&& then)
    {
        return boost::asio::async_initiate<Handler, void(boost::system::error_code, std::size_t)>(
            write_initiation{*this}, then, buffers);
    }

    /// Calls once everything that waits has left, or can no longer leave.
    template <class Handler>
    void when_empty(Handler then)
    {
        if (queue_.empty())
            return boost::asio::post(get_executor(), std::move(then));
        on_empty_.emplace(std::move(then));
        tells_empty_ = true;
    }

private:
    struct write_initiation {
        frame_gate& gate;

        template <class Handler, class Buffers>
        void operator()(Handler then, const Buffers& buffers) const
        {
            const auto [failed, size] = gate.take(boost::beast::buffers_to_string(buffers));
            boost::asio::post(gate.get_executor(),
                              boost::beast::bind_front_handler(std::move(then), failed, size));
        }
    };

    std::pair<boost::system::error_code, std::size_t> take(std::string bytes);
    std::ptrdiff_t send_waiting();
    std::ptrdiff_t send_encrypted();
    void end_flood() noexcept;
    void forget_sent(std::size_t bytes);
    void wait_for_room();
    void fail();

    // What a delivery and a flush touch stands together.
    bool takes_frames_ = true;
    bool is_upgrading_ = true;  ///< Beast's first write is the answer to the upgrade
    bool is_waiting_ = false;   ///< for the line to take more
    bool is_closed_ = false;    ///< a close frame has been queued, or the line is broken
    bool tells_empty_ = false;
    std::size_t sent_of_first_ = 0;  ///< bytes
    send_queue queue_;

    client_line line_;
    std::size_t owed_record_ = 0;  ///< bytes of a TLS record that has begun to leave
    flood_brake reads_{reads_per_socket};
    std::weak_ptr<gate_owner> owner_;
    boost::beast::saved_handler on_empty_;
};

/// Without permessage-deflate: compressing for each reader anew costs more than it saves.
using ws_stream = boost::beast::websocket::stream<frame_gate, false>;

/// Drops what the other side still sends until it ends the line, and ends it then. Closing over unread bytes would reset
/// the line, and a reset overtakes the close frame; Beast's own teardown stops after the first piece (1.81).
struct line_drain {
    tcp_socket& line;
    bool has_begun = false;

    template <class Self>
    void operator()(Self& self, boost::system::error_code ec = {})
    {
        if (!std::exchange(has_begun, true))
            return boost::asio::post(line.get_executor(), std::move(self));
        if (!ec)
            ec = drop_what_came(line);
        if (ec == boost::asio::error::would_block)
            return line.async_wait(tcp_socket::wait_read, std::move(self));
        boost::system::error_code ignored;
        line.close(ignored);
        self.complete(ec == boost::asio::error::eof ? boost::system::error_code{} : ec);
    }

    /// Errors: would_block when more may come, eof when nothing does.
    static boost::system::error_code drop_what_came(tcp_socket& line);
};

/// Ends the line once what waits has left. Found by Beast through argument-dependent lookup, which also bounds how long
/// it may take.
template <class Handler>
void async_teardown(boost::beast::role_type, frame_gate& gate, Handler&& then)
{
    auto end = [&gate, then = std::forward<Handler>(then)](boost::system::error_code = {}) mutable {
        gate.end_sending();
        boost::asio::async_compose<std::decay_t<Handler>, void(boost::system::error_code)>(
            line_drain{gate.next_layer()}, then, gate.next_layer());
    };
    gate.when_empty(std::move(end));
}

}  // namespace jamhall::net
