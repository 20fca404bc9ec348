// SPDX-License-Identifier: Apache-2.0
#include "engine/store/snapshot_file.hpp"

#include "tests/unit/engine/store/store_fixture.hpp"

#include <sys/stat.h>

#include <fstream>

using namespace jamhall;
using namespace jamhall::store;

namespace {

/// A log of two events and where it ends.
log_head two_events(jam_store& writer)
{
    append_batch both;
    both.events.push_back(event_of(1, "jam_created"));
    both.events.push_back(event_of(2, "phase_began"));
    writer.append(both);
    return writer.head();
}

void keep(const std::filesystem::path& jam, const log_head& at, std::string_view body)
{
    snapshot_writer kept{jam, at};
    kept.add(body.substr(0, 1));
    kept.add(body.substr(1));
    kept.keep();
}

}  // namespace

TEST_CASE("The newest snapshot is kept beside the jam's file, for its owner only")
{
    const temporary_folder folder;
    auto writer = jam_store::create(folder / "a.jam");
    const auto head = two_events(writer);
    jam_reader reader{folder / "a.jam"};
    CHECK_FALSE(reader.snapshot().has_value());

    const std::string large(9'000'000, 's');
    keep(folder / "a.jam", head, "an older one");
    keep(folder / "a.jam", head, large);
    const auto read = reader.snapshot().value();
    CHECK(read.offset == head.offset);
    CHECK(read.hash == head.hash);
    CHECK((read.body == large));
    struct stat status {};
    REQUIRE(::stat(snapshot_file_of(folder / "a.jam").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0600);
}

TEST_CASE("A snapshot that was not finished leaves the one before it and nothing else")
{
    const temporary_folder folder;
    auto writer = jam_store::create(folder / "a.jam");
    const auto head = two_events(writer);
    keep(folder / "a.jam", head, "whole");
    {
        snapshot_writer given_up{folder / "a.jam", head};
        given_up.add("half");
    }
    CHECK(jam_reader{folder / "a.jam"}.snapshot()->body == "whole");
    CHECK_FALSE(std::filesystem::exists(snapshot_file_of(folder / "a.jam").string() + ".new"));
}

TEST_CASE("A snapshot of another log, of a longer one or cut short is not taken")
{
    const temporary_folder folder;
    auto writer = jam_store::create(folder / "a.jam");
    auto head = two_events(writer);
    jam_reader reader{folder / "a.jam"};

    head.offset = {3};
    keep(folder / "a.jam", head, "of a longer log");
    CHECK_FALSE(reader.snapshot().has_value());
    head.offset = {1};
    keep(folder / "a.jam", head, "of another log");
    CHECK_FALSE(reader.snapshot().has_value());
    std::ofstream{snapshot_file_of(folder / "a.jam")} << "short";
    CHECK_FALSE(reader.snapshot().has_value());
}

TEST_CASE("A snapshot that cannot be written says so")
{
    const temporary_folder folder;
    CHECK(fault_of([&] { snapshot_writer{folder / "no such folder" / "a.jam", {}}; }) == store_fault::io);
}
