// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/load/crowd.hpp"

#include <fmt/format.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace jamhall::bench {
namespace {

constexpr std::size_t events_per_turn = 512;

}  // namespace

crowd::crowd(std::uint16_t port, line_watcher& watcher, bool over_tls, std::size_t under_way_max)
    : port_{port},
      over_tls_{over_tls},
      watcher_{watcher},
      poll_{::epoll_create1(EPOLL_CLOEXEC)},
      under_way_max_{under_way_max}
{
}

crowd::~crowd()
{
    lines_.clear();
    ::close(poll_);
}

line& crowd::add(std::string upgrade_request, bool keeps_whole)
{
    member& added = lines_.emplace_back(lines_.size());
    added.request = std::move(upgrade_request);
    added.of.keeps_whole = keeps_whole;
    waiting_.push_back(added.of.index());
    return added.of;
}

void crowd::again(std::size_t index, std::string upgrade_request)
{
    lines_[index].request = std::move(upgrade_request);
    waiting_.push_back(index);
}

void crowd::connect_next()
{
    // Whoever is refused and wants to try again at once waits for the next turn.
    for (std::size_t left = waiting_.size(); left > 0 && under_way_ < under_way_max_; --left) {
        member& m = lines_[waiting_.front()];
        waiting_.pop_front();
        connect(m);
    }
}

void crowd::connect(member& m)
{
    if (!m.of.connect(port_, std::exchange(m.request, {}), over_tls_))
        return watcher_.ended(m.of);
    ++under_way_;
    m.is_under_way = true;
    listen(m, EPOLL_CTL_ADD);
}

void crowd::listen(member& m, int operation)
{
    ::epoll_event wanted{};
    m.listens_for_room = m.of.wants_to_write();
    wanted.events = EPOLLIN | (m.listens_for_room ? EPOLLOUT : 0U);
    wanted.data.ptr = &m;
    ::epoll_ctl(poll_, operation, m.of.fd(), &wanted);
}

void crowd::listen_for_room(member& m)
{
    if (m.of.fd() >= 0 && m.of.wants_to_write() != m.listens_for_room)
        listen(m, EPOLL_CTL_MOD);
}

void crowd::send(std::size_t index, std::string_view text)
{
    lines_[index].of.send(text);
    listen_for_room(lines_[index]);
}

void crowd::send_raw(std::size_t index, std::string_view bytes)
{
    lines_[index].of.send_raw(bytes);
    listen_for_room(lines_[index]);
}

void crowd::turn(int wait_ms)
{
    connect_next();
    std::array<::epoll_event, events_per_turn> ready;
    const int count = ::epoll_wait(poll_, ready.data(), static_cast<int>(ready.size()), wait_ms);
    for (int i = 0; i < count; ++i) {
        auto& [events, data] = ready[static_cast<std::size_t>(i)];
        member& m = *static_cast<member*>(data.ptr);
        m.of.go_on((events & ~static_cast<unsigned>(EPOLLOUT)) != 0, (events & EPOLLOUT) != 0, watcher_);
        if (m.of.at() >= line::stage::open && std::exchange(m.is_under_way, false))
            --under_way_;
        listen_for_room(m);
    }
}

void crowd::until(std::string_view what, double seconds_max, const std::function<bool()>& is_done)
{
    const double deadline = now_s() + seconds_max;
    while (!is_done()) {
        if (now_s() > deadline)
            throw std::runtime_error{fmt::format("waited {} s in vain for {}", seconds_max, what)};
        turn(10);
    }
}

std::string upgrade_request(std::string_view jam, std::string_view token)
{
    return fmt::format(
        "GET /api/v1/jams/{}/live HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: "
        "websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Protocol: jamhall.v1\r\nAuthorization: Bearer {}\r\n\r\n",
        jam, token);
}

}  // namespace jamhall::bench
