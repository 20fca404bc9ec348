// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/asio.hpp"
#include "engine/identity/logins.hpp"
#include "engine/mail/smtp.hpp"
#include "engine/net/client.hpp"
#include "engine/net/client_brakes.hpp"
#include "engine/net/proxy_accounts.hpp"
#include "engine/net/tls_context.hpp"
#include "engine/oidc/provider_settings.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace jamhall::live {
class hall;
class workers;
}  // namespace jamhall::live

namespace jamhall::net {

/// How long a line may take for what.
struct line_times {
    std::chrono::seconds header{10};       ///< from the first byte, on a new line from the beginning
    std::chrono::seconds body{30};         ///< and more for a large one, as for a reply
    std::chrono::seconds handshake{10};    ///< of TLS, of a WebSocket
    std::chrono::seconds socket_idle{60};  ///< without a frame; half of it is the time between pings
};

struct endpoint {
    std::string host;
    std::uint16_t port = 0;
};

struct server_options {
    std::string listen_host = "127.0.0.1";  ///< a numeric address, or localhost
    std::uint16_t listen_port = 8080;       ///< 0: any free one
    std::optional<tls_options> tls;         ///< then that address speaks it
    std::optional<endpoint> redirect_from;  ///< http that sends everybody to the public URL
    std::optional<endpoint> local;          ///< http for this machine's own tools, beside TLS
    std::string public_url;                 ///< https://HOST or http://HOST:PORT; empty: the listen address
    std::optional<bool> hsts_subdomains;    ///< see security_headers
    std::filesystem::path web_client;       ///< folder of the built client
    client_limits limits;
    line_times times;
    proxy_options proxy;
    mail::mail_settings mail;
    std::vector<oidc::provider_settings> providers;  ///< to sign in with
    std::optional<proxy_accounts> accounts;          ///< that a trusted proxy names
    identity::login_lifetimes logins;
    std::chrono::milliseconds drain_time{10'000};  ///< how long stop() waits for connections to end
};

/// Where a started server is reached.
struct listening_at {
    std::string host;
    std::uint16_t port = 0;
    std::string url;                  ///< http://HOST:PORT or https://HOST:PORT, to be printed
    std::string public_url;           ///< what links begin with, without a slash at the end
    std::vector<std::string> others;  ///< URLs of the other doors: redirecting, this machine's own
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
    /// Errors: throws listen_error; certificate_error; std::invalid_argument for a public URL that is none;
    /// std::runtime_error when the web client's files cannot be read.
    listening_at start();

    /// Accepts nothing more, stops the hall's jams (what was accepted becomes durable and is answered),
    /// closes sockets with 4002 and waits up to drain_time for the connections to end.
    base::task<> stop();

    /// Reads certificate and key again; lines that are open go on. When they cannot be served the old ones stay. Says in
    /// the log what was done. Runs on: any worker.
    void renew_certificate();

private:
    server_options options_;
    live::hall& hall_;
    live::workers& workers_;
    std::shared_ptr<server_parts> parts_;
};

}  // namespace jamhall::net
