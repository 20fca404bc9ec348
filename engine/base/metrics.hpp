// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/outcome.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace jamhall::base {

/// A number that workers add to without waiting for each other.
class counter {
public:
    void add(std::uint64_t by = 1) { value_.fetch_add(by, std::memory_order_relaxed); }
    void take(std::uint64_t by = 1) { value_.fetch_sub(by, std::memory_order_relaxed); }
    std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
};

/// What the process counts for /metrics. Nothing here may tell kinds of commands or jams apart: that
/// would let ballots be counted while they are sealed (rule BA2).
struct process_metrics {
    static constexpr std::size_t reject_codes =
        static_cast<std::size_t>(sessions::reject_code::legal_hold) + 1;

    counter http_requests;
    counter http_problems;       ///< replies of 400 and above
    counter connections_opened;  ///< HTTP
    counter connections_open;    ///< a gauge
    counter sockets_opened;      ///< WebSocket
    counter sockets_open;        ///< a gauge
    counter sockets_too_slow;    ///< closed with 4001
    counter sockets_flooding;    ///< closed with 1008
    counter lines_refused;       ///< too many of one address
    counter requests_braked;     ///< answered with 429
    counter frames_in;
    counter frames_out;
    counter bytes_out;  ///< payload of frames_out
    counter commands_accepted;
    std::array<counter, reject_codes> commands_refused;  ///< by reject_code
    counter batches;                                     ///< stored durably
    counter batch_events;
    counter commit_microseconds;  ///< summed over batches
    counter batches_failed;

    void refused(sessions::reject_code code) { commands_refused[static_cast<std::size_t>(code)].add(); }
};

/// The one set of this process.
inline process_metrics& metrics()
{
    static process_metrics counted;
    return counted;
}

}  // namespace jamhall::base
