// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/bench/latencies.hpp"
#include "tests/bench/load/crowd.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::bench {

/// Watchers of one feed and those who write into it, and the book of what reached whom. A post is complete when every
/// watcher has it. The first watcher reads every frame whole; the others are held to the very same sequence of frames,
/// so that a post that is lost, doubled or out of order ends the benchmark.
class audience final : public line_watcher {
public:
    struct setting {
        std::uint16_t port = 0;
        std::vector<std::string>
            tokens;  ///< of the watchers, then of the writers; empty for the floor's server
        std::size_t watchers = 0;
        std::size_t writers = 4;
        bool is_floor = false;
        bool over_tls = false;
        std::size_t text_bytes = 120;
        std::size_t floor_frame_bytes = 0;
    };

    explicit audience(setting wanted);

    /// Connects everybody and has the watchers watch lobby, forum and me.
    void open();

    /// Posts as fast as `window` posts under way allow, or `per_second` of them at even intervals (0: no limit), for
    /// `seconds`; then waits until the last is complete.
    struct result {
        std::uint64_t posts = 0;
        std::uint64_t deliveries = 0;
        double seconds = 0;
        double bytes_per_delivery = 0;  ///< on the wire, without TCP and IP
        latencies took;                 ///< from sending a post to its delivery, for every delivery
    };
    result run(std::size_t window, double per_second, double seconds);

    void opened(line& on) override;
    void received(line& on, const seen_frame& frame) override;
    void ended(line& on) override;

private:
    /// One frame of the feed, as all watchers get it.
    struct feed_frame {
        std::string upto;
        bool is_read = false;      ///< by the first watcher
        std::uint64_t events = 0;  ///< posts of these writers; others' are not counted
        double oldest_sent_at = 0;
        std::size_t arrivals = 0;
        std::vector<double> early;  ///< arrivals before the first watcher's
    };

    void send_next();
    void take_events(line& on, const seen_frame& frame);
    void take_floor_frame(const seen_frame& frame);
    void read_whole(feed_frame& into, const seen_frame& frame);
    std::uint64_t completed() const { return setting_.watchers > 0 ? completed_ : replies_; }

    setting setting_;
    crowd lines_;
    std::size_t ready_ = 0;
    std::vector<std::uint32_t> frames_seen_;  ///< by watcher
    std::deque<feed_frame> frames_;
    std::vector<double> sent_at_;         ///< by post
    std::vector<std::uint32_t> arrived_;  ///< by post; on the floor
    std::uint64_t completed_ = 0;
    std::uint64_t replies_ = 0;
    std::uint64_t wire_bytes_ = 0;  ///< to the first watcher
    std::uint64_t wire_events_ = 0;
    latencies took_;
    std::string filling_;
};

}  // namespace jamhall::bench
