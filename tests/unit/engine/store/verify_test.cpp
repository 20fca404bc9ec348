// SPDX-License-Identifier: Apache-2.0
#include "engine/store/verify.hpp"

#include "engine/codec/state_snapshot.hpp"
#include "engine/store/snapshot_file.hpp"
#include "sessions/rules/evolve.hpp"
#include "tests/unit/engine/store/played_jam.hpp"
#include "tests/unit/engine/store/store_fixture.hpp"

#include <span>

using namespace jamhall;
using namespace jamhall::store;

namespace {

/// Changes a jam's file behind its back, as somebody with a database tool would.
void tamper(const std::filesystem::path& file, const std::string& sql)
{
    auto on = database::open(file, access::write);
    on.execute("PRAGMA synchronous = OFF");
    on.execute(sql);
}

std::string difference_after(const std::string& sql)
{
    const temporary_folder folder;
    make_jam_file(folder / "a.jam");
    tamper(folder / "a.jam", sql);
    const auto found = verify_jam_file(folder / "a.jam");
    CHECK(found.is_sound == found.first_difference.empty());
    return found.first_difference;
}

}  // namespace

TEST_CASE("A jam that was played is sound, closed or still served")
{
    const temporary_folder folder;
    const auto log = small_jam();
    auto writer = jam_store::create(folder / "a.jam");
    CHECK(verify_jam_file(folder / "a.jam").is_sound);
    play(writer, log);
    const auto served = verify_jam_file(folder / "a.jam");
    CHECK(served.first_difference == "");
    CHECK(served.is_sound);
    CHECK(served.events == log.size());
}

TEST_CASE("Verifying changes nothing in the folder")
{
    const temporary_folder folder;
    make_jam_file(folder / "a.jam");
    const auto before = base::sha256_of(read_file(folder / "a.jam"));
    CHECK(verify_jam_file(folder / "a.jam").is_sound);
    CHECK(base::sha256_of(read_file(folder / "a.jam")) == before);
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{folder.path()})
        names.push_back(entry.path().filename());
    CHECK(names == std::vector<std::string>{"a.jam"});
}

TEST_CASE("Every changed byte of the log is found at its event")
{
    const temporary_folder folder;
    make_jam_file(folder / "a.jam");
    auto on = database::open(folder / "a.jam", access::write);
    on.execute("PRAGMA synchronous = OFF");
    const auto events = on.query_integer("SELECT count(*) FROM event");
    const auto post = on.query_integer("SELECT min(offset) FROM event WHERE type = 'post_added'");

    const auto require_found = [&](std::int64_t event) {
        const auto found = verify_jam_file(folder / "a.jam").first_difference;
        INFO("event " << event << ": " << found);
        REQUIRE(found.find("event " + std::to_string(event) + " ") != std::string::npos);
    };
    const auto flip = [&](std::int64_t event, const std::string& column, std::size_t byte) {
        std::string kept;
        {
            auto row = on.prepare_once("SELECT " + column + " FROM event WHERE offset = ?");
            REQUIRE(row.bind(1, event).step());
            kept = row.blob(0);
        }
        auto change = on.prepare_once("UPDATE event SET " + column + " = ?2 WHERE offset = ?1");
        const auto write = [&](const std::string& value) {
            change.bind(1, event);
            (column == "hash" ? change.bind(2, blob_view{value}) : change.bind(2, std::string_view{value}))
                .run();
        };
        auto flipped = kept;
        flipped[byte % kept.size()] ^= 1;
        write(flipped);
        require_found(event);
        write(kept);
        return kept.size();
    };
    // All bytes of one event, and one in each field of every event.
    for (const std::string column : {"type", "body", "hash"}) {
        const std::size_t size = flip(post, column, 0);
        for (std::size_t byte = 1; byte < size; ++byte)
            flip(post, column, byte);
    }
    for (std::int64_t event = 1; event <= events; ++event) {
        for (const std::string column : {"type", "body", "hash"})
            flip(event, column, static_cast<std::size_t>(event) * 7);
        for (const std::string column : {"at_ms", "actor"}) {
            const auto change = "UPDATE event SET " + column + " = " + column +
                                " {} 1 WHERE offset = " + std::to_string(event);
            auto forth = change;
            auto back = change;
            on.execute(forth.replace(forth.find("{}"), 2, "+"));
            require_found(event);
            on.execute(back.replace(back.find("{}"), 2, "-"));
        }
    }
    CHECK(verify_jam_file(folder / "a.jam").is_sound);
}

