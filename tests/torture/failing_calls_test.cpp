// SPDX-License-Identifier: Apache-2.0
// T4 from inside: the n-th call to the kernel, the n-th allocation of SQLite, the n-th of our own fails, for one n after
// the other, over the whole life of a hall's files. Nothing crashes, nothing acknowledged is lost, and opening again works.
#include "engine/live/jam_core.hpp"
#include "engine/store/backup.hpp"
#include "engine/store/erasing.hpp"
#include "engine/store/files.hpp"
#include "engine/store/hall_store.hpp"
#include "engine/store/restore.hpp"
#include "engine/store/schema.hpp"
#include "engine/store/verify.hpp"
#include "sessions/rules/evolve.hpp"
#include "tests/torture/failing_memory.hpp"
#include "tests/torture/old_format.hpp"
#include "tests/torture/scenes.hpp"

#include <cerrno>
#include <span>

using namespace jamhall;
using namespace jamhall::store;
using namespace jamhall::torture;

namespace {

/// A folder as a hall was left: an old jam, nothing else opened yet.
void prepare(const std::filesystem::path& data)
{
    create_private_folder(data / "jams");
    make_jam_file(data / "jams/current.jam");
    make_old_format(data / "jams/current.jam", 2, data / "jams/old.jam");
    std::filesystem::remove(data / "jams/current.jam");
    hall_store hall{data / "hall.db"};
    for (const auto* name : {"old", "new"}) {
        const auto id = *sessions::slug::parse(name);
        hall.add_jam({id, name, std::string{name} + ".jam", {1}});
    }
}

/// What a hall does with its files, a step after the other; gives how many events of the new jam were acknowledged.
/// A step that fails is tried again once as the jam does, after reopening; a failed sync ends the writing.
std::uint64_t live(const std::filesystem::path& root, const std::vector<sessions::event>& log)
{
    std::uint64_t acknowledged = 0;
    try {
        const auto file = root / "data/jams/new.jam";
        jam_store::open(root / "data/jams/old.jam");
        auto writer = jam_store::create(file);
        writer.epoch();
        sessions::jam_state state;
        for (std::size_t at = 0; at < log.size(); at += 7) {
            const auto count = std::min<std::size_t>(7, log.size() - at);
            const auto batch = played_batch(log, at, count);
            try {
                writer.append(batch);
            } catch (const store_error& error) {
                if (error.fault() == store_fault::unsynced)
                    throw;
                writer.reopen();
                if (writer.head().offset.value < at + count)
                    writer.append(batch);
            }
            acknowledged = at + count;
            for (const auto& happened : std::span{log}.subspan(at, count))
                sessions::evolve(state, happened);
        }
        live::keep_snapshot(file, state);
        jam_reader reader{file};
        reader.search("trees", 10);
        live::load_jam(reader);
        make_backup({.data = root / "data", .out = root / "copy", .program = "", .keep_days = {}});
        restore_backup({.from = root / "copy", .data = root / "again", .forget = nullptr});
    } catch (const std::exception&) {
        // It is refused in one way or another; what is left is looked at below.
    }
    return acknowledged;
}

/// Nothing, or what is wrong with what is left, once calls work again.
std::string wrong_in(const std::filesystem::path& root, const std::vector<sessions::event>& log,
                     std::uint64_t acknowledged)
{
    try {
        if (auto wrong = judge_jam(log, acknowledged, root / "data/jams/new.jam"); !wrong.empty())
            return wrong;
        jam_store::open(root / "data/jams/old.jam");
        if (auto found = verify_jam_file(root / "data/jams/old.jam"); !found.is_sound)
            return "the old jam: " + found.first_difference;
        if (hall_store{root / "data/hall.db"}.jams().size() != 2)
            return "hall.db lost a jam";
        // A backup that has its name is whole.
        if (std::filesystem::exists(root / "copy"))
            restore_backup({.from = root / "copy", .data = root / "checked", .forget = nullptr});
        if (std::filesystem::exists(root / "again") && !verify_jam_file(root / "again/jams/new.jam").is_sound)
            return "a restored jam is not sound";
        return "";
    } catch (const std::exception& error) {
        return error.what();
    }
}

struct tally {
    std::size_t runs = 0;
    std::size_t failed = 0;
};

/// Lives once for every `step`-th n up to where nothing fails any more. `arm` lets the n-th fail, `disarm` says whether it
/// did.
template <class Arm, class Disarm>
tally fail_each(std::size_t step, const Arm& arm, const Disarm& disarm)
{
    const auto log = small_jam();
    const scratch prepared;
    prepare(prepared / "data");
    tally count;
    for (std::size_t n = 1;; n += step) {
        const scratch root;
        std::filesystem::copy(prepared / "data", root / "data", std::filesystem::copy_options::recursive);
        const auto with = arm(root.path(), n);
        const auto acknowledged = live(root.path(), log);
        const bool has_failed = disarm(with);
        const auto wrong = wrong_in(root.path(), log, acknowledged);
        INFO("call " << n << ", acknowledged " << acknowledged);
        CHECK(wrong == "");
        ++count.runs;
        if (!has_failed)
            return count;
        ++count.failed;
    }
}

/// Whether there is such a step behind the first so many.
template <class Step>
bool has_since(const disk_recorder& disk, std::size_t steps)
{
    for (const auto& each : std::span{disk.steps()}.subspan(steps))
        if (std::holds_alternative<Step>(each))
            return true;
    return false;
}

std::size_t step_of(std::size_t in_short)
{
    return std::max<std::size_t>(1, in_short / effort());
}

}  // namespace

