// SPDX-License-Identifier: Apache-2.0
#include "engine/live/brakes.hpp"

#include <algorithm>
#include <cmath>

namespace jamhall::live {
namespace {

using sessions::reject_code;

double filled(double level, std::optional<std::int32_t> per_minute, double minutes)
{
    const double most = per_minute.value_or(0);
    return std::min(most, level + minutes * most);
}

}  // namespace

sessions::outcome<void> brakes::take(const sessions::rate_limits& limits, sessions::person_id person,
                                     kind what, clock::time_point now)
{
    const auto per_minute = what == kind::post ? limits.posts_per_minute : limits.commands_per_minute;
    if (!per_minute)
        return {};
    const bucket full{static_cast<double>(limits.commands_per_minute.value_or(0)),
                      static_cast<double>(limits.posts_per_minute.value_or(0)), now};
    bucket& b = buckets_.try_emplace(person.value, full).first->second;
    const double minutes = std::chrono::duration<double, std::ratio<60>>(now - b.filled_at).count();
    b.commands = filled(b.commands, limits.commands_per_minute, minutes);
    b.posts = filled(b.posts, limits.posts_per_minute, minutes);
    b.filled_at = now;
    double& level = what == kind::post ? b.posts : b.commands;
    if (level >= 1) {
        level -= 1;
        return {};
    }
    auto refused = sessions::refuse(
        reject_code::rate_limited, "",
        what == kind::post ? "You are posting very quickly. Please wait a moment and send it again."
                           : "That was very quick. Please wait a moment and try again.");
    refused.retry_after =
        sessions::duration{static_cast<std::int64_t>(std::ceil((1 - level) * 60'000 / *per_minute))};
    return refused;
}

void brakes::sweep(clock::time_point now)
{
    erase_if(buckets_,
             [&](const auto& entry) { return now - entry.second.filled_at > std::chrono::minutes{1}; });
}

}  // namespace jamhall::live
