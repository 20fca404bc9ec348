// SPDX-License-Identifier: Apache-2.0
// T11: a file of every format that ever was opens, is brought up to date and verifies; a kill or a power cut in the middle
// of that leaves a file that opens too; a newer one is refused by name and version.
#include "engine/live/jam_core.hpp"
#include "engine/store/hall_store.hpp"
#include "engine/store/schema.hpp"
#include "engine/store/verify.hpp"
#include "sessions/rules/evolve.hpp"
#include "tests/torture/old_format.hpp"
#include "tests/torture/scenes.hpp"

using namespace jamhall;
using namespace jamhall::store;
using namespace jamhall::torture;

namespace {

std::int64_t format_of(const std::filesystem::path& file)
{
    return database::open(file, access::read).query_integer("PRAGMA user_version");
}

}  // namespace

TEST_CASE(
    "T11: A jam of every format opens, is brought up to date, verifies and has the same events and state")
{
    const auto log = small_jam();
    const auto newest = jam_schema().migrations.size();
    for (std::size_t format = 1; format <= newest; ++format) {
        INFO("format " << format);
        const scratch folder;
        make_jam_file(folder / "current.jam");
        make_old_format(folder / "current.jam", format, folder / "a.jam");
        REQUIRE(format_of(folder / "a.jam") == static_cast<std::int64_t>(format));
        CHECK(judge_jam(log, log.size(), folder / "a.jam") == "");
        CHECK(format_of(folder / "a.jam") == static_cast<std::int64_t>(newest));
    }
}

TEST_CASE("T11: hall.db of every format opens and keeps its jams and sign-ins")
{
    const auto newest = hall_schema().migrations.size();
    for (std::size_t format = 1; format <= newest; ++format) {
        INFO("format " << format);
        const scratch folder;
        {
            auto old = hall_schema();
            old.migrations = old.migrations.first(format);
            auto on = database::open(folder / "hall.db", access::create);
            migrate(on, old, true);
            on.execute(
                "INSERT INTO jam (id, title, file, created_at_ms) VALUES ('parks', 'Parks', 'parks.jam', 7); "
                "INSERT INTO setting VALUES ('theme', 'green'); "
                "INSERT INTO login (cookie_hash, is_admin, created_at_ms, used_at_ms, expires_at_ms) "
                "VALUES (zeroblob(32), 1, 1, 1, 1000)");
        }
        hall_store hall{folder / "hall.db"};
        REQUIRE(hall.jams().size() == 1);
        CHECK(hall.jams()[0].title == "Parks");
        CHECK(hall.setting("theme") == "green");
        CHECK(hall.logins({10}).size() == 1);
        CHECK(format_of(folder / "hall.db") == static_cast<std::int64_t>(newest));
    }
}

TEST_CASE("T11: Killed or without power in the middle of a migration, the file opens at the next start")
{
    const auto log = small_jam();
    const scratch prepared;
    make_jam_file(prepared / "current.jam");
    make_old_format(prepared / "current.jam", 1, prepared / "a.jam");
    std::size_t kills = 0;
    std::mt19937 chance{seed()};
    for (std::size_t n = 1;; n += std::max<std::size_t>(1, 5 / effort())) {
        const scratch folder;
        std::filesystem::copy_file(prepared / "a.jam", folder / "a.jam");
        disk_recorder disk{folder.path()};
        disk.die_at(n);
        try {
            jam_store::open(folder / "a.jam");
        } catch (const store_error&) {
            // Killed.
        }
        const bool was_killed = disk.has_failed();
        disk.heal();
        INFO("killed at call " << n);
        CHECK(judge_jam(log, log.size(), folder / "a.jam") == "");
        if (!was_killed)
            break;
        ++kills;
    }
    CHECK(kills > 5);

    const scratch folder;
    disk_recorder disk{folder.path()};
    make_old_format(prepared / "current.jam", 1, folder / "a.jam");
    disk.promise(log.size());
    jam_store::open(folder / "a.jam");
    const auto count = judge_power_cuts(
        disk,
        [&](std::uint64_t promised, const std::filesystem::path& left) {
            return promised > 0 ? judge_jam(log, promised, left / "a.jam") : std::string{};
        },
        chance);
    line{} << "migrations: " << kills << " kills, " << count.images << " images, " << count.bad
           << " bad; seed " << seed() << (count.first_bad.empty() ? "" : "; ") << count.first_bad;
    CHECK(count.bad == 0);
}
