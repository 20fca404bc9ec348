// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"
#include "sessions/core/outcome.hpp"
#include "sessions/model/plan.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <chrono>
#include <cstdint>
#include <optional>

namespace jamhall::live {

/// Rates per person over all their sockets and HTTP calls (policy `limits`), as token buckets that
/// hold one minute's worth. Time is monotonic, so that no jump of the wall clock opens or shuts them.
/// Runs on: the jam's worker.
class brakes {
public:
    using clock = std::chrono::steady_clock;

    enum class kind { command, post };

    /// Takes one from the person's bucket, which holds what `limits` allow in a minute. Errors: rate_limited
    /// with the wait until there is one again.
    sessions::outcome<void> take(const sessions::rate_limits& limits, sessions::person_id person, kind what,
                                 clock::time_point now);

    /// Forgets buckets that are full again; call it now and then.
    void sweep(clock::time_point now);

private:
    struct bucket {
        double commands = 0;
        double posts = 0;
        clock::time_point filled_at;
    };

    boost::unordered_flat_map<std::uint32_t, bucket> buckets_;
};

}  // namespace jamhall::live