TEST_CASE(
    "T4: Whichever call to the kernel fails, nothing crashes, nothing acknowledged is lost, and opening "
    "again works")
{
    for (const int error : {EIO, ENOSPC}) {
        const auto count = fail_each(
            step_of(13),
            [&](const auto& root, std::size_t n) {
                auto disk = std::make_unique<disk_recorder>(root);
                disk->fail_any(n, error);
                return disk;
            },
            [](const auto& disk) {
                const bool failed = disk->has_failed();
                disk->heal();
                return failed;
            });
        line{} << "kernel calls, " << (error == EIO ? "EIO" : "ENOSPC") << ": " << count.failed
               << " failed in " << count.runs << " lives";
        CHECK(count.failed > 30);
    }
}

TEST_CASE("T4: A hall killed at any call starts again with all it acknowledged")
{
    const auto count = fail_each(
        step_of(13),
        [](const auto& root, std::size_t n) {
            auto disk = std::make_unique<disk_recorder>(root);
            disk->die_at(n);
            return disk;
        },
        [](const auto& disk) {
            const bool failed = disk->has_failed();
            disk->heal();
            return failed;
        });
    line{} << "killed at a call: " << count.failed << " of " << count.runs << " lives";
    CHECK(count.failed > 30);
}

TEST_CASE(
    "T4: Whichever allocation of SQLite fails, nothing crashes, nothing acknowledged is lost, and opening "
    "again works")
{
    const failing_sqlite_memory memory;
    const auto count = fail_each(
        step_of(2'503), [&](const auto&, std::size_t n) { return memory.fail(n), 0; },
        [&](int) { return memory.heal(); });
    line{} << "allocations of SQLite: " << count.failed << " failed in " << count.runs << " lives";
    CHECK(count.failed > 20);
}

TEST_CASE(
    "T4: Whichever allocation of our own fails, nothing crashes, nothing acknowledged is lost, and opening "
    "again works")
{
    const auto count = fail_each(
        step_of(397), [](const auto&, std::size_t n) { return fail_new(n), 0; },
        [](int) { return heal_new(); });
    line{} << "allocations of our own: " << count.failed << " failed in " << count.runs << " lives";
    CHECK(count.failed > 5);
}

TEST_CASE(
    "T4, ER5: A sync of the list of erasures that fails is told as such, and no later one makes up for it")
{
    const scratch folder;
    create_private_folder(folder / "erasures");
    const erasure_line line{{7}, {1}, {{3}}, {}, {}, {}};
    // Of the folder with the new name, then of the line.
    for (const std::size_t n : {1U, 2U}) {
        const auto list = folder / ("erasures/" + std::to_string(n));
        disk_recorder disk{folder.path()};
        disk.fail(call::sync, n, EIO);
        CHECK(fault_of([&] { add_to_list(list, line); }) == store_fault::unsynced);
        REQUIRE(disk.has_failed());
        disk.heal();
        const auto failed_at = disk.steps().size();
        add_to_list(list, line);
        CHECK(has_since<disk_recorder::written>(disk, failed_at));
        CHECK(has_since<disk_recorder::synced>(disk, failed_at));
        CHECK(has_since<disk_recorder::folder_synced>(disk, failed_at) == (n == 1));
        CHECK(read_list(list) == std::vector{line});
    }
    write_file(folder / "snapshot", "of before");
    disk_recorder disk{folder.path()};
    disk.fail(call::sync, 1, EIO);
    CHECK(fault_of([&] { remove_durably(folder / "snapshot"); }) == store_fault::unsynced);
    disk.heal();
    const auto failed_at = disk.steps().size();
    remove_durably(folder / "snapshot");
    CHECK(has_since<disk_recorder::folder_synced>(disk, failed_at));
}
