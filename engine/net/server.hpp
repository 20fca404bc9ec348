// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/asio.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

namespace jamhall::live {
class hall;
class workers;
}  // namespace jamhall::live

namespace jamhall::net {

struct server_options {
    std::string listen_host = "127.0.0.1";  ///< a numeric address, or localhost
    std::uint16_t listen_port = 8080;       ///< 0: any free one
    std::string public_url;                 ///< https://HOST or http://HOST:PORT; empty: the listen address
    std::filesystem::path web_client;       ///< folder of the built client
    std::chrono::milliseconds drain_time{10'000};  ///< how long stop() waits for connections to end
};

/// Where a started server is reached.
struct listening_at {
    std::string host;
    std::uint16_t port = 0;
    std::string url;         ///< http://HOST:PORT, to be printed
    std::string public_url;  ///< what links begin with, without a slash at the end
};

/// The address cannot be listened on; one sentence for people.
class listen_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct server_parts;

/// The outside of a hall: a listener on each worker, HTTP, sockets, static files and logins.
/// Runs on: made, started and destroyed by the main thread; stop() by a coroutine on the first worker.
class server {
public:
    server(live::hall& of, live::workers& on, server_options options);
    ~server();
    server(const server&) = delete;
    server& operator=(const server&) = delete;

    /// Listens and begins to accept; the workers need not run yet.
    /// Errors: throws listen_error; std::invalid_argument for a public URL that is none;
    /// std::runtime_error when the web client's files cannot be read.
    listening_at start();

    /// Accepts nothing more, stops the hall's jams (what was accepted becomes durable and is answered),
    /// closes sockets with 4002 and waits up to drain_time for the connections to end.
    base::task<> stop();

private:
    server_options options_;
    live::hall& hall_;
    live::workers& workers_;
    std::shared_ptr<server_parts> parts_;
};

}  // namespace jamhall::net
