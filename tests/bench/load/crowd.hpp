// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/bench/load/line.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>

namespace jamhall::bench {

/// Many lines to one server, served by one event loop on the calling thread.
class crowd {
public:
    /// Lines that connect or upgrade at once: enough to keep a server busy, few enough for the kernel's queue of those
    /// who wait to be accepted.
    static constexpr std::size_t under_way_usual = 512;

    crowd(std::uint16_t port, line_watcher& watcher, bool over_tls = false,
          std::size_t under_way_max = under_way_usual);
    ~crowd();
    crowd(const crowd&) = delete;
    crowd& operator=(const crowd&) = delete;

    /// A line that begins to connect with the next turns; not more than so many are under way at once.
    line& add(std::string upgrade_request, bool keeps_whole = false);

    /// Has a line that ended connect again with the next turns.
    void again(std::size_t index, std::string upgrade_request);

    line& at(std::size_t index) { return lines_.at(index).of; }
    std::size_t size() const { return lines_.size(); }

    /// One text frame, or bytes as they are, on one of its lines.
    void send(std::size_t index, std::string_view text);
    void send_raw(std::size_t index, std::string_view bytes);

    /// Waits at most so long for something to happen and sees to it.
    void turn(int wait_ms);

    /// Turns until `is_done`. Throws std::runtime_error saying what was waited for when that takes too long.
    void until(std::string_view what, double seconds_max, const std::function<bool()>& is_done);

private:
    struct member {
        explicit member(std::size_t index) : of{index} {}
        line of;
        std::string request;
        bool listens_for_room = false;
        bool is_under_way = false;
    };

    void connect_next();
    void connect(member& m);
    void listen(member& m, int operation);
    void listen_for_room(member& m);

    std::uint16_t port_;
    bool over_tls_;
    line_watcher& watcher_;
    int poll_ = -1;
    std::deque<member> lines_;
    std::deque<std::size_t> waiting_;  ///< to connect
    std::size_t under_way_max_;
    std::size_t under_way_ = 0;
};

/// The request that opens a live socket; without a token for the floor's server.
std::string upgrade_request(std::string_view jam, std::string_view token);

}  // namespace jamhall::bench
