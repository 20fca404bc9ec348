// SPDX-License-Identifier: Apache-2.0
#include "engine/clock/zones.hpp"

#include "engine/codec/json_in.hpp"
#include "engine/codec/plan_time_in.hpp"
#include "tests/unit/engine/codec/shared_data.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <functional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace jamhall;
using base::local_fate;

namespace {

/// "2027-03-28T00:30:00Z" as an instant.
sessions::instant utc(std::string_view written)
{
    const auto local = codec::local_time_of(written.substr(0, 19)).value();
    const std::chrono::sys_days day{std::chrono::year{local.year} / local.month / local.day};
    const auto at = day + std::chrono::hours{local.hour} + std::chrono::minutes{local.minute} +
                    std::chrono::seconds{local.second};
    return {std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count()};
}

std::string_view member(const codec::json_document& line, std::string_view name)
{
    for (const auto each : line.root())
        if (each.name() == name)
            return each.string();
    FAIL("the line has no " << name);
    return {};
}

std::vector<codec::json_document> lines_of(const std::string& file)
{
    std::vector<codec::json_document> lines;
    const auto folder = codec_test::shared_data("tz-edges");
    if (folder.empty())
        return lines;
    std::istringstream text{codec_test::bytes_of_file(folder / file)};
    for (std::string line; std::getline(text, line);)
        lines.push_back(codec::json_document::parse(line).value());
    return lines;
}

/// The collection was recorded early in 2025. What it says of later years holds until a law changes: in the few
/// zones where one did, the system's files are right.
struct changed_laws {
    std::set<std::string, std::less<>> zones;

    void judge(bool holds, std::string_view zone, std::string_view local)
    {
        INFO(zone << " " << local);
        const bool is_past = local < "2026";
        if (!holds && !is_past)
            zones.emplace(zone);
        REQUIRE((holds || !is_past));
    }
};

}  // namespace

TEST_CASE("PH2 a wall time that exists once has one instant")
{
    const auto zones = clock::system_zones();
    const auto found = zones("Europe/London", {2026, 12, 1, 9, 0, 0});
    CHECK(found.fate == local_fate::exact);
    CHECK(found.first.at == utc("2026-12-01T09:00:00Z"));
    CHECK(found.first.offset_s == 0);
    CHECK(zones("Asia/Kathmandu", {2026, 7, 1, 5, 45, 0}).first.at == utc("2026-07-01T00:00:00Z"));
    CHECK(zones("UTC", {2026, 7, 1, 0, 0, 0}).first.at == utc("2026-07-01T00:00:00Z"));
}

TEST_CASE("PH2 a wall time that the clocks jump over has a neighbour on each side")
{
    const auto found = clock::system_zones()("Europe/London", {2027, 3, 28, 1, 30, 0});
    CHECK(found.fate == local_fate::skipped);
    CHECK(found.first.shown == base::local_time{2027, 3, 28, 0, 30, 0});
    CHECK(found.first.offset_s == 0);
    CHECK(found.first.at == utc("2027-03-28T00:30:00Z"));
    CHECK(found.second.shown == base::local_time{2027, 3, 28, 2, 30, 0});
    CHECK(found.second.offset_s == 3'600);
    CHECK(found.second.at == utc("2027-03-28T01:30:00Z"));
}

TEST_CASE("PH2 a wall time that is shown twice has both instants")
{
    const auto found = clock::system_zones()("Europe/London", {2026, 10, 25, 1, 30, 0});
    CHECK(found.fate == local_fate::repeated);
    CHECK(found.first.at == utc("2026-10-25T00:30:00Z"));
    CHECK(found.first.offset_s == 3'600);
    CHECK(found.second.at == utc("2026-10-25T01:30:00Z"));
    CHECK(found.second.offset_s == 0);
}

TEST_CASE("PH2 what is no IANA zone is unknown")
{
    const auto zones = clock::system_zones();
    for (const auto* name :
         {"", "Europe", "Europe/Londom", "europe/london", "Europe/London ", "../../etc/passwd",
          "/etc/localtime", "London", "+01:00", "zone.tab", "tzdata.zi", "leapseconds"})
        CHECK(zones(name, {}).fate == local_fate::unknown_zone);
}

TEST_CASE("PH2 every wall time around a change of clocks resolves as recorded")
{
    const auto zones = clock::system_zones();
    changed_laws changed;
    int judged = 0;
    for (const auto& line : lines_of("local-times.jsonl")) {
        const auto zone = member(line, "zone");
        const auto found = zones(zone, codec::local_time_of(member(line, "local")).value());
        std::vector<sessions::instant> expected;
        for (const auto each : line.root())
            if (each.name() == "utc")
                for (const auto at : each)
                    expected.push_back(utc(at.string()));
        const auto fate = expected.empty()       ? local_fate::skipped
                          : expected.size() == 1 ? local_fate::exact
                                                 : local_fate::repeated;
        const bool holds = found.fate == fate && (expected.empty() || found.first.at == expected.front()) &&
                           (expected.size() < 2 || found.second.at == expected.back());
        changed.judge(holds, zone, member(line, "local"));
        // What is proposed instead of a time that does not exist must itself exist.
        if (found.fate == local_fate::skipped) {
            REQUIRE(zones(zone, found.first.shown).first.at == found.first.at);
            REQUIRE(zones(zone, found.second.shown).first.at == found.second.at);
        }
        ++judged;
    }
    CHECK((judged == 0 || judged == 2'720));
    CHECK(changed.zones.size() <= 3);
}

TEST_CASE("PH2 three calendar days last as long as recorded, whatever the clocks do")
{
    const auto zones = clock::system_zones();
    changed_laws changed;
    int judged = 0;
    for (const auto& line : lines_of("three-day-jams.jsonl")) {
        const auto at = [&](std::string_view name) {
            return codec::instant_of(zones, member(line, "zone"),
                                     codec::local_time_of(member(line, name)).value());
        };
        const auto start = at("start_local");
        const auto end = at("end_local");
        const bool holds = start.has_value() && end.has_value() && *start == utc(member(line, "start_utc")) &&
                           *end == utc(member(line, "end_utc"));
        changed.judge(holds, member(line, "zone"), member(line, "start_local"));
        ++judged;
    }
    CHECK((judged == 0 || judged == 1'088));
    CHECK(changed.zones.size() <= 3);
}
