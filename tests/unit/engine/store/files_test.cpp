// SPDX-License-Identifier: Apache-2.0
#include "engine/store/files.hpp"

#include "engine/store/backup.hpp"
#include "engine/store/data_folder.hpp"
#include "engine/store/hall_store.hpp"
#include "engine/store/unfinished_folder.hpp"
#include "engine/store/verify.hpp"
#include "tests/unit/engine/store/played_jam.hpp"
#include "tests/unit/engine/store/store_fixture.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <thread>

using namespace jamhall;
using namespace jamhall::store;

namespace {

unsigned mode_of(const std::filesystem::path& path)
{
    struct stat found {};
    REQUIRE(::stat(path.c_str(), &found) == 0);
    return found.st_mode & 0777U;
}

}  // namespace

TEST_CASE("A data folder is made for its owner only and held by one process at a time")
{
    const temporary_folder folder;
    {
        const data_folder data{folder / "deep/data"};
        CHECK(mode_of(folder / "deep/data") == 0700U);
        CHECK(mode_of(folder / "deep/data/jams") == 0700U);
        CHECK(data.hall_file() == folder / "deep/data/hall.db");
        CHECK(data.jam_file("a.jam") == folder / "deep/data/jams/a.jam");
        CHECK(sentence_of([&] { data_folder{folder / "deep/data"}; }) ==
              (folder / "deep/data").string() + ": another jamhall serves this folder");
    }
    CHECK_NOTHROW(data_folder{folder / "deep/data"});
}

TEST_CASE("A data folder that is a file is refused in one sentence")
{
    const temporary_folder folder;
    write_file(folder / "data", "x");
    CHECK(fault_of([&] { data_folder{folder / "data"}; }) == store_fault::not_allowed);
    CHECK(fault_of([&] { data_folder{folder / "data/below"}; }) == store_fault::not_allowed);
}

TEST_CASE("A private file is written whole, with mode 0600, over the one before it")
{
    const temporary_folder folder;
    write_private_file(folder / "token", "first");
    write_private_file(folder / "token", "second");
    CHECK(read_file(folder / "token") == "second");
    CHECK(mode_of(folder / "token") == 0600U);
    CHECK_FALSE(std::filesystem::exists(folder / "token.new"));
    CHECK(fault_of([&] { write_private_file(folder / "none/token", "x"); }) == store_fault::missing);
}

TEST_CASE("A private file is never written through a link that stands in its way")
{
    const temporary_folder folder;
    write_file(folder / "precious", "kept");
    std::filesystem::create_symlink(folder / "precious", folder / "token.new");
    write_private_file(folder / "token", "first");
    CHECK(read_file(folder / "precious") == "kept");
    CHECK(read_file(folder / "token") == "first");
    CHECK_FALSE(std::filesystem::is_symlink(folder / "token"));
}

TEST_CASE("Root gives a private file to the owner of the file it is to be owned as")
{
    if (::geteuid() != 0) {
        WARN("skipped: only root gives files away");
        return;
    }
    constexpr uid_t somebody = 12'345;
    const temporary_folder folder;
    write_file(folder / "hall.db", "theirs");
    REQUIRE(::chown((folder / "hall.db").c_str(), somebody, somebody + 1) == 0);
    write_private_file(folder / "mark", "x", folder / "hall.db");
    write_private_file(folder / "other", "x", folder / "nowhere");
    struct stat mark {};
    REQUIRE(::stat((folder / "mark").c_str(), &mark) == 0);
    CHECK(mark.st_uid == somebody);
    CHECK(mark.st_gid == somebody + 1);
    CHECK(mode_of(folder / "mark") == 0600U);
    CHECK(read_file(folder / "other") == "x");
}

TEST_CASE(
    "A finished folder takes a place that holds something only to replace it, and holds that until it is "
    "gone")
{
    const temporary_folder folder;
    std::filesystem::create_directory(folder / "place");
    write_file(folder / "place/old", "old");
    {
        unfinished_folder making{folder / "place"};
        write_file(making.path() / "new", "new");
        CHECK(fault_of([&] { making.put_in_place(); }) == store_fault::conflict);
        CHECK(read_file(folder / "place/old") == "old");
        making.replace();
        CHECK(read_file(folder / "place/new") == "new");
        // The old one goes only now, under the name that the next to make the same would take.
        CHECK(fault_of([&] { unfinished_folder{folder / "place"}; }) == store_fault::in_use);
    }
    CHECK_FALSE(std::filesystem::exists(folder / "place/old"));
    CHECK_FALSE(std::filesystem::exists(folder / ".place.unfinished"));
    CHECK_NOTHROW(unfinished_folder{folder / "place"});
}

TEST_CASE("A damaged file is not backed up over a good copy")
{
    const temporary_folder folder;
    make_jam_file(folder / "a.jam");
    backup_file(folder / "a.jam", folder / "copy.jam");
    const auto good = read_file(folder / "copy.jam");
    auto damaged = read_file(folder / "a.jam");
    for (std::size_t i = 0; i < 2'000; ++i)
        damaged[5 * 4096 + i] = 'x';
    write_file(folder / "a.jam", damaged);
    CHECK(fault_of([&] { backup_file(folder / "a.jam", folder / "copy.jam"); }) == store_fault::damaged);
    CHECK(read_file(folder / "copy.jam") == good);
    CHECK_FALSE(std::filesystem::exists(folder / "copy.jam.new"));
}

TEST_CASE("Backups taken while batches are being written are sound at some event each")
{
    const temporary_folder folder;
    const auto log = small_jam();
    auto writer = jam_store::create(folder / "a.jam");
    std::atomic<bool> is_done = false;
    std::thread writing{[&] {
        play(writer, log, 1);
        is_done = true;
    }};
    std::size_t copies = 0;
    bool is_last = false;
    while (!is_last) {
        is_last = is_done;
        backup_file(folder / "a.jam", folder / "copy.jam");
        const auto found = verify_jam_file(folder / "copy.jam");
        INFO(found.first_difference);
        CHECK(found.is_sound);
        ++copies;
    }
    writing.join();
    CHECK(copies >= 1);
    CHECK(verify_jam_file(folder / "copy.jam").events == log.size());
}
