// SPDX-License-Identifier: Apache-2.0
#include "engine/store/schema.hpp"

#include "engine/store/hall_store.hpp"
#include "engine/store/row_writer.hpp"
#include "engine/store/verify.hpp"
#include "tests/unit/engine/store/played_jam.hpp"
#include "tests/unit/engine/store/store_fixture.hpp"

#include <array>
#include <map>

using namespace jamhall;
using namespace jamhall::store;

namespace {

using migration = std::pair<std::string_view, std::string_view>;

constexpr std::array<migration, 3> diary_migrations{{
    {"0001_diary.sql", "CREATE TABLE page (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"},
    {"0002_mood.sql", "ALTER TABLE page ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm';"},
    {"0003_shout.sql", "UPDATE page SET text = upper(text); CREATE INDEX page_mood ON page (mood);"},
}};

schema diary(std::size_t version)
{
    return {
        .application_id = 77, .what = "a diary", .migrations = std::span{diary_migrations}.first(version)};
}

std::map<std::string, std::string> columns_of(database& on, const std::string& table)
{
    std::map<std::string, std::string> columns;
    auto rows = on.prepare_once("SELECT name, type FROM pragma_table_info(?)");
    rows.bind(1, std::string_view{table});
    while (rows.step())
        columns.emplace(rows.text(0), rows.text(1));
    return columns;
}

}  // namespace

TEST_CASE("A file of an older version is brought up to date step by step and keeps its rows")
{
    const temporary_folder folder;
    auto on = database::open(folder / "d", access::create);
    migrate(on, diary(1), true);
    CHECK(on.query_integer("PRAGMA user_version") == 1);
    on.execute("INSERT INTO page VALUES (1, 'hello')");

    migrate(on, diary(3), false);
    CHECK(on.query_integer("PRAGMA user_version") == 3);
    auto row = on.prepare("SELECT text, mood FROM page");
    REQUIRE(row.step());
    CHECK(row.text(0) == "HELLO");
    CHECK(row.text(1) == "calm");
}

TEST_CASE("A migration that fails leaves the file at the version before it")
{
    const temporary_folder folder;
    auto on = database::open(folder / "d", access::create);
    migrate(on, diary(2), true);
    const std::array<migration, 3> broken{
        diary_migrations[0], diary_migrations[1],
        migration{"0003.sql",
                  "DROP TABLE page; CREATE TABLE leaf (id INTEGER PRIMARY KEY) STRICT; SELECT nothing;"}};
    CHECK_THROWS_AS(migrate(on, {.application_id = 77, .what = "a diary", .migrations = broken}, false),
                    store_error);
    CHECK(on.query_integer("PRAGMA user_version") == 2);
    CHECK(on.query_integer("SELECT count(*) FROM sqlite_schema WHERE name = 'page'") == 1);
    CHECK(on.query_integer("SELECT count(*) FROM sqlite_schema WHERE name = 'leaf'") == 0);
}

TEST_CASE("A file of the first format keeps its keys when it is opened")
{
    const temporary_folder folder;
    {
        auto on = database::open(folder / "a.jam", access::create);
        on.execute(std::string{jam_schema().migrations.front().second});
        on.execute("PRAGMA application_id = " + std::to_string(jam_schema().application_id) +
                   "; PRAGMA user_version = 1");
        on.execute(
            "INSERT INTO command_key (person, key, digest, offset, post) VALUES "
            "(1, 'later', x'00000000000000000000000000000002', 9, 4), "
            "(2, 'sooner', x'00000000000000000000000000000001', 7, NULL)");
    }
    jam_store::open(folder / "a.jam");
    jam_reader reader{folder / "a.jam"};
    const auto book = reader.load_keys();
    CHECK(book.find({2}, "sooner") == 1U);
    CHECK(book.find({1}, "later") == 2U);
    CHECK(reader.find_key(2, {1}, "later")->post == sessions::post_id{4});
    CHECK(reader.find_key(1, {2}, "sooner")->offset == sessions::log_offset{7});
}

