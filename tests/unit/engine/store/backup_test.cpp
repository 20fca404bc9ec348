// SPDX-License-Identifier: Apache-2.0
#include "engine/store/backup.hpp"

#include "engine/store/data_folder.hpp"
#include "engine/store/hall_store.hpp"
#include "engine/store/restore.hpp"
#include "engine/store/schema.hpp"
#include "engine/store/verify.hpp"
#include "tests/unit/engine/store/played_jam.hpp"
#include "tests/unit/engine/store/store_fixture.hpp"

#include <sys/stat.h>

#include <algorithm>

using namespace jamhall;
using namespace jamhall::store;
using sessions::operator""_slug;

namespace {

unsigned mode_of(const std::filesystem::path& path)
{
    return static_cast<unsigned>(std::filesystem::status(path).permissions());
}

/// A hall of two jams: one in the middle, one closed.
void make_hall(const std::filesystem::path& folder)
{
    const data_folder data{folder};
    hall_store hall{data.hall_file()};
    hall.set_admin_token_hash(base::sha256_of("the administrator's"));
    for (const auto* name : {"one", "two"}) {
        const auto id = *sessions::slug::parse(name);
        hall.add_jam({id, name, data_folder::file_name_of(id), {1'000}});
    }
    login held{.cookie_hash = base::sha256_of("a cookie"),
               .is_admin = true,
               .created_at = {1},
               .used_at = {1},
               .expires_at = {9'000'000'000'000},
               .people = {}};
    hall.put_login(held);
    hall.add_one_time_link(base::sha256_of("a link of init"), {9'000'000'000'000});
    hall.put_join_code({*sessions::slug::parse("one"), "ABCD1234", {1}, {9'000'000'000'000}});
    auto writer = jam_store::create(data.jam_file("one.jam"));
    const auto log = small_jam();
    play(writer, std::vector(log.begin(), log.begin() + 20));
    writer.epoch();
    make_jam_file(data.jam_file("two.jam"));
}

backup_made back_up(const temporary_folder& folder, std::optional<int> keep_days = {})
{
    return make_backup(
        {.data = folder / "data", .out = folder / "copy", .program = "1.2.3", .keep_days = keep_days});
}

std::vector<std::string> names_in(const std::filesystem::path& folder)
{
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{folder})
        names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
}

void damage(const std::filesystem::path& file)
{
    auto bytes = read_file(file);
    for (std::size_t i = 0; i < 2'000; ++i)
        bytes[5 * 4096 + i] = 'x';
    write_file(file, bytes);
}

std::string epoch_of(const std::filesystem::path& jam)
{
    return jam_store::open(jam).epoch();
}

}  // namespace

TEST_CASE("A backup holds hall and jams, each sound, one file each, and a manifest that names them")
{
    const temporary_folder folder;
    make_hall(folder / "data");
    const auto made = back_up(folder);
    CHECK(made.folder == folder / "copy");
    CHECK(made.is_noted);
    CHECK(names_in(folder / "copy") == std::vector<std::string>{"hall.db", "jams", "manifest.json"});
    CHECK(names_in(folder / "copy/jams") == std::vector<std::string>{"one.jam", "two.jam"});
    CHECK(verify_jam_file(folder / "copy/jams/one.jam").events == 20);
    CHECK(verify_jam_file(folder / "copy/jams/two.jam").first_difference == "");
    for (const auto* private_to_owner : {"copy", "copy/jams"})
        CHECK(mode_of(folder / private_to_owner) == 0700U);
    for (const auto* private_to_owner :
         {"copy/hall.db", "copy/jams/one.jam", "copy/manifest.json", "data/backups.json"})
        CHECK(mode_of(folder / private_to_owner) == 0600U);

    const auto manifest = read_manifest(folder / "copy");
    CHECK(manifest == made.manifest);
    CHECK(manifest.program == "1.2.3");
    REQUIRE(manifest.files.size() == 3);
    CHECK(manifest.left_out.empty());
    const auto& one = manifest.files[1];
    CHECK(one.file == "jams/one.jam");
    CHECK(one.sha256 == base::sha256_of(read_file(folder / "copy/jams/one.jam")));
    CHECK(one.bytes == std::filesystem::file_size(folder / "copy/jams/one.jam"));
    CHECK(one.format == jam_schema().migrations.size());
    const auto head = jam_reader{folder / "data/jams/one.jam"}.head();
    CHECK(one.offset == head.offset);
    CHECK(one.head == head.hash);

    const auto mark = read_backup_mark(folder / "data");
    REQUIRE(mark);
    CHECK(mark->made_at == manifest.made_at);
    CHECK(mark->jams == 2);
    CHECK(mark->is_whole);
}

TEST_CASE("What is noted of the last backup and cannot be read is not taken for none")
{
    const temporary_folder folder;
    make_hall(folder / "data");
    CHECK_FALSE(read_backup_mark(folder / "data"));
    write_file(folder / "data/backups.json", "no mark");
    CHECK(fault_of([&] { read_backup_mark(folder / "data"); }) == store_fault::damaged);
    back_up(folder);
    CHECK(read_backup_mark(folder / "data"));
}

TEST_CASE("A backup takes the place of an older one in one step, and of nothing else")
{
    const temporary_folder folder;
    make_hall(folder / "data");
    const auto first = back_up(folder);
    hall_store{folder / "data/hall.db"}.set_setting("theme", "green");
    back_up(folder);
    CHECK(hall_store{folder / "copy/hall.db"}.setting("theme") == "green");
    CHECK(names_in(folder.path()) == std::vector<std::string>{"copy", "data"});

    const auto refused = [&](const std::filesystem::path& out) {
        return fault_of(
            [&] { make_backup({.data = folder / "data", .out = out, .program = "", .keep_days = {}}); });
    };
    std::filesystem::create_directory(folder / "mine");
    write_file(folder / "mine/letter.txt", "keep me");
    CHECK(refused(folder / "mine") == store_fault::conflict);
    CHECK(refused(folder / "data") == store_fault::conflict);
    CHECK(refused(folder / "data/jams/copy") == store_fault::conflict);
    CHECK(refused(folder.path()) == store_fault::conflict);
    damage(folder / "data/jams/two.jam");
    CHECK(refused(folder / "copy") == store_fault::damaged);
    CHECK(verify_jam_file(folder / "copy/jams/two.jam").is_sound);
    CHECK(read_file(folder / "mine/letter.txt") == "keep me");
    CHECK(hall_store{folder / "data/hall.db"}.jams().size() == 2);
}

TEST_CASE(
    "With days to keep, each backup has a folder of its own and older ones go, but never the newest whole "
    "one")
{
    const temporary_folder folder;
    make_hall(folder / "data");
    const auto whole_manifest = back_up(folder, 7).manifest;
    std::filesystem::remove_all(folder / "copy" / names_in(folder / "copy").front());
    const auto old = [&](const char* name, std::int64_t days, bool is_whole = true) {
        std::filesystem::create_directories(folder / "copy" / name);
        auto manifest = whole_manifest;
        if (!is_whole)
            manifest.left_out.push_back({"jams/two.jam", "damaged"});
        manifest.made_at.ms -= days * 24 * 60 * 60 * 1'000;
        write_file(folder / "copy" / name / "manifest.json", codec::encode_manifest(manifest));
    };
    std::filesystem::create_directories(folder / "copy/zz-photos");
    old("zz-six", 6);
    old("zz-eight", 8);

    damage(folder / "data/jams/two.jam");
    const auto half = back_up(folder, 7);
    CHECK(half.expired == std::vector<std::filesystem::path>{folder / "copy/zz-eight"});
    REQUIRE(half.manifest.left_out.size() == 1);
    CHECK(half.manifest.left_out[0].file == "jams/two.jam");
    CHECK_FALSE(std::filesystem::exists(half.folder / "jams/two.jam"));
    CHECK(verify_jam_file(half.folder / "jams/one.jam").is_sound);
    CHECK_FALSE(read_backup_mark(folder / "data")->is_whole);
    std::filesystem::remove_all(half.folder);
    std::filesystem::remove_all(folder / "copy/zz-six");
    old("zz-half", 1, false);
    old("zz-nine", 9);
    old("zz-eight", 8);
    const auto still_half = back_up(folder, 7);
    CHECK(still_half.expired == std::vector<std::filesystem::path>{folder / "copy/zz-nine"});
    std::filesystem::remove_all(still_half.folder);

    make_jam_file(folder / "data/jams/two.jam");
    const auto whole = back_up(folder, 7);
    CHECK(whole.expired == std::vector<std::filesystem::path>{folder / "copy/zz-eight"});
    CHECK(std::filesystem::exists(folder / "copy/zz-photos"));
    CHECK(std::filesystem::exists(whole.folder / "manifest.json"));
}

TEST_CASE("A backup says how long the people of each jam were told that it is kept")
{
    const temporary_folder folder;
    make_hall(folder / "data");
    auto log = small_jam();
    auto& created = std::get<sessions::jam_created>(log.front().body);
    auto planned = *created.what;
    planned.policy.backup_days = 14;
    planned.source = R"({"policies":{"backup_days":14}})";
    created.what = std::make_shared<const sessions::plan>(planned);
    std::filesystem::remove(folder / "data/jams/one.jam");
    {
        auto writer = jam_store::create(folder / "data/jams/one.jam");
        play(writer, std::vector(log.begin(), log.begin() + 10));
    }
    const auto promised = back_up(folder).promised;
    REQUIRE(promised.size() == 2);
    CHECK(promised[0].file == "jams/one.jam");
    CHECK(promised[0].days == 14);
    CHECK(promised[1].days == 35);
}

TEST_CASE(
    "A restored hall has the same jams under new epochs, nobody signed in and nothing that gets anybody in")
{
    const temporary_folder folder;
    make_hall(folder / "data");
    const auto epoch = epoch_of(folder / "data/jams/one.jam");
    const auto made = back_up(folder);
    const auto done = restore_backup({.from = folder / "copy", .data = folder / "new", .forget = nullptr});
    CHECK(done.manifest == made.manifest);
    CHECK(names_in(folder / "new") == std::vector<std::string>{"hall.db", "jams"});
    CHECK(names_in(folder / "new/jams") == std::vector<std::string>{"one.jam", "two.jam"});
    CHECK(mode_of(folder / "new") == 0700U);
    for (const auto* name : {"jams/one.jam", "jams/two.jam"}) {
        CHECK(verify_jam_file(folder / "new" / name).first_difference == "");
        CHECK(jam_reader{folder / "new" / name}.head() == jam_reader{folder / "data" / name}.head());
    }
    CHECK(epoch_of(folder / "new/jams/one.jam") != epoch);
    CHECK(epoch_of(folder / "new/jams/one.jam") == epoch_of(folder / "new/jams/one.jam"));
    hall_store hall{folder / "new/hall.db"};
    CHECK(hall.jams().size() == 2);
    CHECK(hall.logins({1}).empty());
    CHECK_FALSE(hall.admin_token_hash());
    CHECK(hall.join_codes().empty());
    CHECK_FALSE(hall.spend_one_time_link(base::sha256_of("a link of init"), {1}));
    CHECK(hall_store{folder / "copy/hall.db"}.admin_token_hash());
}

TEST_CASE("What was erased since is forgotten before a restored hall is in place, or nothing is in place")
{
    const temporary_folder folder;
    make_hall(folder / "data");
    back_up(folder);
    const auto restoring = [&](const auto& forget) {
        return restore_backup({.from = folder / "copy", .data = folder / "new", .forget = forget});
    };
    const auto forgets = [&](const std::filesystem::path& data) -> std::vector<std::string> {
        CHECK_FALSE(std::filesystem::exists(folder / "new"));
        auto on = database::open(data / "jams/two.jam", access::write);
        on.execute("DELETE FROM identity");
        return {"forgot one person"};
    };
    CHECK(restoring(forgets).forgotten == std::vector<std::string>{"forgot one person"});
    std::filesystem::remove_all(folder / "new");
    const auto breaks = [&](const std::filesystem::path& data) -> std::vector<std::string> {
        auto on = database::open(data / "jams/two.jam", access::write);
        on.execute("DELETE FROM post");
        return {};
    };
    CHECK(fault_of([&] { restoring(breaks); }) == store_fault::damaged);
    CHECK(names_in(folder.path()) == std::vector<std::string>{"copy", "data"});
}

TEST_CASE("A hall that was begun meanwhile where a backup is restored keeps its folder")
{
    const temporary_folder folder;
    make_hall(folder / "data");
    back_up(folder);
    std::filesystem::create_directory(folder / "new");
    const auto begins = [&](const std::filesystem::path&) -> std::vector<std::string> {
        hall_store{data_folder{folder / "new"}.hall_file()}.set_setting("theme", "green");
        return {};
    };
    CHECK(sentence_of([&] {
              restore_backup({.from = folder / "copy", .data = folder / "new", .forget = begins});
          }) == (folder / "new").string() + ": there is something already; restore into a new folder");
    CHECK(hall_store{folder / "new/hall.db"}.setting("theme") == "green");
    CHECK(names_in(folder.path()) == std::vector<std::string>{"copy", "data", "new"});
}

TEST_CASE("What is no whole backup, or has no place, is refused in one sentence and leaves nothing behind")
{
    const temporary_folder folder;
    make_hall(folder / "data");
    const auto manifest = back_up(folder).manifest;
    const auto restoring = [&](const std::filesystem::path& to) {
        return [&, to] { restore_backup({.from = folder / "copy", .data = to, .forget = nullptr}); };
    };
    CHECK(fault_of(restoring(folder / "data")) == store_fault::conflict);
    CHECK(fault_of(restoring(folder / "copy/manifest.json")) == store_fault::conflict);
    const auto good = read_file(folder / "copy/jams/two.jam");
    SECTION("a flipped bit")
    {
        auto bytes = good;
        bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 4);
        write_file(folder / "copy/jams/two.jam", bytes);
        CHECK(sentence_of(restoring(folder / "new")) ==
              (folder / "copy/jams/two.jam").string() + ": these are not the bytes that were backed up");
    }
    SECTION("a jam that is gone")
    {
        std::filesystem::remove(folder / "copy/jams/two.jam");
        CHECK(fault_of(restoring(folder / "new")) == store_fault::missing);
    }
    SECTION("no manifest")
    {
        std::filesystem::remove(folder / "copy/manifest.json");
        CHECK(fault_of(restoring(folder / "new")) == store_fault::missing);
    }
    SECTION("a jam of the directory that the manifest does not have")
    {
        auto short_of_one = manifest;
        short_of_one.files.pop_back();
        write_file(folder / "copy/manifest.json", codec::encode_manifest(short_of_one));
        CHECK(fault_of(restoring(folder / "new")) == store_fault::damaged);
    }
    SECTION("another log than the manifest says")
    {
        auto other = manifest;
        other.files.back().head[0] ^= 1U;
        write_file(folder / "copy/manifest.json", codec::encode_manifest(other));
        CHECK(sentence_of(restoring(folder / "new")) ==
              "jams/two.jam: the log does not end as it was backed up");
    }
    SECTION("a manifest that leads out of its folder")
    {
        auto out = manifest;
        out.files.back().file = "jams/../../data/hall.jam";
        write_file(folder / "copy/manifest.json", codec::encode_manifest(out));
        CHECK(fault_of(restoring(folder / "new")) == store_fault::damaged);
    }
    SECTION("a manifest of a newer program")
    {
        auto text = read_file(folder / "copy/manifest.json");
        text.replace(text.find("\"jamhall_backup\":1"), 18, "\"jamhall_backup\":2");
        write_file(folder / "copy/manifest.json", text);
        CHECK(sentence_of(restoring(folder / "new")).find("newer Jamhall") != std::string::npos);
    }
    CHECK_FALSE(std::filesystem::exists(folder / "new"));
    CHECK(names_in(folder.path()) == std::vector<std::string>{"copy", "data"});
}

TEST_CASE("A backup of an older format is checked as it is and brought up to date when it is restored")
{
    const temporary_folder folder;
    make_hall(folder / "data");
    std::filesystem::remove(folder / "data/jams/two.jam");
    {
        auto on = database::open(folder / "data/jams/two.jam", access::create);
        migrate(on,
                {.application_id = jam_schema().application_id,
                 .what = "a jam file",
                 .migrations = jam_schema().migrations.first(3)},
                true);
        on.execute("ATTACH '" + (folder / "data/jams/one.jam").string() +
                   "' AS newer; INSERT INTO event SELECT * FROM newer.event WHERE offset = 1; "
                   "INSERT INTO event_text SELECT * FROM newer.event_text WHERE offset = 1");
    }
    const auto made = back_up(folder);
    REQUIRE(made.manifest.left_out.empty());
    CHECK(made.manifest.files[2].format == 3);
    CHECK(made.manifest.files[2].offset == sessions::log_offset{1});
}
