// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/plan_time_in.hpp"

#include <catch2/catch.hpp>

using namespace jamhall;
using namespace jamhall::codec;
using namespace std::chrono_literals;

namespace {

std::string fault_of(std::string_view written)
{
    const auto read = local_time_of(written);
    return read ? "" : read.error().message;
}

std::string length_fault(std::string_view written)
{
    const auto read = duration_of(written);
    return read ? "" : read.error().message;
}

}  // namespace

TEST_CASE("PH2 a wall time is a date and a time of day without an offset")
{
    CHECK(local_time_of("2026-12-01T09:00").value() == base::local_time{2026, 12, 1, 9, 0, 0});
    CHECK(local_time_of("2028-02-29T23:59:58").value() == base::local_time{2028, 2, 29, 23, 59, 58});
    for (const auto* malformed :
         {"", "now", "2026-12-01", "2026-12-01 09:00", "2026-12-01T9:00", "2026-12-01T09:00Z",
          "2026-12-01T09:00+01:00", "2026-12-01T09:00:00.5", "2026-12-01T09:0a", "20261201T0900",
          "+026-12-01T09:00", "2026-12-01T09:00:"})
        CHECK(fault_of(malformed) == "must be a local time such as 2026-12-01T09:00, without offset or zone");
    for (const auto* no_date :
         {"2026-02-29T09:00", "2026-13-01T09:00", "2026-00-01T09:00", "2026-04-31T09:00", "2026-12-01T24:00",
          "2026-12-01T09:60", "2026-12-31T23:59:60"})
        CHECK(fault_of(no_date) == "is no date and time of the calendar");
    CHECK(fault_of("1969-12-31T23:59") == "must be in the years 1970 to 2037");
    CHECK(fault_of("2038-01-01T00:00") == "must be in the years 1970 to 2037");
}

TEST_CASE("PH7 a length is ISO 8601 days, hours, minutes and seconds")
{
    CHECK(duration_of("PT36H").value() == 36h);
    CHECK(duration_of("P1D").value() == 24h);
    CHECK(duration_of("P1DT2H3M4S").value() == 26h + 3min + 4s);
    CHECK(duration_of("PT90M").value() == 90min);
    CHECK(duration_of("PT0H1S").value() == 1s);
    CHECK(duration_of("P0DT1M").value() == 1min);
    for (const auto* malformed : {"",       "P",     "PT",    "P1",    "P1DT",  "1D",      "pt1h", "PT1.5H",
                                  "PT-1H",  "P-1D",  "PT+1H", "P1W",   "P1M",   "P1Y",     "PT1D", "PT1M1H",
                                  "PT1H1H", "P1D1D", "P1H",   "PT1H ", " PT1H", "PT1HT1M", "PTH",  "P1DT2H3"})
        CHECK(length_fault(malformed).starts_with("must be a length such as"));
    CHECK(length_fault("PT0S") == "must be longer than nothing");
    CHECK(length_fault("P0D") == "must be longer than nothing");
}

TEST_CASE("PH7 a length is bounded and cannot overflow")
{
    CHECK(duration_of("P1830D").value() == 24h * 1830);
    CHECK(length_fault("P1831D") == "must be at most 1830 days");
    CHECK(length_fault("P1830DT1S") == "must be at most 1830 days");
    CHECK(length_fault("PT9223372036854775807H") == "must be at most 1830 days");
    CHECK(
        length_fault("P9223372036854775807DT9223372036854775807H9223372036854775807M9223372036854775807S") ==
        "must be at most 1830 days");
    CHECK(length_fault("PT99999999999999999999999S").starts_with("must be a length such as"));
}

TEST_CASE("PH2 a wall time that does not exist or exists twice is refused naming both candidates")
{
    const base::local_time asked{2027, 3, 28, 1, 30, 0};
    const base::local_reading early{{1'806'193'800'000}, {2027, 3, 28, 0, 30, 0}, 0};
    const base::local_reading late{{1'806'197'400'000}, {2027, 3, 28, 2, 30, 0}, 3'600};
    const auto zones = [&](base::local_fate fate) {
        return [&, fate](std::string_view, const base::local_time&) {
            return base::resolved_local{fate, early, late};
        };
    };
    CHECK(instant_of(zones(base::local_fate::exact), "Europe/London", asked).value() == early.at);
    CHECK(instant_of(zones(base::local_fate::skipped), "Europe/London", asked).error().message ==
          "2027-03-28T01:30 does not exist in Europe/London, where the clocks jump over it: write "
          "2027-03-28T00:30 "
          "(UTC+00:00) or 2027-03-28T02:30 (UTC+01:00)");
    CHECK(instant_of(zones(base::local_fate::repeated), "Europe/London", asked).error().message ==
          "2027-03-28T01:30 happens twice in Europe/London, where the clocks are set back: first at "
          "2027-03-28T00:30:00Z (UTC+00:00), again at 2027-03-28T01:30:00Z (UTC+01:00): write a time that "
          "happens once");
}
