// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/local_time.hpp"
#include "engine/identity/code_tries.hpp"
#include "engine/identity/login_cookie.hpp"
#include "engine/identity/logins.hpp"
#include "engine/identity/mail_sign_in.hpp"
#include "engine/live/hall.hpp"
#include "engine/mail/post_office.hpp"
#include "engine/net/client.hpp"
#include "engine/net/client_brakes.hpp"
#include "engine/net/connection.hpp"
#include "engine/net/flush_list.hpp"
#include "engine/net/now_and_then.hpp"
#include "engine/net/origins.hpp"
#include "engine/net/security_headers.hpp"
#include "engine/net/server.hpp"
#include "engine/net/shared_reports.hpp"
#include "engine/net/static_files.hpp"
#include "engine/net/tls_context.hpp"
#include "engine/oidc/providers.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace jamhall::net {

using tcp = boost::asio::ip::tcp;
using tcp_acceptor = boost::asio::basic_socket_acceptor<tcp, boost::asio::io_context::executor_type>;
using tcp_socket = boost::asio::basic_stream_socket<tcp, boost::asio::io_context::executor_type>;

/// What is spoken at a door.
enum class speech : std::uint8_t {
    http,
    https,
    redirect,  ///< http, and nothing but where to go instead
};

struct door {
    tcp_acceptor acceptor;
    speech spoken = speech::http;
};

/// What belongs to one worker. Runs on: that worker.
struct worker_parts {
    explicit worker_parts(boost::asio::io_context::executor_type loop) : to_flush{loop} {}

    std::vector<door> doors;  ///< the hall's own first
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
    const std::shared_ptr<tls_context> tls;  ///< null where the hall speaks none
    const line_times times;
    const client_finder clients;
    const std::optional<net::proxy_accounts> proxy_accounts;
    client_brakes brakes;    ///< guards itself
    shared_reports reports;  ///< guards itself
    now_and_then tells_of_unknown_proxy{std::chrono::minutes{10}};
    now_and_then tells_of_unnamed_account{std::chrono::minutes{1}};
    now_and_then tells_of_brakes{std::chrono::minutes{1}};
    now_and_then tells_of_unknown_try{std::chrono::seconds{1}};
    now_and_then tells_of_no_file{std::chrono::seconds{1}};  ///< for all workers: they run out together
    const identity::login_cookie cookie;
    const identity::login_cookie mail_cookie;  ///< tells the browser that asked for a mail
    const identity::login_cookie oidc_cookie;  ///< of a browser that is signing in at a provider
    identity::logins logins;                   ///< guards itself
    identity::mail_sign_in mail_sign_in;       ///< any worker
    identity::code_tries code_tries;           ///< guards itself
    mail::post_office post;                    ///< guards itself
    oidc::providers providers;                 ///< guards itself
    std::vector<std::unique_ptr<worker_parts>> by_worker;
    std::atomic<std::size_t> open_connections = 0;
    std::atomic<bool> is_stopping = false;
};

}  // namespace jamhall::net
