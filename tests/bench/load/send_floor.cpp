// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/load/send_floor.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace jamhall::bench {
namespace {

constexpr int backlog_max = 4'096;
constexpr std::size_t events_per_turn = 512;
constexpr std::size_t gathered_bytes_max = std::size_t{4} * 1024 * 1024;
constexpr std::string_view answer =
    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

struct reader {
    int fd = -1;
    bool is_upgraded = false;
    bool publishes = false;
    std::string waiting;  ///< what the line did not take
};

class floor_loop {
public:
    explicit floor_loop(int listening) : listening_{listening}, poll_{::epoll_create1(0)}
    {
        listen_to(listening_, nullptr, EPOLL_CTL_ADD, EPOLLIN);
    }

    [[noreturn]] void run()
    {
        std::array<::epoll_event, events_per_turn> ready;
        for (;;) {
            const int count = ::epoll_wait(poll_, ready.data(), static_cast<int>(ready.size()), -1);
            for (int i = 0; i < count; ++i) {
                const auto& [events, data] = ready[static_cast<std::size_t>(i)];
                if (data.ptr == nullptr)
                    accept_all();
                else
                    go_on(*static_cast<reader*>(data.ptr), events);
            }
            flush();
        }
    }

private:
    void listen_to(int fd, reader* who, int operation, unsigned events)
    {
        ::epoll_event wanted{};
        wanted.events = events;
        wanted.data.ptr = who;
        ::epoll_ctl(poll_, operation, fd, &wanted);
    }

    void accept_all()
    {
        for (int fd = 0; (fd = ::accept4(listening_, nullptr, nullptr, SOCK_NONBLOCK)) >= 0;) {
            const int on = 1;
            ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            auto& added = *readers_.emplace_back(std::make_unique<reader>());
            added.fd = fd;
            listen_to(fd, &added, EPOLL_CTL_ADD, EPOLLIN);
        }
    }

    void go_on(reader& who, unsigned events)
    {
        if ((events & EPOLLOUT) != 0)
            send_waiting(who);
        if ((events & ~static_cast<unsigned>(EPOLLOUT)) == 0)
            return;
        std::array<char, 64 * 1024> bytes;
        const auto got = ::recv(who.fd, bytes.data(), bytes.size(), 0);
        if (got <= 0)
            return end(who);
        const std::string_view text{bytes.data(), static_cast<std::size_t>(got)};
        if (!who.is_upgraded) {
            who.is_upgraded = true;
            who.publishes = text.find(send_floor::publish) < 40;
            ::send(who.fd, answer.data(), answer.size(), MSG_NOSIGNAL);
        } else if (who.publishes && gathered_.size() < gathered_bytes_max) {
            gathered_ += text;
        }
    }

    void flush()
    {
        if (gathered_.empty())
            return;
        for (const auto& who : readers_)
            if (who->fd >= 0 && who->is_upgraded && !who->publishes)
                send_to(*who, gathered_);
        gathered_.clear();
    }

    void send_to(reader& who, std::string_view bytes)
    {
        if (who.waiting.empty()) {
            const auto sent = ::send(who.fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            bytes.remove_prefix(sent > 0 ? static_cast<std::size_t>(sent) : 0);
            if (bytes.empty())
                return;
            listen_to(who.fd, &who, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
        }
        who.waiting += bytes;
    }

    void send_waiting(reader& who)
    {
        const auto sent = ::send(who.fd, who.waiting.data(), who.waiting.size(), MSG_NOSIGNAL);
        if (sent > 0)
            who.waiting.erase(0, static_cast<std::size_t>(sent));
        if (who.waiting.empty())
            listen_to(who.fd, &who, EPOLL_CTL_MOD, EPOLLIN);
    }

    void end(reader& who) { ::close(std::exchange(who.fd, -1)); }

    int listening_;
    int poll_;
    std::vector<std::unique_ptr<reader>> readers_;
    std::string gathered_;
};

std::pair<int, std::uint16_t> listening_socket()
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    ::sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::socklen_t size = sizeof at;
    if (::bind(fd, reinterpret_cast<::sockaddr*>(&at), size) != 0 || ::listen(fd, backlog_max) != 0 ||
        ::getsockname(fd, reinterpret_cast<::sockaddr*>(&at), &size) != 0)
        throw std::runtime_error{"the floor's server cannot listen"};
    return {fd, ntohs(at.sin_port)};
}

}  // namespace

send_floor::send_floor(const std::vector<int>& cores) : send_floor{listening_socket(), cores} {}

send_floor::send_floor(const std::pair<int, std::uint16_t>& listening, const std::vector<int>& cores)
    : port_{listening.second},
      child_{child_process::fork([fd = listening.first] { floor_loop{fd}.run(); }, cores)}
{
    ::close(listening.first);
}

}  // namespace jamhall::bench
