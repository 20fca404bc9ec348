// SPDX-License-Identifier: Apache-2.0
#include "engine/net/connection.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

#include <chrono>
#include <future>
#include <thread>

using namespace jamhall::net;

namespace {

struct notes_where_it_ends {
    explicit notes_where_it_ends(std::promise<std::thread::id>& tell) : told{tell} {}
    ~notes_where_it_ends() { told.set_value(std::this_thread::get_id()); }

    std::promise<std::thread::id>& told;
};

}  // namespace

TEST_CASE("connection: it ends on its own loop, wherever it is let go", "[net]")
{
    boost::asio::io_context loop{1};
    const auto open = boost::asio::make_work_guard(loop);
    std::promise<std::thread::id> ended_on;
    auto made = make_at_home<notes_where_it_ends>(loop.get_executor(), ended_on);
    std::jthread worker{[&] { loop.run(); }};
    made.reset();
    CHECK(ended_on.get_future().get() == worker.get_id());
    loop.stop();
}

TEST_CASE("connection: on a loop that no longer runs it ends with the loop", "[net]")
{
    std::promise<std::thread::id> ended_on;
    auto ended = ended_on.get_future();
    {
        boost::asio::io_context loop{1};
        make_at_home<notes_where_it_ends>(loop.get_executor(), ended_on).reset();
        CHECK(ended.wait_for(std::chrono::seconds{0}) == std::future_status::timeout);
    }
    CHECK(ended.get() == std::this_thread::get_id());
}
