// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/bench/latencies.hpp"
#include "tests/bench/load/crowd.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <random>
#include <string>
#include <vector>

namespace jamhall::bench {

/// People who cast ballots on a set of ideas, each with a socket, and the time until each ballot is acknowledged.
class ballot_box final : public line_watcher {
public:
    /// `tokens` are those of the people; the first of them posts the ideas.
    ballot_box(std::uint16_t port, const std::vector<std::string>& tokens, std::size_t people);

    /// Connects everybody and posts the ideas.
    void open();

    struct result {
        std::uint64_t ballots = 0;
        double seconds = 0;
        latencies took;  ///< from when a ballot was due until its acknowledgement
        double per_second() const { return static_cast<double>(ballots) / seconds; }
    };

    /// Everybody casts the next ballot as soon as one of `each` under way is acknowledged.
    result run_full(std::size_t each, double seconds);

    /// Ballots come at random times, `per_second` on average, whatever the server does; each by the next person.
    result run_open(double per_second, double seconds);

    /// One turn of its lines, for whoever runs something beside it.
    void turn(int wait_ms) { lines_.turn(wait_ms); }

    void opened(line& on) override;
    void received(line& on, const seen_frame& frame) override;
    void ended(line& on) override;

private:
    void cast(std::size_t person, double due_at);
    result settle(double began, std::uint64_t already);

    std::size_t people_;
    crowd lines_;
    std::size_t ready_ = 0;
    std::size_t ideas_ = 0;
    std::vector<std::uint32_t> casts_;               ///< by person
    std::vector<std::deque<double>> waiting_since_;  ///< by person, in the order of the acknowledgements
    std::uint64_t sent_ = 0;
    std::uint64_t acknowledged_ = 0;
    bool goes_on_ = false;
    latencies took_;
    std::mt19937_64 random_{42};
};

}  // namespace jamhall::bench
