// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/instant.hpp"

#include <compare>
#include <cstdint>
#include <functional>
#include <string_view>

namespace jamhall::base {

/// What a clock on the wall shows, in no zone yet. Valid by construction in the codec: a real date
/// of the years 1970 to 2037 and a time of day without leap seconds.
struct local_time {
    std::int32_t year = 1970;
    std::uint8_t month = 1;
    std::uint8_t day = 1;
    std::uint8_t hour = 0;
    std::uint8_t minute = 0;
    std::uint8_t second = 0;

    friend auto operator<=>(const local_time&, const local_time&) = default;
};

/// Zone files carry every change of the clocks up to here; later years would be guesses.
inline constexpr std::int32_t local_year_max = 2037;

/// One reading of a wall time. Units: seconds east of UTC.
struct local_reading {
    sessions::instant at;
    local_time shown;  ///< what the wall shows at `at`
    std::int32_t offset_s = 0;

    friend bool operator==(const local_reading&, const local_reading&) = default;
};

enum class local_fate : std::uint8_t {
    exact,         ///< once: `first`
    skipped,       ///< never, clocks jump over it: `first` lies that far before the jump, `second` after
    repeated,      ///< twice: `first` is the earlier instant
    unknown_zone,  ///< no such time zone
};

struct resolved_local {
    local_fate fate = local_fate::unknown_zone;
    local_reading first;
    local_reading second;
};

/// Turns a wall time of an IANA zone into instants. Source: rule PH2. Implemented by clock/zones.
using zone_resolver = std::function<resolved_local(std::string_view zone, const local_time& local)>;

}  // namespace jamhall::base
