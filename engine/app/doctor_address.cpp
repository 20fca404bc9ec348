// SPDX-License-Identifier: Apache-2.0
// What the doctor asks of the public address: an answer, its headers, its certificate, a way through for live connections.
#include "engine/app/doctor.hpp"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <poll.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace jamhall::app {
namespace {

constexpr int patience_s = 10;
constexpr std::size_t answer_bytes_max = 64 * 1024;

struct frees {
    void operator()(BIO* of) const { BIO_free_all(of); }
    void operator()(SSL_CTX* of) const { SSL_CTX_free(of); }
    void operator()(X509* of) const { X509_free(of); }
};
using connection = std::unique_ptr<BIO, frees>;

/// No answer; what() says why.
struct unreachable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct place {
    bool is_secure = false;
    std::string host;
    std::string port;
};

place place_of(std::string_view url)
{
    place found;
    found.is_secure = url.starts_with("https://");
    if (!found.is_secure && !url.starts_with("http://"))
        throw unreachable{"it is not http:// or https://"};
    url.remove_prefix(found.is_secure ? 8 : 7);
    const auto authority = url.substr(0, url.find('/'));
    const auto bracket = authority.starts_with('[') ? authority.find(']') : 0;
    const auto colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    found.host = authority.substr(0, colon);
    found.port = colon == std::string_view::npos ? std::string{found.is_secure ? "443" : "80"}
                                                 : std::string{authority.substr(colon + 1)};
    if (found.host.empty() || found.port.empty())
        throw unreachable{"it names no host"};
    return found;
}

std::string why_not(SSL* secured)
{
    if (secured != nullptr)
        if (const auto result = SSL_get_verify_result(secured); result != X509_V_OK)
            return fmt::format("its certificate is refused: {}", X509_verify_cert_error_string(result));
    const auto code = ERR_peek_last_error();
    const char* reason = code != 0 ? ERR_reason_error_string(code) : nullptr;
    return reason != nullptr ? reason : "no connection";
}

connection connect(const place& to, SSL_CTX* context, SSL*& secured)
{
    ERR_clear_error();
    connection made{to.is_secure ? BIO_new_ssl_connect(context) : BIO_new(BIO_s_connect())};
    if (!made)
        throw unreachable{"no memory"};
    if (to.is_secure) {
        BIO_get_ssl(made.get(), &secured);
        // As SSL_set_tlsext_host_name, which is a macro with an old cast.
        std::string name = to.host;
        SSL_ctrl(secured, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
        SSL_set1_host(secured, to.host.c_str());
    }
    BIO_set_conn_hostname(made.get(), to.host.c_str());
    BIO_set_conn_port(made.get(), to.port.c_str());
    if (BIO_do_connect_retry(made.get(), patience_s, 0) != 1)
        throw unreachable{why_not(secured)};
    if (to.is_secure && SSL_get_verify_result(secured) != X509_V_OK)
        throw unreachable{why_not(secured)};
    return made;
}

struct told {
    unsigned status = 0;
    std::string head;  ///< in lower case
    std::string body;
};

/// Connecting with a time limit leaves the connection without blocking.
bool has_more(BIO* with)
{
    pollfd waited{.fd = -1, .events = POLLIN, .revents = 0};
    BIO_get_fd(with, &waited.fd);
    return ::poll(&waited, 1, patience_s * 1'000) > 0;
}

told exchange(BIO* with, const std::string& asked)
{
    if (BIO_write(with, asked.data(), static_cast<int>(asked.size())) != static_cast<int>(asked.size()))
        throw unreachable{"it took no request"};
    std::string got;
    char piece[4096];
    while (got.size() < answer_bytes_max) {
        const int size = BIO_read(with, piece, sizeof piece);
        if (size <= 0 && BIO_should_retry(with) != 0 && has_more(with))
            continue;
        if (size <= 0)
            break;
        got.append(piece, static_cast<std::size_t>(size));
        if (got.starts_with("HTTP/1.1 101"))
            break;
    }
    told answer;
    const auto end = got.find("\r\n\r\n");
    if (!got.starts_with("HTTP/1.") || got.size() < 12 || end == std::string::npos)
        throw unreachable{"it answers, but not in HTTP"};
    std::from_chars(got.data() + 9, got.data() + 12, answer.status);
    answer.head = got.substr(0, end + 2);
    answer.body = got.substr(end + 4);
    std::ranges::transform(answer.head, answer.head.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return answer;
}

std::optional<int> days_of_certificate(SSL* secured)
{
    const std::unique_ptr<X509, frees> shown{SSL_get1_peer_certificate(secured)};
    int days = 0;
    int seconds = 0;
    if (!shown || ASN1_TIME_diff(&days, &seconds, nullptr, X509_get0_notAfter(shown.get())) != 1)
        return std::nullopt;
    return days;
}

void ask(const place& to, SSL_CTX* context, address_facts& found)
{
    const auto host = fmt::format("Host: {}:{}\r\n", to.host, to.port);
    SSL* secured = nullptr;
    {
        const auto with = connect(to, context, secured);
        if (secured != nullptr)
            found.certificate_days = days_of_certificate(secured);
        const auto answer =
            exchange(with.get(), "GET /healthz HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n");
        found.status = answer.status;
        found.is_jamhall = answer.status == 200 && answer.body.find("ok\n") != std::string::npos;
        for (const auto* header : {"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"}) {
            std::string name = header;
            std::ranges::transform(name, name.begin(),
                                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
            if (answer.head.find("\r\n" + name + ":") == std::string::npos)
                found.missing_headers.emplace_back(header);
        }
    }
    secured = nullptr;
    const auto with = connect(to, context, secured);
    found.live_status = exchange(with.get(), "GET /api/v1/jams/no-such-jam/live HTTP/1.1\r\n" + host +
                                                 "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                                                 "Sec-WebSocket-Version: 13\r\n"
                                                 "Sec-WebSocket-Key: amFtaGFsbCBkb2N0b3IgMQ==\r\n"
                                                 "Sec-WebSocket-Protocol: jamhall.v1\r\n\r\n")
                            .status;
}

/// What the hall makes of a made-up account in the proxy's headers. Whoever is named and not known here is told so; where
/// nobody is named it says that it failed, and which other header came.
forged_account forge(const place& to, SSL_CTX* context, const std::vector<std::string>& headers)
{
    std::string asked = fmt::format(
        "GET /api/v1/login/proxy HTTP/1.1\r\nHost: {}:{}\r\nConnection: close\r\n"
        "X-Forwarded-For: 192.0.2.1\r\n",
        to.host, to.port);
    for (const auto& header : headers)
        asked += header + ": made up by jamhall doctor\r\n";
    SSL* secured = nullptr;
    const auto with = connect(to, context, secured);
    const auto answer = exchange(with.get(), asked + "\r\n");
    constexpr std::string_view begins = "/?sign_in=";
    const auto line = answer.head.find("\r\nlocation:");
    const auto at = line == std::string::npos ? line : answer.head.find(begins, line);
    if (at == std::string::npos || at > answer.head.find("\r\n", line + 2))
        return forged_account::unclear;
    const auto why = std::string_view{answer.head}.substr(at + begins.size());
    return why.starts_with("failed\r\n") ? forged_account::taken_away : forged_account::let_through;
}

}  // namespace

address_facts ask_address(const std::string& url, const std::vector<std::string>& account_headers)
{
    address_facts found;
    found.url = url;
    found.is_asked = true;
    try {
        const std::unique_ptr<SSL_CTX, frees> context{SSL_CTX_new(TLS_client_method())};
        if (!context)
            throw unreachable{"no memory"};
        SSL_CTX_set_default_verify_paths(context.get());
        SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
        ask(place_of(url), context.get(), found);
        if (!account_headers.empty())
            found.forged = forge(place_of(url), context.get(), account_headers);
    } catch (const unreachable& why) {
        found.fault = std::string{why.what()} + ".";
    }
    return found;
}

}  // namespace jamhall::app
