// SPDX-License-Identifier: Apache-2.0
// What keeps an erasure from being finished: readers, a disk without room, tries that fail. And what else is erased of
// a person than they wrote.
#include "engine/store/erasing.hpp"
#include "engine/store/person_data.hpp"
#include "engine/store/schema.hpp"
#include "engine/store/verify.hpp"
#include "tests/unit/engine/store/disk_model.hpp"
#include "tests/unit/engine/store/played_jam.hpp"
#include "tests/unit/engine/store/store_fixture.hpp"
#include "tests/unit/engine/store/told_story.hpp"

#include <algorithm>
#include <fstream>
#include <set>

using namespace jamhall;
using namespace jamhall::store;
using namespace jamhall::test;

namespace {

/// A jam's file with the story in it, and what erasing Ada appends.
struct busy_file {
    temporary_folder folder;
    told jam = busy_story();
    std::filesystem::path file = folder / "jams/a.jam";
    append_batch erasing;

    busy_file()
    {
        std::filesystem::create_directory(folder / "jams");
        auto writer = jam_store::create(file);
        play(writer, jam.of.log);
        const auto until = jam.of.log.size();
        erase_ada(jam.of);
        erasing = played_batch(jam.of.log, until, jam.of.log.size());
    }

    jam_store opened() const
    {
        auto writer = jam_store::open(file);
        writer.list_erasures_in(erasure_list_of(file));
        return writer;
    }

    std::size_t left() const
    {
        std::size_t found = 0;
        for (const auto& text : jam.adas)
            found += left_of(text, folder.path()).size();
        return found;
    }
};

/// A program of somebody's that reads the file.
struct outside_reader {
    database on;

    explicit outside_reader(const std::filesystem::path& file) : on{database::open(file, access::read)}
    {
        on.execute("BEGIN");
        REQUIRE(on.query_integer("SELECT count(*) FROM event") > 0);
    }

    void leave() { on.execute("COMMIT"); }
};

}  // namespace

TEST_CASE("ER4: whoever reads the file keeps an erasure from being finished, and nothing else")
{
    busy_file jam;
    auto writer = jam.opened();
    outside_reader outside{jam.file};
    writer.append(jam.erasing);
    CHECK(writer.head().offset == jam.erasing.events.back().offset);
    CHECK_FALSE(writer.is_clean());
    writer.reopen();
    CHECK_FALSE(writer.is_clean());
    const auto until = jam.jam.of.log.size();
    jam.jam.of.add(ben, said{std::nullopt, "Good morning."});
    writer.append(played_batch(jam.jam.of.log, until, 1));
    // Trying again writes nothing anew.
    const auto log_bytes = std::filesystem::file_size(jam.file.string() + "-wal");
    writer.scrub_rest();
    writer.scrub_rest();
    CHECK_FALSE(writer.is_clean());
    CHECK(std::filesystem::file_size(jam.file.string() + "-wal") == log_bytes);
    CHECK(jam.left() > 0);
    outside.leave();
    writer.scrub_rest();
    CHECK(writer.is_clean());
    CHECK(jam.left() == 0);
    CHECK(verify_jam_file(jam.file).first_difference == "");
}

TEST_CASE("ER4: a file that could not be cleaned is opened all the same, and cleaned by the next erasure")
{
    busy_file jam;
    auto& s = jam.jam.of;
    {
        outside_reader outside{jam.file};
        {
            auto writer = jam.opened();
            writer.append(jam.erasing);
        }
        CHECK_FALSE(jam.opened().is_clean());
        auto writer = jam.opened();
        outside.leave();
        const auto until = s.log.size();
        s.add(rosa, gone(ben, erasure_scope::identity));
        writer.append(played_batch(s.log, until, 1));
        CHECK(writer.is_clean());
    }
    CHECK(jam.left() == 0);
    CHECK(jam.opened().is_clean());
}