TEST_CASE("A newer file is refused in one sentence and stays as it is")
{
    const temporary_folder folder;
    make_jam_file(folder / "a.jam");
    {
        auto on = database::open(folder / "a.jam", access::write);
        on.execute("PRAGMA user_version = 900");
    }
    const auto expected = (folder / "a.jam").string() +
                          ": written by a newer Jamhall (format 900, this one knows up to " +
                          std::to_string(jam_schema().migrations.size()) + ")";
    CHECK(sentence_of([&] { jam_store::open(folder / "a.jam"); }) == expected);
    CHECK(sentence_of([&] { jam_reader{folder / "a.jam"}; }) == expected);
    CHECK(fault_of([&] { jam_store::open(folder / "a.jam"); }) == store_fault::newer);
    auto on = database::open(folder / "a.jam", access::read);
    CHECK(on.query_integer("PRAGMA user_version") == 900);
}

TEST_CASE("What is no jam file is refused: another kind, another program's, text, nothing")
{
    const temporary_folder folder;
    {
        hall_store{folder / "hall.db"};
    }
    CHECK(sentence_of([&] { jam_store::open(folder / "hall.db"); }) ==
          (folder / "hall.db").string() + ": this is not a jam file");
    make_jam_file(folder / "a.jam");
    CHECK(sentence_of([&] { hall_store{folder / "a.jam"}; }) ==
          (folder / "a.jam").string() + ": this is not a hall's file");

    {
        auto foreign = database::open(folder / "foreign", access::create);
        foreign.execute("CREATE TABLE t (x)");
    }
    CHECK(fault_of([&] { jam_store::open(folder / "foreign"); }) == store_fault::damaged);
    CHECK(fault_of([&] { jam_store::create(folder / "foreign"); }) == store_fault::damaged);

    write_file(folder / "text", std::string(10'000, 'x'));
    CHECK(fault_of([&] { jam_store::open(folder / "text"); }) == store_fault::damaged);
    CHECK(read_file(folder / "text") == std::string(10'000, 'x'));
    write_file(folder / "empty", "");
    CHECK(fault_of([&] { jam_store::open(folder / "empty"); }) == store_fault::damaged);
    CHECK(fault_of([&] { jam_store::open(folder / "none"); }) == store_fault::missing);
    CHECK(fault_of([&] { jam_store::open(folder.path()); }) == store_fault::damaged);
}

TEST_CASE("A log whose last event was changed is not continued")
{
    const temporary_folder folder;
    make_jam_file(folder / "a.jam");
    {
        auto on = database::open(folder / "a.jam", access::write);
        on.execute("UPDATE event SET at_ms = at_ms + 1 WHERE offset = (SELECT max(offset) FROM event)");
    }
    CHECK_THAT(sentence_of([&] { jam_store::open(folder / "a.jam"); }),
               Catch::Contains("the hash of the last event"));
}

TEST_CASE("The tables and columns that other programs rely on are there, with strict types")
{
    const temporary_folder folder;
    make_jam_file(folder / "a.jam");
    auto on = database::open(folder / "a.jam", access::read);
    const std::map<std::string, std::map<std::string, std::string>> promised{
        {"event",
         {{"offset", "INTEGER"},
          {"at_ms", "INTEGER"},
          {"type", "TEXT"},
          {"actor", "INTEGER"},
          {"body", "TEXT"},
          {"hash", "BLOB"}}},
        {"event_text",
         {{"offset", "INTEGER"},
          {"field", "TEXT"},
          {"person", "INTEGER"},
          {"salt", "BLOB"},
          {"text", "TEXT"}}},
        {"jam", {{"id", "TEXT"}, {"title", "TEXT"}}},
        {"phase", {{"id", "TEXT"}, {"kind", "TEXT"}, {"begins_at_ms", "INTEGER"}, {"ends_at_ms", "INTEGER"}}},
        {"forum", {{"id", "TEXT"}, {"title", "TEXT"}, {"question", "TEXT"}}},
        {"person",
         {{"id", "INTEGER"},
          {"name", "TEXT"},
          {"audience", "TEXT"},
          {"roles", "TEXT"},
          {"attributes", "TEXT"}}},
        {"post",
         {{"id", "INTEGER"},
          {"forum", "TEXT"},
          {"kind", "TEXT"},
          {"parent", "INTEGER"},
          {"builds_on", "INTEGER"},
          {"author", "INTEGER"},
          {"text", "TEXT"},
          {"at_ms", "INTEGER"},
          {"state", "TEXT"},
          {"merged_into", "INTEGER"}}},
        {"post_version",
         {{"post", "INTEGER"}, {"version", "INTEGER"}, {"text", "TEXT"}, {"at_ms", "INTEGER"}}},
        {"ballot",
         {{"phase", "TEXT"},
          {"post", "INTEGER"},
          {"person", "INTEGER"},
          {"choice", "TEXT"},
          {"at_ms", "INTEGER"}}},
        {"exposure", {{"post", "INTEGER"}, {"person_count", "INTEGER"}}},
        {"phase_snapshot",
         {{"phase", "TEXT"},
          {"at_ms", "INTEGER"},
          {"measure", "TEXT"},
          {"key", "TEXT"},
          {"value", "INTEGER"}}},
        {"poll", {{"id", "INTEGER"}}},
        {"poll_answer", {{"poll", "INTEGER"}, {"person", "INTEGER"}}},
        {"flag", {{"post", "INTEGER"}, {"rule", "TEXT"}}},
        {"moderation", {{"post", "INTEGER"}, {"rule", "TEXT"}}},
        {"response", {{"post", "INTEGER"}, {"outcome", "TEXT"}}},
        {"identity", {{"person", "INTEGER"}, {"email", "TEXT"}}},
        {"exposure_seen", {{"post", "INTEGER"}, {"people", "BLOB"}}},
    };
    for (const auto& [table, columns] : promised) {
        INFO(table);
        const auto found = columns_of(on, table);
        for (const auto& column : columns)
            CHECK(found.contains(column.first));
        for (const auto& [name, type] : columns)
            CHECK(found.at(name) == type);
        auto strict = on.prepare_once("SELECT strict FROM pragma_table_list(?)");
        REQUIRE(strict.bind(1, std::string_view{table}).step());
        CHECK(strict.integer(0) == 1);
    }
    for (const auto& [name, type] : columns_of(on, "person"))
        CHECK(name.find("mail") == std::string::npos);
}

TEST_CASE("The views answer the common questions")
{
    const temporary_folder folder;
    make_jam_file(folder / "a.jam");
    // As another program would: a plain connection.
    auto on = database::open(folder / "a.jam", access::read);
    auto ideas = on.prepare("SELECT post, phase, support, agree, seen, state FROM v_idea ORDER BY post");
    const auto require_idea = [&](std::int64_t post, const char* phase, std::int64_t support,
                                  std::int64_t seen) {
        REQUIRE(ideas.step());
        CHECK(ideas.integer(0) == post);
        CHECK(ideas.text(1) == phase);
        CHECK(ideas.is_null(1) == std::string_view{phase}.empty());
        CHECK(ideas.integer(2) == support);
        CHECK(ideas.integer(3) == 0);
        CHECK(ideas.integer(4) == seen);
    };
    require_idea(1, "choose", 1, 3);
    require_idea(2, "", 0, 0);
    CHECK(ideas.text(5) == "withdrawn");
    require_idea(4, "choose", 2, 1);
    CHECK_FALSE(ideas.step());

    auto people = on.prepare(
        "SELECT audience, invited, registered, entered, posted, supported FROM v_participation ORDER BY "
        "audience");
    const auto require_row = [&](std::string_view audience, const std::array<std::int64_t, 5>& counts) {
        REQUIRE(people.step());
        CHECK(people.text(0) == audience);
        INFO(audience);
        for (int i = 0; i < 5; ++i)
            CHECK(people.integer(i + 1) == counts[static_cast<std::size_t>(i)]);
    };
    // Observer, analyst and records officer are on the roster of staff, but nobody counts them.
    require_row("residents", {1, 1, 1, 1, 1});
    require_row("staff", {6, 1, 0, 2, 2});
    CHECK_FALSE(people.step());
}

TEST_CASE(
    "BA2: behind the seal the views of a jam's file show no figure that comes from ballots or from what was "
    "seen")
{
    const temporary_folder folder;
    make_jam_file(folder / "a.jam");
    auto on = database::open(folder / "a.jam", access::write);
    const auto ideas_with = [&](const std::string& condition) {
        return on.query_integer("SELECT count(*) FROM v_idea WHERE " + condition);
    };
    const auto is_open = [&] {
        const auto supported = on.query_integer("SELECT count(*) FROM v_participation WHERE supported > 0");
        CHECK(ideas_with("phase = 'choose' AND support > 0") == (supported > 0 ? 2 : 0));
        return supported > 0;
    };
    const auto is_sealed = [&] {
        const auto hidden = ideas_with(
            "phase IS NULL AND support IS NULL AND agree IS NULL AND disagree IS NULL AND pass IS NULL AND "
            "seen IS NULL AND scores IS NULL AND mean_score IS NULL AND dots IS NULL AND dot_people IS NULL "
            "AND won IS NULL AND lost IS NULL");
        const auto told = on.query_integer("SELECT count(supported) FROM v_participation");
        CHECK(ideas_with("TRUE") == 3);
        return hidden == 3 && told == 0;
    };
    CHECK(is_open());  // it is closed
    for (const auto* stage : {"open", "cancelled"}) {
        on.execute("UPDATE jam SET stage = '" + std::string{stage} + "'");
        on.execute("UPDATE phase SET tallies = 'live'");
        CHECK(is_open());
        // The phase that runs decides, also about those before it.
        on.execute("UPDATE phase SET tallies = 'sealed' WHERE position = (SELECT max(position) FROM phase)");
        CHECK(is_sealed());
        on.execute("UPDATE phase SET has_begun = FALSE WHERE position = (SELECT max(position) FROM phase)");
        CHECK(is_open());
        on.execute("UPDATE phase SET tallies = iif(id = 'choose', 'live', 'sealed')");
        CHECK(is_sealed());
        on.execute("UPDATE phase SET has_begun = TRUE");
    }
}

TEST_CASE("BA13: a pair has one row, whichever way round it was last said, and views count both its ideas")
{
    const temporary_folder folder;
    make_jam_file(folder / "a.jam");
    auto on = database::open(folder / "a.jam", access::write);
    on.execute("DELETE FROM ballot; UPDATE phase SET ballot = 'pairwise' WHERE id = 'choose'");
    const auto say = [&](std::uint32_t person, std::uint32_t post, std::uint32_t over,
                         sessions::choice says) {
        const std::vector<sessions::table_row> rows{sessions::ballot_row{
            *sessions::slug::parse("choose"), {post}, {person}, says, sessions::instant{5}, {over}}};
        write_rows(on, rows);
    };
    say(1, 1, 4, sessions::choice::over);
    say(1, 4, 1, sessions::choice::over);
    say(2, 4, 1, sessions::choice::over);
    say(3, 1, 4, sessions::choice::over);
    say(3, 1, 4, sessions::choice::withdraw);
    CHECK(on.query_integer("SELECT count(*) FROM ballot") == 2);
    CHECK(on.query_integer("SELECT count(*) FROM ballot WHERE post = 4 AND over = 1 AND choice = 'over'") ==
          2);
    CHECK(on.query_integer("SELECT won FROM v_idea WHERE post = 4") == 2);
    CHECK(on.query_integer("SELECT lost FROM v_idea WHERE post = 1") == 2);
}

TEST_CASE("BA11 and BA12: the views read numbers as the phase asks for them")
{
    const temporary_folder folder;
    make_jam_file(folder / "a.jam");
    auto on = database::open(folder / "a.jam", access::write);
    on.execute("UPDATE ballot SET choice = CASE post WHEN 1 THEN '5' ELSE '4' END");
    on.execute("UPDATE phase SET ballot = 'score' WHERE id = 'choose'");
    CHECK(on.query_integer("SELECT scores FROM v_idea WHERE post = 4") == 2);
    CHECK(on.query_integer("SELECT mean_score = 4.0 FROM v_idea WHERE post = 4") == 1);
    CHECK(on.query_integer("SELECT dots FROM v_idea WHERE post = 4") == 0);
    on.execute("UPDATE phase SET ballot = 'dots' WHERE id = 'choose'");
    CHECK(on.query_integer("SELECT dots FROM v_idea WHERE post = 4") == 8);
    CHECK(on.query_integer("SELECT dot_people FROM v_idea WHERE post = 4") == 2);
}

TEST_CASE("BA13: ballots of a file from before there were pairs are kept")
{
    const temporary_folder folder;
    const auto& all = jam_schema().migrations;
    {
        auto on = database::open(folder / "a.jam", access::create);
        migrate(
            on,
            {.application_id = jam_schema().application_id, .what = "a jam file", .migrations = all.first(4)},
            true);
        on.execute(
            "INSERT INTO ballot (phase, post, person, choice, at_ms) VALUES ('ideas', 3, 2, 'support', 9)");
    }
    auto on = database::open(folder / "a.jam", access::write);
    migrate(on, jam_schema(), false);
    CHECK(
        on.query_integer("SELECT count(*) FROM ballot WHERE phase = 'ideas' AND post = 3 AND person = 2 AND "
                         "over = 0 AND choice = 'support' AND at_ms = 9") == 1);
}
