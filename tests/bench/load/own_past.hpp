// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/bench/latencies.hpp"
#include "tests/bench/load/crowd.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::bench {

/// People who come at once and ask for all that their own feed `me` ever told them.
class own_past final : public line_watcher {
public:
    /// Comes as soon as it is made, and throws when somebody is told nothing for minutes. Each of these people has done
    /// something in the jam.
    own_past(std::uint16_t port, std::string_view jam, const std::vector<std::string>& tokens);

    /// From asking to the first frame of what was missed.
    const latencies& took() const { return took_; }
    /// From the first question to the last of those frames.
    double last_after_s() const { return last_at_s_ - first_at_s_; }

    void opened(line&) override {}
    void received(line& on, const seen_frame& frame) override;
    void ended(line& on) override;

private:
    struct asking {
        double at_s = 0;  ///< 0: not yet
        bool is_told = false;
    };

    std::vector<asking> asked_;
    std::size_t told_ = 0;
    double first_at_s_ = 0;
    double last_at_s_ = 0;
    latencies took_;
    crowd lines_;
};

}  // namespace jamhall::bench
