// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/plan_time_in.hpp"

#include "sessions/core/assert.hpp"
#include "sessions/core/limits.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <stdexcept>

namespace jamhall::codec {
namespace {

std::optional<std::int32_t> digits(std::string_view written, std::size_t begin, std::size_t size)
{
    std::int32_t value = 0;
    for (std::size_t i = begin; i < begin + size; ++i) {
        if (i >= written.size() || written[i] < '0' || written[i] > '9')
            return std::nullopt;
        value = value * 10 + (written[i] - '0');
    }
    return value;
}

bool has_shape(std::string_view written)
{
    const bool is_sized = written.size() == 16 || written.size() == 19;
    return is_sized && written[4] == '-' && written[7] == '-' && written[10] == 'T' && written[13] == ':' &&
           (written.size() == 16 || written[16] == ':');
}

std::string written_form(const base::local_time& t)
{
    auto made = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}", t.year, t.month, t.day, t.hour, t.minute);
    if (t.second != 0)
        made += fmt::format(":{:02}", t.second);
    return made;
}

std::string offset_form(std::int32_t offset_s)
{
    const auto size = std::abs(offset_s);
    auto made = fmt::format("UTC{}{:02}:{:02}", offset_s < 0 ? '-' : '+', size / 3600, size / 60 % 60);
    if (size % 60 != 0)
        made += fmt::format(":{:02}", size % 60);
    return made;
}

std::string utc_form(sessions::instant at)
{
    const std::chrono::sys_time<std::chrono::milliseconds> exact{std::chrono::milliseconds{at.ms}};
    const auto day = std::chrono::floor<std::chrono::days>(exact);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{exact - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       time.hours().count(), time.minutes().count(), time.seconds().count());
}

struct unit {
    char letter;
    bool is_time;
    std::int64_t seconds;
};

constexpr std::array<unit, 4> units{
    {{'D', false, 86'400}, {'H', true, 3'600}, {'M', true, 60}, {'S', true, 1}}};

constexpr std::int64_t seconds_max =
    std::chrono::duration_cast<std::chrono::seconds>(sessions::limits::phase_length_max).count();

/// Seconds of the part at `position`, moving past it; nothing when it is no part that may come next.
std::optional<std::int64_t> part(std::string_view written, std::size_t& position, bool is_time,
                                 std::size_t& next_unit)
{
    std::int64_t count = 0;
    const char* const begin = written.data() + position;
    const auto [end, error] = std::from_chars(begin, written.data() + written.size(), count);
    if (error != std::errc{} || *begin == '-' || end == written.data() + written.size())
        return std::nullopt;
    position = static_cast<std::size_t>(end - written.data()) + 1;
    for (; next_unit < units.size(); ++next_unit) {
        const unit& each = units[next_unit];
        if (each.letter != *end || each.is_time != is_time)
            continue;
        ++next_unit;
        return count > seconds_max / each.seconds ? seconds_max + 1 : count * each.seconds;
    }
    return std::nullopt;
}

}  // namespace

void throw_exception_from_error(const time_fault& found, const boost::source_location&)
{
    throw std::logic_error{"a fault was read as a time: " + found.message};
}

read_time<base::local_time> local_time_of(std::string_view written)
{
    const auto year = digits(written, 0, 4);
    const auto month = digits(written, 5, 2);
    const auto day = digits(written, 8, 2);
    const auto hour = digits(written, 11, 2);
    const auto minute = digits(written, 14, 2);
    const auto second = written.size() == 19 ? digits(written, 17, 2) : std::optional{0};
    if (!has_shape(written) || !year || !month || !day || !hour || !minute || !second)
        return time_fault{"must be a local time such as 2026-12-01T09:00, without offset or zone"};
    const auto date = std::chrono::year{*year} / std::chrono::month{static_cast<unsigned>(*month)} /
                      std::chrono::day{static_cast<unsigned>(*day)};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59)
        return time_fault{"is no date and time of the calendar"};
    if (*year < 1970 || *year > base::local_year_max)
        return time_fault{fmt::format("must be in the years 1970 to {}", base::local_year_max)};
    return base::local_time{*year,
                            static_cast<std::uint8_t>(*month),
                            static_cast<std::uint8_t>(*day),
                            static_cast<std::uint8_t>(*hour),
                            static_cast<std::uint8_t>(*minute),
                            static_cast<std::uint8_t>(*second)};
}

read_time<sessions::duration> duration_of(std::string_view written)
{
    const time_fault malformed{
        "must be a length such as PT36H, P1DT12H or PT45M: days, hours, minutes, seconds"};
    if (!written.starts_with('P') || written.size() < 3)
        return malformed;
    std::int64_t seconds = 0;
    std::size_t next_unit = 0;
    bool is_time = false;
    for (std::size_t position = 1; position < written.size();) {
        if (written[position] == 'T' && !is_time) {
            is_time = true;
            if (++position == written.size())
                return malformed;
        }
        const auto more = part(written, position, is_time, next_unit);
        if (!more)
            return malformed;
        seconds += *more;
    }
    if (seconds == 0)
        return time_fault{"must be longer than nothing"};
    if (seconds > seconds_max)
        return time_fault{fmt::format("must be at most {} days", seconds_max / 86'400)};
    return std::chrono::seconds{seconds};
}

read_time<sessions::instant> instant_of(const base::zone_resolver& zones, std::string_view zone,
                                        const base::local_time& local)
{
    const auto found = zones(zone, local);
    switch (found.fate) {
    case base::local_fate::exact: return found.first.at;
    case base::local_fate::skipped:
        return time_fault{fmt::format(
            "{} does not exist in {}, where the clocks jump over it: write {} ({}) or {} ({})",
            written_form(local), zone, written_form(found.first.shown), offset_form(found.first.offset_s),
            written_form(found.second.shown), offset_form(found.second.offset_s))};
    case base::local_fate::repeated:
        return time_fault{fmt::format(
            "{} happens twice in {}, where the clocks are set back: first at {} ({}), again at {} ({}): "
            "write a time "
            "that happens once",
            written_form(local), zone, utc_form(found.first.at), offset_form(found.first.offset_s),
            utc_form(found.second.at), offset_form(found.second.offset_s))};
    case base::local_fate::unknown_zone: break;
    }
    return time_fault{fmt::format("cannot be placed: {} is no known time zone", zone)};
}

}  // namespace jamhall::codec
