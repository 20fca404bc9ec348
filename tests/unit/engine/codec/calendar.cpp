// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/calendar_out.hpp"
#include "sessions/rules/evolve.hpp"
#include "tests/unit/engine/codec/log_builder.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace jamhall;
using namespace jamhall::codec;
using namespace jamhall::codec_test;

namespace {

constexpr sessions::person_id ada{1};

/// The calendar after the first phase of the sample jam and what else happened.
std::string calendar_after(const std::vector<sessions::event_body>& more)
{
    log_builder log{sample_log_of_ideas()};
    for (const auto& body : more)
        log.add(ada, body);
    return calendar(sessions::replay(log.take()), "http://127.0.0.1/j/covjam");
}

int sequence_in(const std::string& text)
{
    return std::stoi(text.substr(text.find("SEQUENCE:") + 9));
}

}  // namespace

TEST_CASE("calendar: one event for each planned phase, lines of at most 75 octets that end in CR LF")
{
    auto text = calendar_after({});
    CHECK(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
    CHECK(text.ends_with("END:VCALENDAR\r\n"));
    std::size_t events = 0;
    for (auto at = text.find("BEGIN:VEVENT"); at != std::string::npos; at = text.find("BEGIN:VEVENT", at + 1))
        ++events;
    CHECK(events == sample_plan().agenda.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text.find("\r\n", at);
        REQUIRE(end != std::string::npos);
        CHECK(end - at <= 75);
        at = end + 2;
    }
}

TEST_CASE("calendar: the sequence rises with plan and clock, and not with what people write")
{
    using namespace sessions;
    const int before = sequence_in(calendar_after({}));
    CHECK(sequence_in(calendar_after(
              {post_added{post_id{7}, post_kind::idea, 0, {}, {}, false, "Benches."}})) == before);
    CHECK(sequence_in(calendar_after({clock_extended{5}})) == before + 1);
    CHECK(sequence_in(calendar_after({clock_paused{}, clock_resumed{}})) == before + 2);
    auto changed = sample_plan();
    changed.agenda.back().end = std::chrono::hours{9};
    CHECK(sequence_in(calendar_after({plan_changed{std::make_shared<const plan>(changed)}})) == before + 1);
    const auto cancelled = calendar_after({jam_cancelled{"Flood."}});
    CHECK(sequence_in(cancelled) == before + 1);
    CHECK(cancelled.find("STATUS:CANCELLED") != std::string::npos);
}

TEST_CASE("calendar: a title cannot break out of its line")
{
    using namespace sessions;
    auto changed = sample_plan();
    changed.title = "One, two; three\\four";
    const auto text = calendar_after({plan_changed{std::make_shared<const plan>(changed)}});
    CHECK(text.find("SUMMARY:One\\, two\\; three\\\\four: Share ideas") != std::string::npos);
}

TEST_CASE("calendar: the hour of a guest is an event that keeps its name when it moves")
{
    using namespace sessions;
    auto planned = sample_plan();
    planned.guests = {
        {"Prof. Vo", planned.starts_at + std::chrono::hours{1}, 30, planned.forums[0].id, "On trees"}};
    const auto of = [&] { return calendar_after({plan_changed{std::make_shared<const plan>(planned)}}); };
    const auto uid_in = [](const std::string& text) {
        const auto at = text.find("UID:covjam-guest-");
        REQUIRE(at != std::string::npos);
        return text.substr(at, text.find("\r\n", at) - at);
    };
    const auto before = of();
    CHECK(before.find(": Guest Prof. Vo") != std::string::npos);
    CHECK(before.find("DESCRIPTION:On trees") != std::string::npos);
    CHECK(before.find("LOCATION:" + planned.forums[0].title) != std::string::npos);
    planned.guests[0].at = planned.guests[0].at + std::chrono::hours{1};
    const auto after = of();
    CHECK(uid_in(after) == uid_in(before));
    CHECK(after != before);
    planned.guests.push_back(planned.guests[0]);
    const auto twice = of();
    CHECK(twice.find("-2@jamhall") != std::string::npos);
    CHECK(uid_in(twice) == uid_in(before));
}
