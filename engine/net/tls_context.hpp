// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/instant.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

struct ssl_ctx_st;
struct ssl_st;

namespace jamhall::net {

/// Where the certificate (with its chain) and the key are; both PEM.
struct tls_options {
    std::filesystem::path certificate;
    std::filesystem::path key;
};

/// TLS over one socket, driven by whoever owns the socket: each member does what it can without waiting. It is told the
/// socket's number each time and remembers none: a socket may be closed below it (Beast does, when a client was quiet for
/// too long), and the number is then another's. The one of a closed socket, -1, makes a step fail.
/// Runs on: the socket's worker, every member. Owns: the TLS state, not the socket.
class tls_layer {
public:
    enum class state { done, wants_read, wants_write, ended, failed };

    struct step {
        state now = state::failed;
        std::size_t bytes = 0;
    };

    explicit tls_layer(ssl_ctx_st& context);

    step accept(int socket);
    step read(int socket, void* into, std::size_t size);

    /// One record, of at most record_size_max bytes. After wants_write it must be asked again with the same bytes, which
    /// may have moved.
    step write(int socket, const void* from, std::size_t size);

    /// Says that nothing more comes, as far as the socket takes it at once.
    void say_goodbye(int socket);

private:
    struct deleter {
        void operator()(ssl_st* ssl) const;
    };

    void begin(int socket);
    step after(int returned, std::size_t bytes);

    std::unique_ptr<ssl_st, deleter> ssl_;
};

/// Bytes of a TLS record. Source: RFC 8446 section 5.1.
inline constexpr std::size_t record_size_max = 16 * 1024;

/// The certificate, the key and the rules of TLS of a hall: 1.2 and 1.3, forward secrecy and authenticated ciphers only,
/// http/1.1 by ALPN, no renegotiation, no compression, tickets under keys that end with each renewal. Sessions that are
/// open go on under what they began with.
/// Runs on: any worker. One mutex guards the current context; it is taken once for a line.
class tls_context {
public:
    /// Errors: throws certificate_error.
    explicit tls_context(tls_options options);

    /// For one line.
    std::unique_ptr<tls_layer> make_layer();

    /// Reads the files again. Errors: throws certificate_error; the old ones stay in use then.
    void renew();

    /// What is wrong with the certificate as the files have it now, for pages at `public_url` (judge_certificate).
    std::vector<std::string> complaints(const std::string& public_url, sessions::instant now) const;

private:
    const tls_options options_;
    std::mutex guard_;
    std::shared_ptr<ssl_ctx_st> current_;
};

}  // namespace jamhall::net
