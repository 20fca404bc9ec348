// SPDX-License-Identifier: Apache-2.0
#include "engine/clock/zones.hpp"

#include <date/tz.h>

#include <algorithm>
#include <chrono>
#include <string_view>

namespace jamhall::clock {
namespace {

using std::chrono::seconds;

const date::time_zone* find_zone(std::string_view name)
{
    const auto& zones = date::get_tzdb().zones;
    const auto found = std::lower_bound(
        zones.begin(), zones.end(), name,
        [](const date::time_zone& zone, std::string_view wanted) { return zone.name() < wanted; });
    return found != zones.end() && found->name() == name ? &*found : nullptr;
}

date::local_seconds seconds_of(const base::local_time& t)
{
    const auto day = date::local_days{date::year{t.year} / date::month{t.month} / date::day{t.day}};
    return day + std::chrono::hours{t.hour} + std::chrono::minutes{t.minute} + seconds{t.second};
}

base::local_time wall_of(date::sys_seconds at, seconds offset)
{
    const date::sys_seconds shifted = at + offset;
    const auto day = date::floor<date::days>(shifted);
    const date::year_month_day ymd{day};
    const date::hh_mm_ss<seconds> time{shifted - day};
    return {static_cast<int>(ymd.year()),
            static_cast<std::uint8_t>(static_cast<unsigned>(ymd.month())),
            static_cast<std::uint8_t>(static_cast<unsigned>(ymd.day())),
            static_cast<std::uint8_t>(time.hours().count()),
            static_cast<std::uint8_t>(time.minutes().count()),
            static_cast<std::uint8_t>(time.seconds().count())};
}

/// The instant at which a clock with offset `read` shows `local`; what the wall shows there by offset `shown`.
base::local_reading reading(date::local_seconds local, seconds read, seconds shown)
{
    const date::sys_seconds at{local.time_since_epoch() - read};
    return {{std::chrono::milliseconds{at.time_since_epoch()}.count()},
            wall_of(at, shown),
            static_cast<std::int32_t>(shown.count())};
}

base::resolved_local resolve(std::string_view name, const base::local_time& wall)
{
    const date::time_zone* const zone = find_zone(name);
    if (!zone)
        return {base::local_fate::unknown_zone, {}, {}};
    const auto local = seconds_of(wall);
    const auto info = zone->get_info(local);
    const seconds before = info.first.offset;
    const seconds after = info.second.offset;
    switch (info.result) {
    case date::local_info::unique: return {base::local_fate::exact, reading(local, before, before), {}};
    case date::local_info::ambiguous:
        return {base::local_fate::repeated, reading(local, before, before), reading(local, after, after)};
    case date::local_info::nonexistent:
        // Read with the offset after the jump it lies before it, and the other way round.
        return {base::local_fate::skipped, reading(local, after, before), reading(local, before, after)};
    }
    return {base::local_fate::unknown_zone, {}, {}};
}

}  // namespace

base::zone_resolver system_zones()
{
    // Reads the directory of zones now, so that a machine without one says so at the start.
    static_cast<void>(date::get_tzdb());
    return resolve;
}

base::local_time wall_time(std::string_view name, sessions::instant at)
{
    const auto whole =
        date::floor<seconds>(date::sys_time<std::chrono::milliseconds>{std::chrono::milliseconds{at.ms}});
    const date::time_zone* const zone = find_zone(name);
    return wall_of(whole, zone ? zone->get_info(whole).offset : seconds{0});
}

}  // namespace jamhall::clock
