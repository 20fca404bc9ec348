// SPDX-License-Identifier: Apache-2.0
#include "engine/net/tls_context.hpp"

#include "engine/net/certificate.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <new>
#include <string_view>
#include <utility>

namespace jamhall::net {
namespace {

constexpr std::size_t file_size_max = 256 * 1024;

/// Of TLS 1.2; those of 1.3 are all good. Source: Mozilla Server Side TLS 5.7, intermediate, without DHE.
constexpr const char* ciphers_1_2 =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr const char* groups = "X25519:P-256:P-384";

/// How long a ticket is good for; its key ends sooner when the context is renewed.
constexpr long ticket_seconds = 2 * 60 * 60;

constexpr std::string_view own_protocol{"\x08http/1.1", 9};

/// Source: RFC 7301 section 3.2: whoever speaks nothing of ours is told so and let go.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size,
                    const unsigned char* offered, unsigned offered_size, void*)
{
    unsigned char* found = nullptr;
    const auto* own = reinterpret_cast<const unsigned char*>(own_protocol.data());
    const int result = SSL_select_next_proto(
        &found, chosen_size, own, static_cast<unsigned>(own_protocol.size()), offered, offered_size);
    if (result != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

std::string read_whole(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    std::string text(file_size_max, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (!in.eof() || in.bad() || text.empty())
        throw certificate_error{fmt::format("{} cannot be read", file.string())};
    return text;
}

/// The group may read a key (Debian's ssl-cert), nobody else.
void ensure_kept_safe(const std::filesystem::path& key)
{
    struct stat found {};
    if (::stat(key.c_str(), &found) != 0)
        throw certificate_error{fmt::format("{} cannot be read", key.string())};
    if ((found.st_mode & (S_IRWXO | S_IWGRP)) != 0)
        throw certificate_error{
            fmt::format("{} may be read by everybody or changed by its group; have it changed with chmod 600",
                        key.string())};
}

std::shared_ptr<ssl_ctx_st> context_of(const certified_key& with)
{
    std::shared_ptr<SSL_CTX> made{SSL_CTX_new(TLS_server_method()), SSL_CTX_free};
    if (!made)
        throw certificate_error{"TLS cannot be set up"};
    SSL_CTX& context = *made;
    SSL_CTX_set_min_proto_version(&context, TLS1_2_VERSION);
    SSL_CTX_set_options(&context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                      SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA |
                                      SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(&context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                   SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    // Or a read goes on for as long as records come that hold no bytes for us, such as new keys, and its worker does nothing
    // else meanwhile; OpenSSL counts none of them.
    SSL_CTX_clear_mode(&context, SSL_MODE_AUTO_RETRY);
    // Tickets hold the session; nothing of it is kept here.
    SSL_CTX_ctrl(&context, SSL_CTRL_SET_SESS_CACHE_MODE, SSL_SESS_CACHE_OFF, nullptr);
    SSL_CTX_set_timeout(&context, ticket_seconds);
    SSL_CTX_set_alpn_select_cb(&context, choose_protocol, nullptr);
    bool is_set = SSL_CTX_set_cipher_list(&context, ciphers_1_2) == 1 &&
                  SSL_CTX_set1_groups_list(&context, groups) == 1 &&
                  SSL_CTX_use_certificate(&context, with.chain.front().get()) == 1 &&
                  SSL_CTX_use_PrivateKey(&context, with.key.get()) == 1;
    for (std::size_t i = 1; i < with.chain.size(); ++i)
        is_set = is_set && SSL_CTX_add1_chain_cert(&context, with.chain[i].get()) == 1;
    ERR_clear_error();
    if (!is_set)
        throw certificate_error{"the certificate or its key is of a kind that is too weak or not known"};
    return made;
}

std::shared_ptr<ssl_ctx_st> context_from(const tls_options& options)
{
    ensure_kept_safe(options.key);
    return context_of(read_certified_key(read_whole(options.certificate), read_whole(options.key)));
}

}  // namespace

void tls_layer::deleter::operator()(ssl_st* ssl) const
{
    SSL_free(ssl);
}

tls_layer::tls_layer(ssl_ctx_st& context) : ssl_{SSL_new(&context)}
{
    BIO* const below = ssl_ ? BIO_new(BIO_s_socket()) : nullptr;
    if (below == nullptr)
        throw std::bad_alloc{};
    SSL_set_bio(ssl_.get(), below, below);
}

void tls_layer::begin(int socket)
{
    ERR_clear_error();
    BIO_set_fd(SSL_get_rbio(ssl_.get()), socket, BIO_NOCLOSE);
}

tls_layer::step tls_layer::after(int returned, std::size_t bytes)
{
    if (returned == 1)
        return {state::done, bytes};
    switch (SSL_get_error(ssl_.get(), returned)) {
    case SSL_ERROR_WANT_READ: return {state::wants_read, 0};
    case SSL_ERROR_WANT_WRITE: return {state::wants_write, 0};
    case SSL_ERROR_ZERO_RETURN: return {state::ended, 0};
    default: return {state::failed, 0};
    }
}

tls_layer::step tls_layer::accept(int socket)
{
    begin(socket);
    return after(SSL_accept(ssl_.get()), 0);
}

tls_layer::step tls_layer::read(int socket, void* into, std::size_t size)
{
    begin(socket);
    std::size_t bytes = 0;
    const int returned = SSL_read_ex(ssl_.get(), into, size, &bytes);
    return after(returned, bytes);
}

tls_layer::step tls_layer::write(int socket, const void* from, std::size_t size)
{
    begin(socket);
    std::size_t bytes = 0;
    const int returned = SSL_write_ex(ssl_.get(), from, std::min(size, record_size_max), &bytes);
    return after(returned, bytes);
}

void tls_layer::say_goodbye(int socket)
{
    begin(socket);
    if (SSL_is_init_finished(ssl_.get()) == 1)
        SSL_shutdown(ssl_.get());
    ERR_clear_error();
}

tls_context::tls_context(tls_options options) : options_{std::move(options)}, current_{context_from(options_)}
{
}

std::unique_ptr<tls_layer> tls_context::make_layer()
{
    std::shared_ptr<ssl_ctx_st> context;
    {
        const std::lock_guard guarded{guard_};
        context = current_;
    }
    return std::make_unique<tls_layer>(*context);
}

void tls_context::renew()
{
    auto fresh = context_from(options_);
    const std::lock_guard guarded{guard_};
    current_.swap(fresh);
}

std::vector<std::string> tls_context::complaints(const std::string& public_url, sessions::instant now) const
{
    std::vector<std::string> found;
    try {
        for (auto& finding :
             judge_certificate(read_whole(options_.certificate), read_whole(options_.key), public_url, now))
            found.push_back(std::move(finding.says));
    } catch (const certificate_error& why) {
        found.emplace_back(why.what());
    }
    return found;
}

}  // namespace jamhall::net
