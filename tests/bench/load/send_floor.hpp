// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/bench/load/child_process.hpp"

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace jamhall::bench {

/// The least a server can do, as a process of its own: it answers the upgrade without reading it, and whatever bytes
/// arrive from a publisher go to every other line, coalesced: what gathered since the last flush, one send() for each
/// line. It knows nobody, stores nothing and parses nothing.
class send_floor {
public:
    explicit send_floor(const std::vector<int>& cores);

    std::uint16_t port() const { return port_; }
    const child_process& process() const { return child_; }

    /// The jam name in the upgrade of a line that publishes.
    static constexpr std::string_view publish = "publish";

private:
    send_floor(const std::pair<int, std::uint16_t>& listening, const std::vector<int>& cores);

    std::uint16_t port_;
    child_process child_;
};

}  // namespace jamhall::bench
