// SPDX-License-Identifier: Apache-2.0
#include "engine/net/server.hpp"

#include "engine/clock/real_time.hpp"
#include "engine/clock/zones.hpp"
#include "engine/net/listener.hpp"
#include "engine/net/server_parts.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <utility>

namespace jamhall::net {
namespace asio = boost::asio;
namespace {

constexpr std::chrono::milliseconds drain_look_every{20};

/// Does something to every connection of every worker, each on its own worker.
template <class Work>
void on_each_worker(server_parts& parts, live::workers& workers, Work work)
{
    for (std::size_t i = 0; i < workers.size(); ++i) {
        asio::post(workers.at(i).loop, [&mine = *parts.by_worker[i], work] { work(mine); });
    }
}

void stop_accepting(worker_parts& mine)
{
    boost::system::error_code ignored;
    mine.acceptor.close(ignored);
}

template <void (connection::*end)() noexcept>
void end_connections(worker_parts& mine)
{
    for (auto c = mine.open.begin(); c != mine.open.end();) {
        connection& ended = *c++;  // ending may take it off the list
        (ended.*end)();
    }
}

}  // namespace

server_parts::server_parts(live::hall& of, const server_options& options,
                           std::vector<std::unique_ptr<worker_parts>> listening, std::uint16_t port)
    : hall{of},
      zones{clock::system_zones()},
      from{options.public_url, options.listen_host, port},
      headers{from},
      files{options.web_client},
      cookie{from.is_https()},
      logins{of.file(), of.storing().writer, clock::now()},
      by_worker{std::move(listening)}
{
}

server::server(live::hall& of, live::workers& on, server_options options)
    : options_{std::move(options)}, hall_{of}, workers_{on}
{
}

server::~server() = default;

listening_at server::start()
{
    auto listening = listen(options_, workers_);
    const std::uint16_t port = listening.front()->acceptor.local_endpoint().port();
    parts_ = std::make_shared<server_parts>(hall_, options_, std::move(listening), port);
    for (std::size_t i = 0; i < workers_.size(); ++i)
        asio::co_spawn(workers_.at(i).loop, accept_connections(parts_.get(), i), asio::detached);

    listening_at at;
    at.host = options_.listen_host;
    at.port = port;
    at.url = "http://" + written_endpoint(at.host, at.port);
    at.public_url = parts_->from.public_url();
    return at;
}

base::task<> server::stop()
{
    parts_->is_stopping = true;
    on_each_worker(*parts_, workers_, stop_accepting);
    // The jams answer what they accepted and hang up their own sockets; then whatever is left.
    co_await hall_.stop_jams();
    on_each_worker(*parts_, workers_, end_connections<&connection::stop>);

    asio::steady_timer wait{co_await asio::this_coro::executor};
    const auto deadline = std::chrono::steady_clock::now() + options_.drain_time;
    while (parts_->open_connections > 0 && std::chrono::steady_clock::now() < deadline) {
        wait.expires_after(drain_look_every);
        co_await wait.async_wait(base::as_result);
    }
    on_each_worker(*parts_, workers_, end_connections<&connection::cut>);
}

}  // namespace jamhall::net