TEST_CASE("A missing event is named, and one moved to another place")
{
    CHECK(difference_after("DELETE FROM event WHERE offset = 9") == "event 9 is missing");
    CHECK(difference_after("DELETE FROM event WHERE offset = 1") == "event 1 is missing");
    CHECK(difference_after("UPDATE event SET offset = 1000 WHERE offset = 9") == "event 9 is missing");
    CHECK(difference_after("UPDATE event SET offset = 1000 WHERE offset = 12; "
                           "UPDATE event SET offset = 12 WHERE offset = 13; "
                           "UPDATE event SET offset = 13 WHERE offset = 1000") ==
          "the hash of event 12 does not fit");
}

TEST_CASE("A log cut at its end shows in the derived tables, and only by a kept head when those are cut too")
{
    const temporary_folder folder;
    auto log = small_jam();
    log_head kept;
    {
        auto writer = jam_store::create(folder / "whole.jam");
        play(writer, log);
        kept = writer.head();
    }
    tamper(folder / "whole.jam", "DELETE FROM event WHERE offset = (SELECT max(offset) FROM event)");
    CHECK(verify_jam_file(folder / "whole.jam").first_difference.find("table jam differs") == 0);

    log.pop_back();
    auto forged = jam_store::create(folder / "forged.jam");
    play(forged, log);
    CHECK(verify_jam_file(folder / "forged.jam").is_sound);
    CHECK(forged.head() != kept);
}

TEST_CASE("A changed, missing, added or exchanged text is found")
{
    CHECK_THAT(
        difference_after("UPDATE event_text SET text = text || '!' WHERE offset = 17 AND field = '/text'"),
        Catch::Contains("event 17 cannot be read at \"/text\""));
    CHECK_THAT(difference_after("UPDATE event_text SET salt = zeroblob(32) WHERE offset = 17"),
               Catch::Contains("event 17 cannot be read"));
    CHECK_THAT(difference_after("DELETE FROM event_text WHERE offset = 17"),
               Catch::Contains("event 17 cannot be read"));
    CHECK_THAT(difference_after("INSERT INTO event_text VALUES (17, '/other', 1, zeroblob(32), 'x')"),
               Catch::Contains("event 17"));
    CHECK_THAT(difference_after("INSERT INTO event_text VALUES (1000, '/text', 1, zeroblob(32), 'x')"),
               Catch::Contains("event 1000, which is not there"));
    CHECK_THAT(difference_after("UPDATE event_text SET person = 9 WHERE offset = 17"),
               Catch::Contains("event 17 is person 3's, not person 9's"));
}

TEST_CASE("A changed, missing or added row of every derived table is found")
{
    const auto differs = [](const std::string& sql, const std::string& table) {
        INFO(sql);
        CHECK_THAT(difference_after(sql), Catch::StartsWith("table " + table + " "));
    };
    differs("UPDATE jam SET title = 'Other'", "jam");
    differs("UPDATE phase SET ends_at_ms = ends_at_ms + 1 WHERE position = 1", "phase");
    differs("UPDATE forum SET question = '' WHERE id = 'parks'", "forum");
    differs("UPDATE person SET attributes = '{}' WHERE id = 3", "person");
    differs("UPDATE person SET has_registered = 0 WHERE id = 3", "person");
    differs("UPDATE post SET state = 'published' WHERE id = 2", "post");
    differs("UPDATE post SET builds_on = NULL WHERE id = 4", "post");
    differs("DELETE FROM post_version WHERE post = 1 AND version = 1", "post_version");
    differs("UPDATE ballot SET choice = 'agree' WHERE person = 3", "ballot");
    differs("DELETE FROM ballot WHERE person = 3", "ballot");
    differs("INSERT INTO ballot VALUES ('choose', 1, 9, 0, 'support', 5)", "ballot");
    differs("UPDATE exposure SET person_count = 4 WHERE post = 1", "exposure");
    differs("UPDATE phase_snapshot SET value = value + 1", "phase_snapshot");
    differs("INSERT INTO poll VALUES (1, NULL, 'q', '[]', 'single', 'live', 1, NULL, NULL)", "poll");
    differs("INSERT INTO poll_answer VALUES (1, 1, 0, 1)", "poll_answer");
    differs("INSERT INTO flag VALUES (1, 1, 'civil', '', 1)", "flag");
    differs("INSERT INTO moderation VALUES (1, 1, NULL, 'hide', 1, NULL, 'civil', '')", "moderation");
    differs("INSERT INTO response VALUES (1, 'adopted', '', NULL, NULL, 1)", "response");
    differs("INSERT INTO steering VALUES (1, 1, NULL, 'moved', 1, NULL, 'parks', NULL, '')", "steering");
    differs("INSERT INTO shift VALUES ('parks', 1, 1, 2)", "shift");
    differs("INSERT INTO desk_note VALUES (1, 1, 'remark', NULL, 1, 'x')", "desk_note");
}

