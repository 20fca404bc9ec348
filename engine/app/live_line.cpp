// SPDX-License-Identifier: Apache-2.0
#include "engine/app/live_line.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

namespace jamhall::app {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
namespace {

constexpr std::chrono::seconds connect_time_max{10};

/// Only the first this many frames wait; a server that takes none of them is not listening any more.
constexpr std::size_t waiting_frames_max = 100;

}  // namespace

live_line::live_line(asio::io_context& loop) : ws_{loop} {}

base::task<> live_line::open(server_address at, std::string jam, std::string token)
{
    const auto self = shared_from_this();
    asio::ip::tcp::resolver resolver{co_await asio::this_coro::executor};
    auto& stream = beast::get_lowest_layer(ws_);
    stream.expires_after(connect_time_max);
    const auto found = co_await resolver.async_resolve(at.host, at.port, base::or_throw);
    co_await stream.async_connect(found, base::or_throw);
    stream.expires_never();  // the WebSocket keeps time from here on
    ws_.set_option(websocket::stream_base::timeout::suggested(beast::role_type::client));
    const auto add_headers = [token](websocket::request_type& asked) {
        asked.set(beast::http::field::authorization, "Bearer " + token);
        asked.set(beast::http::field::sec_websocket_protocol, "jamhall.v1");
    };
    ws_.set_option(websocket::stream_base::decorator{add_headers});
    const std::string target = "/api/v1/jams/" + percent_encoded(jam) + "/live";
    const std::string host = at.host + ":" + at.port;
    co_await ws_.async_handshake(host, target, base::or_throw);
    ws_.text(true);
}

base::task<std::optional<std::string>> live_line::next()
{
    const auto self = shared_from_this();
    buffer_.clear();
    const auto [ec, size] = co_await ws_.async_read(buffer_, base::as_result);
    if (ec)
        co_return std::nullopt;
    co_return beast::buffers_to_string(buffer_.data());
}

void live_line::send(std::string frame)
{
    if (!ws_.is_open() || waiting_.size() >= waiting_frames_max)
        return;
    waiting_.push_back(std::move(frame));
    if (!std::exchange(is_writing_, true))
        asio::co_spawn(ws_.get_executor(), write_waiting(), asio::detached);
}

base::task<> live_line::write_waiting()
{
    const auto self = shared_from_this();
    while (!waiting_.empty()) {
        const auto [ec, size] = co_await ws_.async_write(asio::buffer(waiting_.front()), base::as_result);
        if (ec)
            co_return;  // whoever reads hears of it
        waiting_.pop_front();
    }
    is_writing_ = false;
}

}  // namespace jamhall::app
