// SPDX-License-Identifier: Apache-2.0
#include "engine/live/hub.hpp"

#include "tests/unit/engine/live/line.hpp"

#include <catch2/catch.hpp>

using namespace jamhall;
using live::feed_key;
using test::frame_of;
using test::line;

namespace {

const feed_key forum{1, {sessions::feed_kind::forum, 0}};
const feed_key lobby{1, {sessions::feed_kind::lobby, 0}};

}  // namespace

TEST_CASE("A hub gives one frame to everybody who watches the feed, and to nobody else", "[live]")
{
    live::hub hub;
    const auto ada = std::make_shared<line>();
    const auto ben = std::make_shared<line>();
    hub.watch(forum, ada, 0);
    hub.watch(lobby, ben, 0);
    hub.publish(forum, frame_of("news"));
    CHECK(ada->texts() == std::vector<std::string>{"news"});
    CHECK(ben->texts().empty());
    CHECK(hub.watch_count() == 2);
}

TEST_CASE("A held watch gets its backfill first, then what was held, then the rest", "[live]")
{
    live::hub hub;
    const auto ada = std::make_shared<line>();
    hub.watch(forum, ada, 7);
    hub.publish(forum, frame_of("held"));
    CHECK(ada->texts().empty());
    hub.release(forum, ada.get(), 7, {frame_of("missed")});
    hub.publish(forum, frame_of("live"));
    CHECK(ada->texts() == std::vector<std::string>{"missed", "held", "live"});
}

TEST_CASE("A late backfill does not release a watch that began anew", "[live]")
{
    live::hub hub;
    const auto ada = std::make_shared<line>();
    hub.watch(forum, ada, 1);
    hub.watch(forum, ada, 2);
    hub.release(forum, ada.get(), 1, {frame_of("old")});
    CHECK(ada->texts().empty());
    hub.release(forum, ada.get(), 2, {frame_of("new")});
    CHECK(ada->texts() == std::vector<std::string>{"new"});
}

TEST_CASE("A watch that is held too long is cut off instead of growing", "[live]")
{
    live::hub hub;
    const auto ada = std::make_shared<line>();
    hub.watch(forum, ada, 1);
    for (int i = 0; i < 5'000 && !ada->closed_with; ++i)
        hub.publish(forum, frame_of("held"));
    CHECK(ada->closed_with == live::close_code::too_slow);
}

TEST_CASE("Unwatched and ended feeds deliver nothing more", "[live]")
{
    live::hub hub;
    const auto ada = std::make_shared<line>();
    const auto ben = std::make_shared<line>();
    hub.watch(forum, ada, 0);
    hub.watch(forum, ben, 0);
    hub.unwatch(forum, ada.get());
    hub.end_all(forum, frame_of("behind"));
    hub.publish(forum, frame_of("late"));
    CHECK(ada->texts().empty());
    CHECK(ben->texts() == std::vector<std::string>{"behind"});
    CHECK(hub.watch_count() == 0);
}
