// SPDX-License-Identifier: Apache-2.0
#include "engine/net/listener.hpp"

#include "engine/base/log.hpp"
#include "engine/net/http_connection.hpp"
#include "engine/net/origins.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/steady_timer.hpp>
#include <sys/socket.h>

namespace jamhall::net {
namespace asio = boost::asio;
using boost::system::error_code;
namespace {

/// Room for an opening bell: the kernel cuts this to net.core.somaxconn.
constexpr int backlog_max = 4'096;

/// How long to wait when the process has no file descriptor left for one more connection.
constexpr std::chrono::milliseconds exhausted_wait{100};

using reuse_port = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

tcp::endpoint endpoint_of(const server_options& options)
{
    error_code ec;
    const std::string host = options.listen_host == "localhost" ? "127.0.0.1" : options.listen_host;
    const auto address = asio::ip::make_address(host, ec);
    if (ec)
        throw listen_error{"Cannot listen on \"" + options.listen_host + "\": it is not a numeric address."};
    return {address, options.listen_port};
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

}  // namespace

std::vector<std::unique_ptr<worker_parts>> listen(const server_options& options, live::workers& on)
{
    tcp::endpoint at = endpoint_of(options);
    const bool shares_port = on.size() > 1;
    // A shared port would also be shared with another server that shares it: ask for it alone first.
    if (shares_port && at.port() != 0)
        listening_socket(on.at(0).loop, at, false).close();

    std::vector<std::unique_ptr<worker_parts>> listening;
    for (std::size_t i = 0; i < on.size(); ++i) {
        listening.push_back(std::make_unique<worker_parts>(listening_socket(on.at(i).loop, at, shares_port)));
        at.port(listening.back()->acceptor.local_endpoint().port());
    }
    return listening;
}

base::task<> accept_connections(server_parts* server, std::size_t worker)
{
    tcp_acceptor& acceptor = server->by_worker[worker]->acceptor;
    asio::steady_timer wait{acceptor.get_executor()};
    while (acceptor.is_open()) {
        auto [ec, socket] = co_await acceptor.async_accept(base::as_result);
        if (ec == asio::error::operation_aborted)
            break;
        if (ec) {
            base::log(base::log_level::warning, "cannot accept a connection", {{"error", ec.message()}});
            wait.expires_after(exhausted_wait);
            co_await wait.async_wait(base::as_result);
            continue;
        }
        const auto accepted = std::make_shared<http_connection>(*server, worker, std::move(socket));
        asio::co_spawn(acceptor.get_executor(), serve(accepted), asio::detached);
    }
}

}  // namespace jamhall::net
