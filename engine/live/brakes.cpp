// SPDX-License-Identifier: Apache-2.0
#include "engine/live/brakes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>

namespace jamhall::live {
namespace {

using sessions::reject_code;

constexpr double unlimited = std::numeric_limits<double>::infinity();

/// How full a bucket is after so long; a limit that is lifted leaves it full for one that comes later.
double filled(double level, std::optional<std::int32_t> per_minute, double minutes)
{
    return per_minute ? std::min<double>(*per_minute, level + minutes * *per_minute) : unlimited;
}

/// Takes so many from a bucket, or says how long to wait until they are there.
std::optional<sessions::duration> wait_for(double& level, double count, std::int32_t per_minute)
{
    if (level >= count) {
        level -= count;
        return std::nullopt;
    }
    return sessions::duration{static_cast<std::int64_t>(std::ceil((count - level) * 60'000 / per_minute))};
}

sessions::rejection too_quick(sessions::duration wait, std::string_view message)
{
    auto refused = sessions::refuse(reject_code::rate_limited, "", std::string{message});
    refused.retry_after = wait;
    return refused;
}

constexpr std::string_view quick = "That was very quick. Please wait a moment and try again.";
constexpr std::string_view quick_post =
    "You are posting very quickly. Please wait a moment and send it again.";

}  // namespace

brakes::bucket& brakes::filled_bucket(const sessions::rate_limits& limits, sessions::person_id person,
                                      clock::time_point now)
{
    bucket full;
    full.commands = unlimited;
    full.posts = unlimited;
    full.filled_at = now;
    bucket& b = buckets_.try_emplace(person.value, full).first->second;
    const double minutes = std::chrono::duration<double, std::ratio<60>>(now - b.filled_at).count();
    b.commands = filled(b.commands, limits.commands_per_minute, minutes);
    b.posts = filled(b.posts, limits.posts_per_minute, minutes);
    b.questions = filled(b.questions, questions_per_minute, minutes);
    b.refusals = filled(b.refusals, refusals_per_minute, minutes);
    b.filled_at = now;
    return b;
}

sessions::outcome<void> brakes::take(const sessions::rate_limits& limits, sessions::person_id person,
                                     kind what, clock::time_point now)
{
    const auto per_minute = what == kind::post ? limits.posts_per_minute : limits.commands_per_minute;
    if (!per_minute)
        return {};
    bucket& b = filled_bucket(limits, person, now);
    const auto wait = wait_for(what == kind::post ? b.posts : b.commands, 1, *per_minute);
    if (!wait)
        return {};
    b.refusals = std::max(0.0, b.refusals - 1);
    return too_quick(*wait, what == kind::post ? quick_post : quick);
}

sessions::outcome<void> brakes::take_questions(const sessions::rate_limits& limits,
                                               sessions::person_id person, std::size_t count,
                                               clock::time_point now)
{
    if (!limits.commands_per_minute)
        return {};  // who may send commands without a limit may ask without one
    bucket& b = filled_bucket(limits, person, now);
    const auto wait = wait_for(b.questions, static_cast<double>(count), questions_per_minute);
    if (!wait)
        return {};
    b.refusals = std::max(0.0, b.refusals - 1);
    return too_quick(*wait, quick);
}

bool brakes::is_flooding(sessions::person_id person) const
{
    const auto found = buckets_.find(person.value);
    return found != buckets_.end() && found->second.refusals < 1;
}

void brakes::sweep(clock::time_point now)
{
    erase_if(buckets_,
             [&](const auto& entry) { return now - entry.second.filled_at > std::chrono::minutes{1}; });
}

}  // namespace jamhall::live
