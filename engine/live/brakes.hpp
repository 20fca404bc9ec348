// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"
#include "sessions/core/outcome.hpp"
#include "sessions/model/plan.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <chrono>
#include <cstddef>
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

    /// What one may ask for in a minute beside commands, unless the plan lifts the limit of those: feeds watched and
    /// left, posts seen, frames that cannot be read. Many times what a hurried reader does.
    static constexpr std::int32_t questions_per_minute = 600;

    /// Takes what so many questions cost. Errors: rate_limited, as above.
    sessions::outcome<void> take_questions(const sessions::rate_limits& limits, sessions::person_id person,
                                           std::size_t count, clock::time_point now);

    /// Whoever goes on unbraked through so many refusals is cut off; as many are forgiven within a minute.
    static constexpr std::int32_t refusals_per_minute = 2'000;

    /// Whether this person has gone on so.
    bool is_flooding(sessions::person_id person) const;

    /// Forgets buckets that are full again; call it now and then.
    void sweep(clock::time_point now);

private:
    struct bucket {
        double commands = 0;
        double posts = 0;
        double questions = questions_per_minute;
        double refusals = refusals_per_minute;
        clock::time_point filled_at;
    };

    bucket& filled_bucket(const sessions::rate_limits& limits, sessions::person_id person,
                          clock::time_point now);

    boost::unordered_flat_map<std::uint32_t, bucket> buckets_;
};

}  // namespace jamhall::live
