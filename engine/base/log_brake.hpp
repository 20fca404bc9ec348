// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <utility>

namespace jamhall::base {

/// Keeps what clients cause from filling the log: so many lines at once, and evenly as many again in a minute. What was
/// passed over is counted, for the next line to say. Runs on: any worker.
class log_brake {
public:
    using clock = std::chrono::steady_clock;

    explicit log_brake(std::uint32_t lines_per_minute)
        : at_once_{std::chrono::minutes{1}}, each_{at_once_ / lines_per_minute}
    {
    }

    /// How many were passed over since the last line, when a line may be written now; else this one is passed over too.
    std::optional<std::uint64_t> take(clock::time_point now = clock::now())
    {
        const std::lock_guard lock{guard_};
        const auto then = std::max(full_at_, now) + each_;
        if (then - now > at_once_) {
            ++passed_over_;
            return std::nullopt;
        }
        full_at_ = then;
        return std::exchange(passed_over_, 0);
    }

private:
    const clock::duration at_once_;
    const clock::duration each_;
    std::mutex guard_;
    clock::time_point full_at_{};  ///< the bucket, see token_buckets
    std::uint64_t passed_over_ = 0;
};

/// For the lines about what people were refused, of the whole process.
inline log_brake& refusal_lines()
{
    static log_brake of_process{30};
    return of_process;
}

}  // namespace jamhall::base
