// SPDX-License-Identifier: Apache-2.0
// What is erased because its time is over, and what is not because a clock was wrong.
#include "engine/base/metrics.hpp"
#include "engine/clock/real_time.hpp"
#include "engine/live/batch.hpp"
#include "tests/unit/engine/live/running_jam.hpp"
#include "tests/unit/engine/store/played_jam.hpp"
#include "tests/unit/engine/store/told_story.hpp"

#include <catch2/catch.hpp>

using namespace jamhall;
using namespace jamhall::test;
using sessions::ballot_switch;
using sessions::command;
using sessions::person_erasure;
using sessions::tallies_switch;

namespace {

sessions::plan open_now()
{
    return plan_for_now(ballot_switch::support, tallies_switch::sealed);
}

/// Something is stored while the clock stands this far ahead.
void store_ahead(const running_jam& jam, sessions::duration ahead)
{
    auto file = store::jam_store::open(jam.file());
    store::jam_reader reader{jam.file()};
    auto loaded = live::load_jam(reader);
    live::batch turn{loaded.state, loaded.names, loaded.exposure, clock::now() + ahead};
    const auto noted = turn.apply(sessions::record_export{sessions::export_kind::package},
                                  {sessions::actor_kind::person, olga});
    REQUIRE(noted.has_value());
    REQUIRE_FALSE(turn.is_empty());
    file.append(turn.to_store);
}

/// A jam that closed so long ago that both the names and everything else are due.
std::vector<event> closed_long_ago()
{
    constexpr sessions::duration back = hours{24 * 3'000};
    const plan planned = a_plan{}
                             .starts_at(start - back)
                             .phase("ideas"_slug, phase_kind::ideate, hours{1})
                             .policy([](policies& p) {
                                 p.names_days = 0;
                                 p.retention_days = 1;
                             })
                             .build();
    store::story told{opened(planned)};
    told.add({}, phase_began{1, clock_cause::clock});
    told.post(ada, "Kept a day longer than names.");
    told.add(olga, jam_closed{});
    for (auto& happened : told.log)
        happened.at = happened.at - back;
    return told.log;
}

}  // namespace

TEST_CASE("RT1: what is due is erased once it has been due for a while, so that a wrong clock erases nothing",
          "[live]")
{
    auto planned = open_now();
    planned.policy.retention_days = 0;
    constexpr std::chrono::milliseconds hesitates{700};
    running_jam jam{planned, [&](live::jam_setting& setting) { setting.retention_hesitates = hesitates; }};
    const auto begun = clock::monotonic_now();
    REQUIRE(jam.ask(olga, command{sessions::close_jam{}}).has_value());
    jam.settle([&] { return jam.core().state().at(ada).erased == sessions::person_erasure::everything; });
    CHECK(clock::monotonic_now() - begun >= hesitates);
}

TEST_CASE("RT1: a sweep that cannot be stored is tried again after a rest", "[live]")
{
    auto planned = open_now();
    planned.policy.retention_days = 0;
    running_jam jam{planned};
    auto saboteur = store::database::open(jam.file(), store::access::write);
    saboteur.execute(
        "CREATE TRIGGER sabotage BEFORE INSERT ON event WHEN NEW.type = 'erased' BEGIN SELECT RAISE(ABORT, "
        "'no'); END");
    const auto failed_before = base::metrics().batches_failed.value();
    const auto begun = clock::now();
    REQUIRE(jam.ask(olga, command{sessions::close_jam{}}).has_value());
    jam.settle([&] { return clock::now() - begun > sessions::duration{3'000}; });
    const auto tries = base::metrics().batches_failed.value() - failed_before;
    CHECK(tries >= 2);
    CHECK(tries <= 4);
    saboteur.execute("DROP TRIGGER sabotage");
    jam.settle([&] { return jam.core().state().at(ada).erased == sessions::person_erasure::everything; });
    jam.settle([&] { return jam.core().is_storing_well(); });
}

TEST_CASE("RT1: an instant in the log from a clock that was wrong makes nothing due", "[live]")
{
    auto planned = open_now();
    planned.policy.names_days = 0;
    planned.policy.retention_days = 365;
    std::chrono::milliseconds hesitates = hours{1};
    running_jam jam{planned, [&](live::jam_setting& setting) { setting.retention_hesitates = hesitates; }};
    REQUIRE(jam.ask(ada, command{idea("Kept for a year.")}).has_value());
    REQUIRE(jam.ask(olga, command{sessions::close_jam{}}).has_value());
    store_ahead(jam, hours{10 * 365 * 24});
    hesitates = {};
    jam.reopen();
    jam.settle([&] { return jam.core().state().at(ada).erased != sessions::person_erasure::none; });
    jam.settle([&] { return jam.core().is_storing_well(); });
    CHECK(jam.core().state().at(ada).erased == sessions::person_erasure::identity);
    CHECK(jam.core().state().at(post_id{1}).text == "Kept for a year.");
}

TEST_CASE("RT1: names and everything else wait each for an hour of their own", "[live]")
{
    const store::temporary_folder folder;
    {
        auto writer = store::jam_store::create(folder / "jam.jam");
        store::play(writer, closed_long_ago());
    }
    constexpr std::chrono::milliseconds hesitates{500};
    store::store_workers storing;
    live::workers on{1};
    live::jam_setting setting{.on = on, .storing = storing, .number = 1, .epoch = "epoch", .key = nullptr};
    setting.retention_hesitates = hesitates;
    const auto core = std::make_shared<live::jam_core>(setting, "jam"_slug,
                                                       store::jam_store::open(folder / "jam.jam", &storing));
    {
        store::jam_reader reader{folder / "jam.jam"};
        core->start(live::load_jam(reader));
    }
    const auto wait_while = [&](person_erasure reached) {
        const auto deadline = clock::monotonic_now() + std::chrono::seconds{20};
        while (core->state().at(ada).erased == reached && clock::monotonic_now() < deadline)
            on.at(0).loop.run_one_for(std::chrono::milliseconds{50});
    };
    wait_while(person_erasure::none);
    CHECK(core->state().at(ada).erased == person_erasure::identity);
    CHECK_FALSE(core->state().at(post_id{1}).text.empty());
    const auto begun = clock::monotonic_now();
    wait_while(person_erasure::identity);
    CHECK(core->state().at(ada).erased == person_erasure::everything);
    CHECK(clock::monotonic_now() - begun >= hesitates - std::chrono::milliseconds{100});
    storing.stop();
}
