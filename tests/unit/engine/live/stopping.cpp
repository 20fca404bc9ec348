// SPDX-License-Identifier: Apache-2.0
// A jam that is told to stop while people go on.
#include "engine/store/store_error.hpp"
#include "tests/unit/engine/live/running_jam.hpp"

#include <catch2/catch.hpp>

using namespace jamhall;
using namespace jamhall::test;
using sessions::ballot_switch;
using sessions::command;
using sessions::tallies_switch;

TEST_CASE("A jam that stops answers what it had taken, and ends although people go on sending", "[live]")
{
    running_jam jam{plan_for_now(ballot_switch::support, tallies_switch::sealed)};
    std::vector<live::answer> given;
    constexpr std::size_t many = 100;
    // Whoever is answered sends the next at once, with a key.
    std::function<void()> send_next = [&] {
        const codec::retry_key key{"key " + std::to_string(given.size()), {}};
        jam.core().submit(live::asked_command{{sessions::actor_kind::person, ada},
                                              command{idea()},
                                              key,
                                              false,
                                              [&](const live::answer& answer) {
                                                  given.push_back(answer);
                                                  if (answer && given.size() < many)
                                                      send_next();
                                              }});
    };
    send_next();
    bool has_stopped = false;
    jam.core().stop([&] { has_stopped = true; });
    jam.settle([&] { return has_stopped; });
    REQUIRE(given.size() == 2);
    CHECK(given.front().has_value());
    REQUIRE_FALSE(given.back().has_value());
    CHECK(given.back().error().code == reject_code::storage_failed);
    CHECK(given.back().error().retry_after);
    bool is_job_told = false;
    jam.core().submit(live::job{[](live::batch&) {}, [&](const std::exception_ptr&) { is_job_told = true; }});
    CHECK(is_job_told);

    jam.reopen();
    CHECK(jam.core().state().posts.size() == 1);
    CHECK(jam.ask(ada, command{idea()}, "key 1").has_value());
    CHECK(jam.core().state().posts.size() == 2);
}
