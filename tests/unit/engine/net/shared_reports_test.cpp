// SPDX-License-Identifier: Apache-2.0
#include "engine/net/shared_reports.hpp"

#include "engine/report/report_html.hpp"
#include "tests/unit/sessions/views/told_jam.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

using namespace jamhall;
using namespace jamhall::net;
using namespace jamhall::sessions;

namespace {

int times_made = 0;

std::string counted(const jam_state& state, instant as_of)
{
    ++times_made;
    return std::to_string(state.last_offset.value) + " at " + std::to_string(as_of.ms);
}

struct reported_jam {
    told_jam jam{told_jam::plan_of({told_jam::phase_of("ideas"_slug, phase_kind::ideate)})};
    person_id ada = jam.person();
    shared_reports reports;
    const instant now = jam.state().what->starts_at + duration{5'000};
    const shared_reports::clock::time_point begun = shared_reports::clock::now();

    std::shared_ptr<shared_report> asked(instant at, std::chrono::seconds later = {}, bool is_staff = false,
                                         shared_report::maker how = counted)
    {
        return reports.of(jam.state(), how, at, is_staff, begun + later);
    }
    std::shared_ptr<shared_report> asked() { return asked(now); }
};

}  // namespace

TEST_CASE("shared reports: two readers of one state cause one making and hold one text", "[net]")
{
    reported_jam all;
    times_made = 0;
    const auto one = all.asked();
    const auto other = all.asked(all.now + duration{60'000});
    one->make_once();
    other->make_once();
    CHECK(times_made == 1);
    CHECK(&one->text() == &other->text());
    CHECK(one->text().ends_with(" at " + std::to_string(all.now.ms)));
}

TEST_CASE("shared reports: what happened since is in the next one, and nobody's text changes", "[net]")
{
    reported_jam all;
    const auto before = all.asked();
    before->make_once();
    const std::string text = before->text();
    all.jam.ring_until("ideas"_slug);
    const auto since = all.asked();
    since->make_once();
    CHECK(since->text() != text);
    CHECK(before->text() == text);
    CHECK(all.asked() == since);
}

TEST_CASE("shared reports: another jam, another form and another standing are another report", "[net]")
{
    reported_jam all;
    const auto one = all.asked();
    CHECK(all.asked(all.now, {}, false, report::report_html) != one);
    const auto before_start = all.asked(all.jam.state().what->starts_at - duration{1});
    CHECK(before_start != one);
    jam_state other = all.jam.state();
    other.id = "another"_slug;
    CHECK(all.reports.of(other, counted, all.now, false, all.begun) != one);
    CHECK(all.asked() == one);
}

TEST_CASE("shared reports: nothing is kept once nobody is sent it", "[net]")
{
    reported_jam all;
    times_made = 0;
    std::weak_ptr<shared_report> first = all.asked();
    CHECK(first.expired());
    all.asked()->make_once();
    all.asked()->make_once();
    CHECK(times_made == 2);
}

TEST_CASE("shared reports: however slow a reader is, ten minutes later the next has a fresh one", "[net]")
{
    reported_jam all;
    const auto slow = all.asked();
    CHECK(all.asked(all.now, std::chrono::minutes{10}) == slow);
    const auto fresh = all.asked(all.now, std::chrono::seconds{601});
    CHECK(fresh != slow);
    CHECK(all.asked(all.now, std::chrono::seconds{602}) == fresh);
}

TEST_CASE("shared reports: sixteen different ones at a time, more for staff alone", "[net]")
{
    reported_jam all;
    std::vector<std::shared_ptr<shared_report>> sent;
    for (std::size_t i = 0; i < shared_reports::held_max; ++i) {
        sent.push_back(all.asked());
        REQUIRE(sent.back());
        all.jam.person();  // an event
    }
    CHECK_FALSE(all.asked());
    CHECK(all.asked(all.now, {}, true));
    sent.pop_back();
    CHECK(all.asked());
}

TEST_CASE("shared reports: what could not be made is tried again by the next", "[net]")
{
    static bool fails = true;
    reported_jam all;
    const shared_report::maker how = [](const jam_state&, instant) -> std::string {
        if (std::exchange(fails, false))
            throw std::bad_alloc{};
        return "made";
    };
    const auto report = all.asked(all.now, {}, false, how);
    CHECK_THROWS_AS(report->make_once(), std::bad_alloc);
    report->make_once();
    CHECK(report->text() == "made");
}
