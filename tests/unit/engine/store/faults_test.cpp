// SPDX-License-Identifier: Apache-2.0
#include "engine/store/verify.hpp"
#include "sessions/rules/evolve.hpp"
#include "tests/unit/engine/store/disk_model.hpp"
#include "tests/unit/engine/store/played_jam.hpp"
#include "tests/unit/engine/store/store_fixture.hpp"

#include <sys/resource.h>

#include <csignal>
#include <optional>

using namespace jamhall;
using namespace jamhall::store;

namespace {

/// No file of this process grows beyond a size while it lives, as on a full disk or quota.
class file_size_limit {
public:
    explicit file_size_limit(std::uintmax_t bytes) : signal_before_{std::signal(SIGXFSZ, SIG_IGN)}
    {
        REQUIRE(::getrlimit(RLIMIT_FSIZE, &before_) == 0);
        const rlimit limited{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
        REQUIRE(::setrlimit(RLIMIT_FSIZE, &limited) == 0);
    }
    file_size_limit(const file_size_limit&) = delete;
    file_size_limit& operator=(const file_size_limit&) = delete;
    ~file_size_limit()
    {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, signal_before_);
    }

private:
    rlimit before_{};
    void (*signal_before_)(int);
};

append_batch long_idea(std::uint64_t offset)
{
    return idea_batch(offset, static_cast<std::uint32_t>(offset), std::string(100'000, 'x'));
}

}  // namespace

TEST_CASE("A full disk refuses the batch, keeps what was there, and takes it once there is room")
{
    const temporary_folder folder;
    auto writer = jam_store::create(folder / "a.jam");
    writer.append(idea_batch(1, 1, "one"));
    const auto head = writer.head();
    jam_reader reader{folder / "a.jam"};
    {
        const file_size_limit limit{std::filesystem::file_size(folder / "a.jam-wal") + 50'000};
        CHECK(fault_of([&] { writer.append(long_idea(2)); }) == store_fault::full);
        CHECK(reader.head() == head);
        CHECK(reader.search("one", 10).size() == 1);
        writer.reopen();
        CHECK(writer.head() == head);
        CHECK(fault_of([&] { writer.append(long_idea(2)); }) == store_fault::full);
    }
    writer.reopen();
    writer.append(long_idea(2));
    CHECK(reader.head().offset == sessions::log_offset{2});
}

TEST_CASE(
    "Whichever operation fails, an append is there whole or not at all, and writing goes on after reopening, "
    "after a "
    "failed sync only after a new start")
{
    const auto log = small_jam();
    const temporary_folder prepared;
    {
        auto writer = jam_store::create(prepared / "a.jam");
        play(writer, {log.begin(), log.begin() + 20});
    }
    for (const auto how : {disk_model::failure::io, disk_model::failure::full}) {
        std::size_t failed = 0;
        for (bool is_over = false; !is_over;) {
            const temporary_folder folder;
            std::filesystem::copy(prepared / "a.jam", folder / "a.jam");
            disk_model disk;
            auto writer = std::optional{jam_store::open(folder / "a.jam")};
            const auto before = writer->head();

            disk.fail_operation(failed + 1, how);
            append_batch batch = played_batch(log, 20, 10);
            try {
                writer->append(batch);
                is_over = !disk.has_failed();
            } catch (const store_error& error) {
                if (disk.has_failed_sync()) {
                    CHECK(error.fault() == store_fault::unsynced);
                    CHECK(fault_of([&] { writer->append(batch); }) == store_fault::unsynced);
                    CHECK(fault_of([&] { writer->reopen(); }) == store_fault::unsynced);
                    const auto left_alone = disk.operations();
                    writer.reset();  // as the program does when it is started again
                    CHECK(disk.operations() == left_alone);
                    writer.emplace(jam_store::open(folder / "a.jam"));
                } else {
                    CHECK(error.fault() ==
                          (how == disk_model::failure::io ? store_fault::io : store_fault::full));
                    CHECK(fault_of([&] { writer->append(batch); }) == store_fault::stale);
                    writer->reopen();
                }
                const bool is_there = writer->head().offset == batch.events.back().offset;
                CHECK((is_there || writer->head() == before));
                if (!is_there)
                    writer->append(batch);
            }
            disk.fail_operation(0, how);
            CHECK(writer->head().offset == sessions::log_offset{30});
            CHECK(verify_jam_file(folder / "a.jam").first_difference == "");
            failed += is_over ? 0 : 1;
        }
        CHECK(failed > 5);
    }
}

TEST_CASE(
    "A power cut loses no acknowledged batch and leaves a sound file, whatever of the rest reached the disk")
{
    const auto log = small_jam();
    std::mt19937 chance{20'261'123};
    for (int run = 0; run < 20; ++run) {
        const temporary_folder folder;
        disk_model disk;
        auto writer = jam_store::create(folder / "a.jam");
        for (std::size_t at = 0; at < log.size(); at += 5) {
            const auto batch = played_batch(log, at, 5);
            disk.fail_operation(chance() % 40, disk_model::failure::io);
            try {
                writer.append(batch);
            } catch (const store_error&) {
                break;
            }
        }
        disk.fail_operation(0, disk_model::failure::io);
        const auto acknowledged = writer.head();
        const temporary_folder after;
        disk.cut_power(folder.path(), after.path(), chance);

        auto reopened = jam_store::open(after / "a.jam");
        INFO("run " << run << ", acknowledged " << acknowledged.offset.value);
        CHECK(reopened.head().offset >= acknowledged.offset);
        CHECK(verify_jam_file(after / "a.jam").first_difference == "");
        const auto kept = jam_reader{after / "a.jam"}.events({}, acknowledged.offset, 1'000);
        REQUIRE(kept.size() == acknowledged.offset.value);
    }
}
