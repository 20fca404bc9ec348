// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/net/server_parts.hpp"
#include "engine/net/tls_context.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/compose.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <utility>

namespace jamhall::net {

/// A client's line: its socket, and TLS over it where its door speaks that. Without TLS every operation is the
/// socket's own. TLS reads and writes the socket itself when it is ready, so an idle line holds no buffer of ours
/// or OpenSSL's; Asio's ssl::stream would hold 68 KiB (docs/adr). One read and one write at a time.
/// Runs on: its worker, every member.
class client_line {
public:
    using executor_type = tcp_socket::executor_type;

    explicit client_line(tcp_socket socket, std::unique_ptr<tls_layer> tls = nullptr)
        : socket_{std::move(socket)}, tls_{std::move(tls)}
    {
    }

    executor_type get_executor() noexcept { return socket_.get_executor(); }
    tcp_socket& socket() noexcept { return socket_; }
    const tcp_socket& socket() const noexcept { return socket_; }

    bool is_encrypted() const noexcept { return tls_ != nullptr; }
    tls_layer& tls() noexcept { return *tls_; }

    /// The handshake; only of a line with TLS. Calls with an error_code.
    template <class Token>
    auto async_handshake(Token&& then)
    {
        return boost::asio::async_compose<Token, void(error_code)>(handshake_operation{socket_, *tls_}, then,
                                                                   socket_);
    }

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& then)
    {
        if (!tls_)
            return socket_.async_read_some(buffers, std::forward<Token>(then));
        return boost::asio::async_compose<Token, void(error_code, std::size_t)>(
            read_operation{socket_, *tls_, first_of(buffers)}, then, socket_);
    }

    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& then)
    {
        if (!tls_)
            return socket_.async_write_some(buffers, std::forward<Token>(then));
        return boost::asio::async_compose<Token, void(error_code, std::size_t)>(
            write_operation<Buffers>{socket_, *tls_, buffers}, then, socket_);
    }

    /// Nothing more is sent; the other side hears of it.
    void end_sending() noexcept
    {
        error_code ignored;
        if (tls_)
            tls_->say_goodbye(socket_.native_handle());
        socket_.shutdown(tcp_socket::shutdown_send, ignored);
    }

    void close() noexcept
    {
        error_code ignored;
        socket_.close(ignored);
    }

private:
    using error_code = boost::system::error_code;

    static error_code error_of(tls_layer::state how)
    {
        if (how == tls_layer::state::done)
            return {};
        if (how == tls_layer::state::ended)
            return boost::asio::error::eof;
        return boost::asio::error::connection_reset;
    }

    template <class Buffers>
    static boost::asio::mutable_buffer first_of(const Buffers& buffers)
    {
        const auto end = boost::asio::buffer_sequence_end(buffers);
        for (auto each = boost::asio::buffer_sequence_begin(buffers); each != end; ++each) {
            const boost::asio::mutable_buffer found{*each};
            if (found.size() > 0)
                return found;
        }
        return {};
    }

    /// Does a step as often as the socket becomes ready for it, and never calls back from where it was begun. A record comes or
    /// leaves in no more pieces than it has bytes; a line where nothing is done after so many sends records without any.
    template <class Derived>
    struct operation {
        static constexpr std::size_t waits_max = record_size_max + 1'024;

        tcp_socket& socket;
        tls_layer& tls;
        std::size_t waits = 0;
        bool is_done = false;
        tls_layer::step last{};

        operation(tcp_socket& on, tls_layer& over) : socket{on}, tls{over} {}

        template <class Self>
        void operator()(Self& self, error_code ec = {})
        {
            if (ec)
                return derived().complete(self, ec, 0);
            if (is_done)
                return derived().complete(self, error_of(last.now), last.bytes);
            last = derived().step();
            const bool wants_read = last.now == tls_layer::state::wants_read;
            if (wants_read || last.now == tls_layer::state::wants_write) {
                if (++waits > waits_max)
                    return derived().complete(self, boost::asio::error::connection_reset, 0);
                const auto until = wants_read ? tcp_socket::wait_read : tcp_socket::wait_write;
                tcp_socket& on = socket;
                return on.async_wait(until, std::move(self));
            }
            if (waits > 0)
                return derived().complete(self, error_of(last.now), last.bytes);
            is_done = true;
            const auto executor = socket.get_executor();
            boost::asio::post(executor, std::move(self));
        }

        Derived& derived() { return static_cast<Derived&>(*this); }
    };

    struct handshake_operation : operation<handshake_operation> {
        using operation<handshake_operation>::operation;

        tls_layer::step step() { return this->tls.accept(this->socket.native_handle()); }

        template <class Self>
        void complete(Self& self, error_code ec, std::size_t)
        {
            self.complete(ec);
        }
    };

    struct read_operation : operation<read_operation> {
        boost::asio::mutable_buffer into;

        read_operation(tcp_socket& on, tls_layer& over, boost::asio::mutable_buffer where)
            : operation<read_operation>{on, over}, into{where}
        {
        }

        tls_layer::step step()
        {
            if (into.size() == 0)
                return {tls_layer::state::done, 0};
            return this->tls.read(this->socket.native_handle(), into.data(), into.size());
        }

        template <class Self>
        void complete(Self& self, error_code ec, std::size_t bytes)
        {
            self.complete(ec, bytes);
        }
    };

    /// Small buffers, such as a header and a short body, leave in one record.
    template <class Buffers>
    struct write_operation : operation<write_operation<Buffers>> {
        Buffers from;

        write_operation(tcp_socket& on, tls_layer& over, const Buffers& what)
            : operation<write_operation<Buffers>>{on, over}, from{what}
        {
        }

        tls_layer::step step()
        {
            std::array<char, record_size_max> record;
            const std::size_t size = boost::asio::buffer_copy(boost::asio::buffer(record), from);
            if (size == 0)
                return {tls_layer::state::done, 0};
            return this->tls.write(this->socket.native_handle(), record.data(), size);
        }

        template <class Self>
        void complete(Self& self, error_code ec, std::size_t bytes)
        {
            self.complete(ec, bytes);
        }
    };

    tcp_socket socket_;
    std::unique_ptr<tls_layer> tls_;
};

}  // namespace jamhall::net
