// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/local_time.hpp"
#include "engine/identity/login_cookie.hpp"
#include "engine/identity/logins.hpp"
#include "engine/live/hall.hpp"
#include "engine/net/connection.hpp"
#include "engine/net/flush_list.hpp"
#include "engine/net/origins.hpp"
#include "engine/net/security_headers.hpp"
#include "engine/net/server.hpp"
#include "engine/net/static_files.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace jamhall::net {

using tcp = boost::asio::ip::tcp;
using tcp_acceptor = boost::asio::basic_socket_acceptor<tcp, boost::asio::io_context::executor_type>;
using tcp_socket = boost::asio::basic_stream_socket<tcp, boost::asio::io_context::executor_type>;

/// What belongs to one worker. Runs on: that worker.
struct worker_parts {
    explicit worker_parts(tcp_acceptor listening)
        : acceptor{std::move(listening)}, to_flush{acceptor.get_executor()}
    {
    }

    tcp_acceptor acceptor;
    flush_list to_flush;
    connection_list open;
};

/// What every request may need. Runs on: any worker; only what says so changes.
struct server_parts : std::enable_shared_from_this<server_parts> {
    server_parts(live::hall& of, const server_options& options,
                 std::vector<std::unique_ptr<worker_parts>> listening, std::uint16_t port);

    /// Counts the open connections and keeps this alive as long as there is one.
    std::shared_ptr<std::atomic<std::size_t>> connection_count()
    {
        return {shared_from_this(), &open_connections};
    }

    live::hall& hall;
    const base::zone_resolver zones;
    const origins from;
    const security_headers headers;
    const static_files files;
    const identity::login_cookie cookie;
    identity::logins logins;  ///< guards itself
    std::vector<std::unique_ptr<worker_parts>> by_worker;
    std::atomic<std::size_t> open_connections = 0;
    std::atomic<bool> is_stopping = false;
};

}  // namespace jamhall::net