TEST_CASE("ER4: nothing is erased where the disk has no room to write the file anew")
{
    busy_file jam;
    // A file that says it has more pages than the disk has room for: it is a hole.
    const auto page = std::uintmax_t{4'096};
    const auto pages = std::filesystem::space(jam.folder.path()).available / page + 1'000;
    REQUIRE(pages < 0xffff'0000U);
    std::filesystem::resize_file(jam.file, pages * page);
    {
        std::fstream bytes{jam.file, std::ios::binary | std::ios::in | std::ios::out};
        bytes.seekp(28);
        for (int shift = 24; shift >= 0; shift -= 8)
            bytes.put(static_cast<char>(pages >> static_cast<unsigned>(shift) & 0xffU));
    }
    auto writer = jam.opened();
    const auto head = writer.head();
    CHECK(fault_of([&] { writer.append(jam.erasing); }) == store_fault::full);
    CHECK(writer.head() == head);
    CHECK(read_list(erasure_list_of(jam.file)).empty());
    CHECK(writer.is_clean());
    writer.append(
        played_batch(busy_story().of.add(ben, said{std::nullopt, "Hello."}).log, head.offset.value, 1));
}

TEST_CASE("ER5: what is tried again stands once in the list, also behind a line that was cut short")
{
    busy_file jam;
    const auto list = erasure_list_of(jam.file);
    CHECK_FALSE(last_of_list(list));
    auto writer = jam.opened();
    {
        auto saboteur = database::open(jam.file, access::write);
        saboteur.execute(
            "CREATE TRIGGER sabotage BEFORE INSERT ON unscrubbed BEGIN SELECT RAISE(ABORT, 'no'); END");
    }
    // Once more at another instant; and after the line was written the commit fails.
    const auto line = erasure_line{{7}, {1}, {{3}}, {{1}}, {}, {{{2}, "/text", {}}}};
    add_to_list(list, line);
    auto later = line;
    later.at = {2};
    add_to_list(list, later);
    CHECK(read_list(list) == std::vector{line});
    later.offset = {9};
    for (std::size_t i = 0; i < 30'000; ++i)
        later.texts.push_back({{i + 1}, "/text", {}});
    add_to_list(list, later);
    add_to_list(list, later);
    write_file(list, read_file(list) + "{\"v\":1,");
    CHECK(last_of_list(list) == later);
    add_to_list(list, later);
    CHECK(read_list(list).size() == 2);
    add_to_list(list, line);
    CHECK(last_of_list(list) == line);
    CHECK(read_list(list).size() == 3);
}

TEST_CASE("ER5: an erasure that was refused is in no list, one that was committed all the same is")
{
    const auto earlier = erasure_line{{7}, {1}, {{3}}, {{1}}, {}, {{{2}, "/text", {}}}};
    std::size_t refused = 0;
    std::size_t committed = 0;
    bool is_over = false;
    for (std::size_t n = 1; !is_over; n += n < 10 ? 1 : 7) {
        busy_file jam;
        const auto list = erasure_list_of(jam.file);
        add_to_list(list, earlier);
        write_file(list, read_file(list) + "{\"v\":1,");
        disk_model disk;
        auto writer = jam.opened();
        disk.fail_operation(n, disk_model::failure::io);
        bool has_thrown = false;
        try {
            writer.append(jam.erasing);
        } catch (const store_error& failed) {
            if (failed.fault() == store_fault::unsynced)
                continue;  // nothing is written any more, and the next start goes by the list
            has_thrown = true;
            writer.reopen();
        }
        const bool is_there = writer.head().offset == jam.erasing.events.back().offset;
        INFO("operation " << n);
        is_over = !disk.has_failed();
        disk.fail_operation(0, disk_model::failure::io);
        // Not before something else is committed: what was refused late may count after a death.
        told on = is_there ? jam.jam : busy_story();
        const auto until = on.of.log.size();
        on.of.add(ben, said{std::nullopt, "Good morning."});
        writer.append(played_batch(on.of.log, until, 1));
        const auto lines = read_list(list);
        REQUIRE(lines.size() == (is_there ? 2U : 1U));
        CHECK(lines.front() == earlier);
        CHECK((!is_there || lines.back().offset == jam.erasing.events.back().offset));
        refused += is_there ? 0 : 1;
        committed += is_there && has_thrown ? 1 : 0;
    }
    CHECK(refused > 0);
    CHECK(committed > 0);
}

TEST_CASE("ER1: what others wrote about a person goes with them: introductions, notes of a mute or a removal")
{
    const temporary_folder folder;
    story s;
    s.add({}, phase_began{1, clock_cause::clock});
    const auto intro = secret("gitaintro", 300), muted = secret("gitamuted", 300),
               removed = secret("gitaremoved", 300), back = secret("gitaback", 300),
               bens = secret("bensnote", 300);
    s.add(olga, guest_introduced{gita, intro});
    s.add(olga, person_muted{gita, start + hours{1}, muted}).add(olga, person_removed{gita, removed});
    s.add(olga, person_readmitted{gita, back}).add(olga, person_muted{ben, start + hours{1}, bens});
    auto writer = jam_store::create(folder / "a.jam");
    play(writer, s.log);
    const auto erase = [&](erasure_scope what) {
        const auto until = s.log.size();
        s.add(rosa, gone(gita, what));
        const sessions::erased by{what, {}, {gita}, erasure_cause::officer, "", std::nullopt};
        const auto counted = jam_reader{folder / "a.jam"}.texts_named({&by, 1});
        writer.append(played_batch(s.log, until, 1));
        CHECK(verify_jam_file(folder / "a.jam").first_difference == "");
        std::set<std::string> types;
        for (const auto& each : counted)
            types.insert(each.type);
        return types;
    };
    CHECK(erase(erasure_scope::identity) == std::set<std::string>{"guest_introduced", "person_added"});
    CHECK(left_of(intro, folder.path()) == std::vector<std::string>{});
    CHECK_FALSE(left_of(muted, folder.path()).empty());
    CHECK(erase(erasure_scope::everything) ==
          std::set<std::string>{"person_muted", "person_readmitted", "person_removed"});
    for (const auto& text : {muted, removed, back})
        CHECK(left_of(text, folder.path()) == std::vector<std::string>{});
    CHECK_FALSE(left_of(bens, folder.path()).empty());
    // Read back without them, the log folds to the same state.
    jam_reader reader{folder / "a.jam"};
    jam_state read;
    codec::event_names names;
    const auto named = reader.erasures();
    for (const auto& stored : reader.events({}, everything, s.log.size())) {
        const auto happened = codec::decode_event(stored, names, named);
        REQUIRE(happened.has_value());
        evolve(read, *happened);
        names = codec::names_of(read);
    }
    CHECK((read == replay(s.log)));
}

TEST_CASE(
    "MD1: every column that may be about a person is in a part of their data, or left out with a reason")
{
    const temporary_folder folder;
    make_jam_file(folder / "a.jam");
    auto on = database::open(folder / "a.jam", access::write);
    on.execute("UPDATE identity SET subject = 'https://id.example sub-1' WHERE person = 3");
    on.execute(
        "INSERT OR IGNORE INTO identity (person, email, subject) VALUES (3, 'ada@example.org', "
        "'https://id.example sub-1')");
    CHECK(person_data(on, {3}).find("https://id.example sub-1") != std::string::npos);
    const auto is_left_out = [](std::string_view table, std::string_view column) {
        return std::ranges::any_of(left_out_columns(), [&](const auto& each) {
            return each.table == table && each.column == column && !each.why.empty();
        });
    };
    std::size_t checked = 0;
    auto columns = on.prepare(
        "SELECT t.name, c.name FROM pragma_table_list AS t, pragma_table_info(t.name) AS c WHERE t.type = "
        "'table' AND c.name IN ('person', 'actor', 'author', 'people')");
    while (columns.step()) {
        const std::string table{columns.text(0)}, column{columns.text(1)};
        INFO(table << "." << column);
        const bool is_number = table == "record" && column == "people";  // how many, not whom
        CHECK((is_number || is_left_out(table, column) ||
               std::ranges::any_of(person_parts(), [&](const auto& part) {
                   return part.table == table && part.query.find(column) != std::string_view::npos;
               })));
        ++checked;
    }
    CHECK(checked > 15);
    // Of how somebody signs in each column is told, or left out by name.
    auto own = on.prepare("SELECT name FROM pragma_table_info('identity')");
    while (own.step()) {
        const std::string column{own.text(0)};
        INFO(column);
        const auto part = std::ranges::find(person_parts(), "identity", &person_part::table);
        CHECK((part->query.find(column) != std::string_view::npos) != is_left_out("identity", column));
    }
}