TEST_CASE("The sentence about a row says what stands there and what the log says")
{
    CHECK(difference_after("UPDATE ballot SET choice = 'agree' WHERE person = 3") ==
          "table ballot differs from the log: choice is 'agree' instead of 'support' in the row "
          "('choose', 4, 3, 0, 'support', 1796119860000)");
    CHECK_THAT(
        difference_after("DELETE FROM ballot"),
        Catch::StartsWith("table ballot lacks a row that the log gives: ('choose', 1, 5, 0, 'support', "));
    CHECK(difference_after("INSERT INTO ballot VALUES ('results', 1, 9, 0, 'support', 5)") ==
          "table ballot has a row that the log does not give: ('results', 1, 9, 0, 'support', 5)");
}

TEST_CASE("A search index that does not fit the posts is found")
{
    CHECK_THAT(difference_after("INSERT INTO post_search (post_search, rowid, text) "
                                "VALUES ('delete', 1, 'Plant many trees.')"),
               Catch::StartsWith("table search_word "));
    CHECK_THAT(difference_after("INSERT INTO post_search (rowid, text) VALUES (2, 'withdrawn')"),
               Catch::StartsWith("table search_word "));
}

TEST_CASE("Private state is no part of what is verified")
{
    CHECK(difference_after(
              "INSERT INTO follow VALUES (1, 'post/1'); INSERT INTO read_mark VALUES (1, 'lobby', 3); "
              "INSERT INTO exposure_seen VALUES (1, x'00'); "
              "INSERT INTO identity (person, email) VALUES (1, 'a@example.org'); "
              "INSERT INTO command_key VALUES (1, 1, 'k', x'00', 1, NULL, NULL)") == "");
}

TEST_CASE("A state snapshot that is not the fold of the log is found, one that cannot be read is passed over")
{
    const temporary_folder folder;
    const auto log = small_jam();
    auto writer = jam_store::create(folder / "a.jam");
    play(writer, log);
    auto state = sessions::replay(std::span{log}.first(20));
    const auto keep = [&](const std::string& body) {
        const auto hash = jam_reader{folder / "a.jam"}.hash_at({20}).value();
        snapshot_writer kept{folder / "a.jam", {.offset = {20}, .at = {}, .hash = hash}};
        kept.add(body);
        kept.keep();
    };
    keep(codec::encode_state(state));
    CHECK(verify_jam_file(folder / "a.jam").first_difference == "");
    keep("bytes of another version");
    CHECK(verify_jam_file(folder / "a.jam").first_difference == "");

    state.people.edit(state.people.size() - 1).has_entered = true;
    keep(codec::encode_state(state));
    CHECK(verify_jam_file(folder / "a.jam").first_difference ==
          "the state snapshot at event 20 is not what the log gives");
}

TEST_CASE("What is no jam file of this version is refused, not verified")
{
    const temporary_folder folder;
    CHECK(fault_of([&] { verify_jam_file(folder / "none.jam"); }) == store_fault::missing);
    make_jam_file(folder / "a.jam");
    tamper(folder / "a.jam", "PRAGMA user_version = 1000");
    CHECK_THAT(sentence_of([&] { verify_jam_file(folder / "a.jam"); }),
               Catch::Contains("written by a newer Jamhall"));
}

TEST_CASE("Damaged pages end a verification with one sentence")
{
    const temporary_folder folder;
    make_jam_file(folder / "a.jam");
    tamper(folder / "a.jam", "VACUUM");  // migrations leave free pages, which say nothing
    const auto whole = read_file(folder / "a.jam");
    std::size_t refused = 0;
    for (std::size_t page = 1; page * 4096 < whole.size(); ++page) {
        auto damaged = whole;
        for (std::size_t i = 0; i < 64; ++i)
            damaged[page * 4096 + i] = static_cast<char>(0xa5);
        write_file(folder / "b.jam", damaged);
        const auto found = verify_jam_file(folder / "b.jam");
        INFO("page " << page << ": " << found.first_difference);
        CHECK_FALSE(found.is_sound);
        CHECK(found.first_difference.find('\n') == std::string::npos);
        ++refused;
    }
    CHECK(refused > 20);
}
