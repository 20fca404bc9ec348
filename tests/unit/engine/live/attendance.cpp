// SPDX-License-Identifier: Apache-2.0
#include "engine/live/attendance.hpp"

#include "tests/unit/engine/live/line.hpp"

#include <catch2/catch.hpp>

using namespace jamhall;
using test::line;

namespace {

live::attendee somebody(std::uint32_t person)
{
    return {std::make_shared<line>(), 0, {sessions::actor_kind::person, sessions::person_id{person}}};
}

const sessions::feed_id lobby{sessions::feed_kind::lobby, 0};
const sessions::feed_id streets{sessions::feed_kind::forum, 0};
const sessions::feed_id thread{sessions::feed_kind::thread, 12};

}  // namespace

TEST_CASE("People are counted once however many sockets they have", "[live]")
{
    live::attendance seats;
    const auto phone = somebody(3);
    const auto desktop = somebody(3);
    const auto admin = somebody(0);
    for (const auto& who : {phone, desktop, admin})
        seats.arrive(who);
    CHECK(seats.people_count() == 1);
    CHECK(seats.socket_count(sessions::person_id{3}) == 2);
    seats.leave(phone.line.get());
    CHECK(seats.people_count() == 1);
    seats.leave(desktop.line.get());
    CHECK(seats.people_count() == 0);
}

TEST_CASE("A feed is watched as long as one socket watches it", "[live]")
{
    live::attendance seats;
    const auto ada = somebody(3);
    const auto ben = somebody(4);
    seats.arrive(ada);
    seats.arrive(ben);
    seats.watch(ada.line.get(), streets);
    seats.watch(ada.line.get(), streets);
    seats.watch(ben.line.get(), streets);
    seats.unwatch(ada.line.get(), streets);
    CHECK(seats.is_watched(streets));
    CHECK(seats.leave(ben.line.get()) == std::vector{streets});
    CHECK_FALSE(seats.is_watched(streets));
}

TEST_CASE("Ending the post feeds leaves the others watched", "[live]")
{
    live::attendance seats;
    const auto ada = somebody(3);
    seats.arrive(ada);
    for (const auto feed : {lobby, streets, thread})
        seats.watch(ada.line.get(), feed);
    CHECK(seats.end_post_feeds().size() == 2);
    CHECK(seats.is_watched(lobby));
    CHECK_FALSE(seats.is_watched(streets));
    CHECK(seats.leave(ada.line.get()) == std::vector{lobby});
}

TEST_CASE("One socket cannot watch without end", "[live]")
{
    live::attendance seats;
    const auto ada = somebody(3);
    seats.arrive(ada);
    std::uint32_t taken = 0;
    while (taken < 10'000 && seats.watch(ada.line.get(), {sessions::feed_kind::thread, taken + 1}))
        ++taken;
    CHECK(taken == 200);
}
