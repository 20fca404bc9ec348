// SPDX-License-Identifier: Apache-2.0
#include "engine/net/listener.hpp"

#include "engine/base/log.hpp"
#include "engine/base/metrics.hpp"
#include "engine/net/http_connection.hpp"
#include "engine/net/origins.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/steady_timer.hpp>
#include <sys/socket.h>

#include <optional>
#include <string_view>

namespace jamhall::net {
namespace asio = boost::asio;
using boost::system::error_code;
namespace {

/// Room for an opening bell: the kernel cuts this to net.core.somaxconn.
constexpr int backlog_max = 4'096;

/// How long to wait when the process has no file descriptor left for one more connection.
constexpr std::chrono::milliseconds exhausted_wait{100};

/// What an address gets that holds too many lines or opens them too fast, as far as its line takes it at once.
constexpr std::string_view too_many_lines =
    "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 10\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

using reuse_port = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

tcp::endpoint endpoint_of(const endpoint& asked)
{
    error_code ec;
    const std::string host = asked.host == "localhost" ? "127.0.0.1" : asked.host;
    const auto address = asio::ip::make_address(host, ec);
    if (ec)
        throw listen_error{"Cannot listen on \"" + asked.host + "\": it is not a numeric address."};
    return {address, asked.port};
}

[[noreturn]] void fail(const tcp::endpoint& at, const error_code& why)
{
    const std::string where = written_endpoint(at.address().to_string(), at.port());
    if (why == asio::error::address_in_use)
        throw listen_error{"Cannot listen on " + where + ": the port is already in use."};
    if (why == asio::error::access_denied)
        throw listen_error{"Cannot listen on " + where + ": this user may not use this port."};
    throw listen_error{"Cannot listen on " + where + ": " + why.message() + "."};
}

tcp_acceptor listening_socket(asio::io_context& loop, const tcp::endpoint& at, bool shares_port)
{
    tcp_acceptor made{loop.get_executor()};
    error_code ec;
    made.open(at.protocol(), ec);
    if (!ec && at.protocol() == tcp::v6())
        made.set_option(asio::ip::v6_only{false}, ec);
    if (!ec)
        made.set_option(asio::socket_base::reuse_address{true}, ec);
    if (!ec && shares_port)
        made.set_option(reuse_port{true}, ec);
    if (!ec)
        made.bind(at, ec);
    if (!ec)
        made.listen(backlog_max, ec);
    if (ec)
        fail(at, ec);
    return made;
}

/// Whether the client hung up while it waited to be accepted: nothing is wrong here.
bool is_gone(const error_code& ec)
{
    return ec == asio::error::connection_aborted || ec == asio::error::connection_reset ||
           ec == boost::system::errc::protocol_error;
}

/// The line with its place, unless its address has too many: that one is told and let go.
std::optional<accepted_line> admitted(server_parts& server, tcp_socket socket, speech spoken)
{
    error_code ec;
    const auto peer = socket.remote_endpoint(ec).address();
    if (ec)
        return std::nullopt;
    accepted_line accepted{std::move(socket), spoken, peer, {}};
    if (server.clients.is_trusted(as_itself(peer)))
        return accepted;
    auto place = server.brakes.take_line(peer);
    if (place) {
        accepted.place = std::move(*place);
        return accepted;
    }
    base::metrics().lines_refused.add();
    if (spoken != speech::https)
        ::send(accepted.socket.native_handle(), too_many_lines.data(), too_many_lines.size(),
               MSG_NOSIGNAL | MSG_DONTWAIT);
    return std::nullopt;
}

}  // namespace

std::vector<std::unique_ptr<worker_parts>> listen(const server_options& options, live::workers& on)
{
    tcp::endpoint at = endpoint_of({options.listen_host, options.listen_port});
    const bool shares_port = on.size() > 1;
    // A shared port would also be shared with another server that shares it: ask for it alone first.
    if (shares_port && at.port() != 0)
        listening_socket(on.at(0).loop, at, false).close();

    std::vector<std::unique_ptr<worker_parts>> listening;
    for (std::size_t i = 0; i < on.size(); ++i) {
        listening.push_back(std::make_unique<worker_parts>(on.at(i).loop.get_executor()));
        auto& doors = listening.back()->doors;
        doors.push_back(
            {listening_socket(on.at(i).loop, at, shares_port), options.tls ? speech::https : speech::http});
        at.port(doors.back().acceptor.local_endpoint().port());
    }
    auto& first = listening.front()->doors;
    if (options.redirect_from)
        first.push_back(
            {listening_socket(on.at(0).loop, endpoint_of(*options.redirect_from), false), speech::redirect});
    if (options.local)
        first.push_back({listening_socket(on.at(0).loop, endpoint_of(*options.local), false), speech::http});
    return listening;
}

base::task<> accept_connections(server_parts* server, std::size_t worker, std::size_t which)
{
    auto& [acceptor, spoken] = server->by_worker[worker]->doors[which];
    asio::steady_timer wait{acceptor.get_executor()};
    while (acceptor.is_open()) {
        auto [ec, socket] = co_await acceptor.async_accept(base::as_result);
        if (ec == asio::error::operation_aborted)
            break;
        if (is_gone(ec))
            continue;
        if (ec) {
            if (server->tells_of_no_file.is_due())
                base::log(base::log_level::warning, "cannot accept a connection", {{"error", ec.message()}});
            wait.expires_after(exhausted_wait);
            co_await wait.async_wait(base::as_result);
            continue;
        }
        auto accepted = admitted(*server, std::move(socket), spoken);
        if (!accepted)
            continue;
        const auto made = std::make_shared<http_connection>(*server, worker, std::move(*accepted));
        asio::co_spawn(acceptor.get_executor(), serve(made), asio::detached);
    }
}

}  // namespace jamhall::net
