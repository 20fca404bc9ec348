// SPDX-License-Identifier: Apache-2.0
// What a backup does with what stands beside it: older ones, what killed runs left, strangers, lists of erasures.
#include "engine/store/older_backups.hpp"

#include "engine/store/data_folder.hpp"
#include "engine/store/erasing.hpp"
#include "engine/store/hall_store.hpp"
#include "engine/store/unfinished_folder.hpp"
#include "tests/unit/engine/store/played_jam.hpp"
#include "tests/unit/engine/store/store_fixture.hpp"

#include <algorithm>

using namespace jamhall;
using namespace jamhall::store;

namespace {

using names = std::vector<std::string>;

/// A hall of one jam, which is backed up beside older backups.
struct backed_up_hall {
    temporary_folder folder;
    std::filesystem::path out = folder / "copies";
    codec::backup_manifest manifest;

    backed_up_hall()
    {
        const data_folder data{folder / "data"};
        const auto id = *sessions::slug::parse("two");
        hall_store{data.hall_file()}.add_jam({id, "two", data_folder::file_name_of(id), {1'000}});
        make_jam_file(data.jam_file("two.jam"));
        manifest = back_up(std::nullopt).manifest;
        std::filesystem::remove_all(out);
    }

    /// A backup of so many days before now.
    void add(const char* name, int days, bool is_whole = true) const
    {
        std::filesystem::create_directories(out / name);
        auto older = manifest;
        if (!is_whole)
            older.left_out.push_back({"jams/two.jam", "damaged"});
        older.made_at.ms -= std::int64_t{days} * 24 * 60 * 60 * 1'000;
        write_file(out / name / "manifest.json", codec::encode_manifest(older));
    }

    backup_made back_up(std::optional<int> keep_days) const
    {
        return make_backup({.data = folder / "data", .out = out, .program = "1.2.3", .keep_days = keep_days});
    }

    bool has(const char* name) const { return std::filesystem::exists(out / name); }
};

names expired(const backup_made& made)
{
    names gone;
    for (const auto& each : made.expired)
        gone.push_back(each.filename().string());
    return gone;
}

/// A line of what stands in a jam's file, as before its commit.
erasure_line line_of_text_in(const std::filesystem::path& jam)
{
    auto on = database::open(jam, access::read);
    auto row = on.prepare("SELECT offset, field, hash FROM event JOIN event_text USING (offset) LIMIT 1");
    REQUIRE(row.step());
    erased_text text{{static_cast<std::uint64_t>(row.integer(0))}, std::string{row.text(1)}, {}};
    const auto hash = row.blob(2);
    std::copy_n(hash.begin(), text.mark.size(), text.mark.begin());
    return {{9'999}, {1}, {}, {{1}}, {}, {text}};
}

}  // namespace

TEST_CASE("A clock that stands ahead for one run does not take the older backups with it")
{
    const backed_up_hall hall;
    for (const int days : {400, 401, 406, 408})
        hall.add(("zz-" + std::to_string(days)).c_str(), days);
    const auto ahead = hall.back_up(7);
    CHECK(expired(ahead) == names{"zz-408"});
    REQUIRE(ahead.notes.size() == 1);
    CHECK(ahead.notes[0].find("if the clock is right, the next run removes them") != std::string::npos);
    CHECK(ahead.faults.empty());

    // It was right: the next run has the one of before beside it.
    std::filesystem::remove_all(ahead.folder);
    hall.add("zz-1", 1);
    auto next = hall.back_up(7);
    CHECK(expired(next) == names{"zz-400", "zz-401", "zz-406"});
    CHECK(next.notes.empty());

    // It was not: what was made then is told each time, and what is too old goes all the same.
    std::filesystem::remove_all(next.folder);
    hall.add("zz-ahead", -400);
    hall.add("zz-8", 8);
    next = hall.back_up(7);
    CHECK(expired(next) == names{"zz-8"});
    REQUIRE(next.notes.size() == 1);
    CHECK(next.notes[0].starts_with((hall.out / "zz-ahead").string() + ": "));
    CHECK(hall.has("zz-ahead"));
    CHECK(hall.has("zz-1"));
}

TEST_CASE("While no run is whole the newest that was is kept, and one of the future is not taken for it")
{
    const backed_up_hall hall;
    hall.add("zz-ahead", -400);
    hall.add("zz-1", 1, false);
    hall.add("zz-8", 8);
    hall.add("zz-9", 9);
    write_file(hall.folder / "data/jams/two.jam", "damaged");
    CHECK(expired(hall.back_up(7)) == names{"zz-9"});
    CHECK(hall.has("zz-8"));
}

TEST_CASE("A backup made without days to keep is told of by runs that have them")
{
    const backed_up_hall hall;
    hall.back_up({});
    const auto made = hall.back_up(7);
    REQUIRE(made.notes.size() == 1);
    CHECK(made.notes[0].find("made without --keep-days") != std::string::npos);
    CHECK(hall.has("hall.db"));
}

TEST_CASE("What killed runs left beside backups goes, and what another program still makes there stays")
{
    const backed_up_hall hall;
    for (const auto* left : {".20260101T000000Z.unfinished", ".20260102T000000Z.unfinished"}) {
        std::filesystem::create_directories(hall.out / left / "jams");
        write_file(hall.out / left / "jams/two.jam", "texts");
    }
    std::filesystem::create_directories(hall.out / ".mine");
    const folder_lock other{hall.out / ".20260102T000000Z.unfinished"};
    CHECK(hall.back_up(7).faults.empty());
    CHECK_FALSE(hall.has(".20260101T000000Z.unfinished"));
    CHECK(hall.has(".20260102T000000Z.unfinished/jams/two.jam"));
    CHECK(hall.has(".mine"));
}

TEST_CASE("An old backup gets a name that the next run sweeps before any of it is removed, or stays whole")
{
    const backed_up_hall hall;
    hall.add("zz-eight", 8);
    hall.add("zz-six", 6);
    std::filesystem::create_directories(hall.out / ".zz-eight.unfinished/jams");
    {
        const folder_lock other{hall.out / ".zz-eight.unfinished"};
        const auto made = hall.back_up(7);
        CHECK(made.expired.empty());
        REQUIRE(made.faults.size() == 1);
        CHECK(made.faults[0].starts_with((hall.out / "zz-eight").string() + " is too old and could not be"));
        CHECK(hall.has("zz-eight/manifest.json"));
        CHECK(read_backup_mark(hall.folder / "data"));
        std::filesystem::remove_all(made.folder);
    }
    CHECK(expired(hall.back_up(7)) == names{"zz-eight"});
    CHECK_FALSE(hall.has(".zz-eight.unfinished"));
}

TEST_CASE(
    "What cannot be looked at beside a backup, or be noted there, does not keep the old ones from going")
{
    const backed_up_hall hall;
    hall.add("zz-eight", 8);
    hall.add("zz-six", 6);
    std::filesystem::create_symlink("lost+found", hall.out / "lost+found");
    std::filesystem::create_directories(hall.folder / "data/erasures");
    write_file(hall.folder / "data/erasures/one.erasures", "no line\n");
    const erasure_line good{{7}, {1}, {{3}}, {}, {}, {}};
    add_to_list(hall.folder / "data/erasures/two.erasures", good);
    const auto made = hall.back_up(7);
    CHECK(expired(made) == names{"zz-eight"});
    REQUIRE(made.faults.size() == 1);
    CHECK(made.faults[0].find("one.erasures: line 1 is no erasure") != std::string::npos);
    CHECK(read_list(hall.out / "erasures/two.erasures") == std::vector{good});
    const auto mark = read_backup_mark(hall.folder / "data");
    REQUIRE(mark);
    CHECK(mark->made_at == made.manifest.made_at);
}

TEST_CASE("ER5: An erasure that was not carried out yet, and may be refused, is not noted beside backups")
{
    const backed_up_hall hall;
    const auto jam = hall.folder / "data/jams/two.jam";
    const auto list = erasure_list_of(jam);
    const erasure_line done{{7}, {1}, {{3}}, {}, {}, {{{2}, "/text", {}}}};
    const auto pending = line_of_text_in(jam);
    add_to_list(list, done);
    add_to_list(list, pending);
    auto made = hall.back_up(7);
    CHECK(read_list(hall.out / "erasures/two.erasures") == std::vector{done});

    // The next one brings it, once it is carried out.
    database::open(jam, access::write).execute("DELETE FROM event_text");
    join_list(list, hall.out / "erasures/two.erasures", jam);
    CHECK(read_list(hall.out / "erasures/two.erasures") == std::vector{done, pending});
    // Of a file that was put back and not opened since, all but the last are known to have been carried out.
    const auto put_back = line_of_text_in(hall.out / made.folder.filename() / "jams/two.jam");
    const auto other = hall.folder / "other.erasures";
    add_to_list(other, put_back);
    add_to_list(other, done);
    join_list(other, hall.folder / "all", made.folder / "jams/two.jam");
    CHECK(read_list(hall.folder / "all") == std::vector{put_back, done});
    // Of a jam that is gone everything counts: better erased once too often than served again.
    join_list(list, hall.folder / "joined", hall.folder / "none.jam");
    CHECK(read_list(hall.folder / "joined") == std::vector{done, pending});
}

TEST_CASE("A backup takes the place of a backup only where nothing else of anybody's stands in it")
{
    const backed_up_hall hall;
    hall.back_up({});
    const auto refused = [&] { return fault_of([&] { hall.back_up({}); }) == store_fault::conflict; };
    write_file(hall.out / "hall.db-wal", "");
    CHECK_NOTHROW(hall.back_up({}));
    for (const auto* stranger : {"letter.txt", "jams/letter.txt"}) {
        write_file(hall.out / stranger, "keep me");
        CHECK(refused());
        CHECK(read_file(hall.out / stranger) == "keep me");
        std::filesystem::remove(hall.out / stranger);
    }
    write_file(hall.out / "manifest.json", "{\"name\":\"a program of somebody's\"}");
    CHECK(refused());
    CHECK(hall.has("hall.db"));
}
