// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/bench/latencies.hpp"
#include "tests/bench/load/crowd.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace jamhall::bench {

/// People who come, get hello and watch lobby, forum and me, and stay.
class arrivals final : public line_watcher {
public:
    /// Without tokens: `people` lines to the floor's server, which are there once upgraded.
    arrivals(std::uint16_t port, std::vector<std::string> tokens, std::size_t people, bool over_tls = false);

    /// All connect as fast as the server lets them; gives back the seconds until the last is there.
    double come();

    /// Cuts all lines.
    void go();

    /// How long each took from connecting until watching.
    const latencies& took() const { return took_; }

    void opened(line& on) override;
    void received(line& on, const seen_frame& frame) override;
    void ended(line& on) override;

private:
    std::uint16_t port_;
    std::vector<std::string> tokens_;
    std::size_t people_;
    bool over_tls_;
    std::size_t there_ = 0;
    std::unique_ptr<crowd> lines_;
    latencies took_;
};

}  // namespace jamhall::bench
