// SPDX-License-Identifier: Apache-2.0
#include "engine/store/erasing.hpp"

#include "engine/codec/state_snapshot.hpp"
#include "engine/store/snapshot_file.hpp"
#include "engine/store/verify.hpp"
#include "sessions/rules/clock.hpp"
#include "sessions/rules/decide.hpp"
#include "sessions/rules/evolve.hpp"
#include "tests/support/sessions/random_jam.hpp"
#include "tests/unit/engine/store/played_jam.hpp"
#include "tests/unit/engine/store/store_fixture.hpp"
#include "tests/unit/engine/store/told_story.hpp"

#include <span>

using namespace jamhall;
using namespace jamhall::store;
using namespace jamhall::test;

namespace {

void keep_state(const std::filesystem::path& file, const std::vector<event>& log, const log_head& at)
{
    snapshot_writer writer{file, at};
    codec::encode_state(replay(log), [&](std::string_view piece) { writer.add(piece); });
    writer.keep();
}

}  // namespace

TEST_CASE("ER4: no byte of what was erased is left in the file, its log, its index, a snapshot or the list")
{
    const temporary_folder folder;
    std::filesystem::create_directory(folder / "jams");
    const auto file = folder / "jams/a.jam";
    auto writer = jam_store::create(file);
    writer.list_erasures_in(erasure_list_of(file));
    auto jam = busy_story();
    const auto told_until = jam.of.log.size();
    play(writer, jam.of.log);
    keep_state(file, jam.of.log, writer.head());
    for (const auto& text : jam.adas)
        REQUIRE_FALSE(left_of(text, folder.path()).empty());

    erase_ada(jam.of);
    writer.append(played_batch(jam.of.log, told_until, jam.of.log.size()));
    for (const auto& text : jam.adas)
        CHECK(left_of(text, folder.path()) == std::vector<std::string>{});
    for (const auto& text : jam.others)
        CHECK_FALSE(left_of(text, folder.path()).empty());
    const auto found = verify_jam_file(file);
    CHECK(found.first_difference == "");
    CHECK(found.events == jam.of.log.size());
    CHECK(jam_reader{file}.search("adapost10", 5).empty());
    CHECK(jam_reader{file}.search("ben7", 5).size() == 1);
}

TEST_CASE("ER4: one post's text goes with its earlier versions and what was said about it, all else stays")
{
    const temporary_folder folder;
    auto writer = jam_store::create(folder / "a.jam");
    story s;
    s.add({}, phase_began{1, clock_cause::clock});
    const auto first = secret("firsttext", 400), second = secret("secondtext", 400),
               flagged = secret("flagnote", 90);
    const auto other = secret("othertext", 400), fresh = secret("redacted", 90);
    const auto post = s.post(ada, first);
    s.add(ada, post_edited{post, 2, second}).add(ben, flag_raised{post, "civil"_slug, flagged});
    const auto kept = s.post(ada, other);
    const auto until = s.log.size();
    play(writer, s.log);
    s.add(rosa, gone(post));
    s.add(rosa, erased{erasure_scope::post, kept, {}, erasure_cause::officer, "", fresh});
    writer.append(played_batch(s.log, until, 2));
    for (const auto& text : {first, second, flagged, other})
        CHECK(left_of(text, folder.path()) == std::vector<std::string>{});
    CHECK_FALSE(left_of(fresh, folder.path()).empty());
    CHECK(verify_jam_file(folder / "a.jam").first_difference == "");
    CHECK(jam_reader{folder / "a.jam"}.search("redacted", 5) == std::vector<post_id>{kept});
}

TEST_CASE("LO4: a missing text is damage unless a later event erased it")
{
    const temporary_folder folder;
    story s;
    s.add({}, phase_began{1, clock_cause::clock});
    const auto erased_one = s.post(ada, "To be erased."), other = s.post(ada, "To be kept.");
    s.add(rosa, gone(erased_one));
    {
        auto writer = jam_store::create(folder / "a.jam");
        play(writer, s.log);
    }
    CHECK(verify_jam_file(folder / "a.jam").first_difference == "");
    auto on = database::open(folder / "a.jam", access::write);
    const auto offset = std::to_string(replay(s.log).at(other).added_at.value);
    on.execute("DELETE FROM event_text WHERE offset = " + offset);
    CHECK(verify_jam_file(folder / "a.jam").first_difference ==
          "event " + offset + " cannot be read at \"/text\": has no text");
}

TEST_CASE("ER4: an erasure that a crash cut short behind its commit is finished at the next opening")
{
    const temporary_folder folder;
    auto jam = busy_story();
    const auto until = jam.of.log.size();
    {
        auto writer = jam_store::create(folder / "a.jam");
        play(writer, jam.of.log);
        erase_ada(jam.of);
        writer.append(played_batch(jam.of.log, until, jam.of.log.size()));
    }
    {
        auto on = database::open(folder / "a.jam", access::write);
        CHECK_FALSE(needs_scrub(on));
        on.execute("INSERT INTO unscrubbed (offset) VALUES (1)");
    }
    write_file(snapshot_file_of(folder / "a.jam"), jam.adas.front());
    write_file((folder / "a.jam").string() + "-snapshot.new", jam.adas.front());
    const auto writer = jam_store::open(folder / "a.jam");
    CHECK(left_of(jam.adas.front(), folder.path()) == std::vector<std::string>{});
    auto on = database::open(folder / "a.jam", access::read);
    CHECK_FALSE(needs_scrub(on));
}

TEST_CASE("ER5: the list names what was erased by numbers, and a line that a crash cut short is no line")
{
    const temporary_folder folder;
    std::filesystem::create_directory(folder / "jams");
    const auto file = folder / "jams/a.jam";
    const auto list = erasure_list_of(file);
    CHECK(read_list(list).empty());
    auto jam = busy_story();
    const auto until = jam.of.log.size();
    auto writer = jam_store::create(file);
    writer.list_erasures_in(list);
    play(writer, jam.of.log);
    erase_ada(jam.of);
    writer.append(played_batch(jam.of.log, until, jam.of.log.size()));
    const auto lines = read_list(list);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].people == std::vector<person_id>{ada});
    CHECK(lines[0].posts == replay(jam.of.log).at(ada).posts);
    CHECK(lines[0].offset == jam.of.log.back().offset);
    // Name and attribute twice (roster line and update, the first with a name only), and every other text of hers.
    CHECK(lines[0].texts.size() == jam.adas.size() + 1);
    const auto whole = read_file(list);
    write_file(list, whole + whole.substr(0, whole.size() / 2));
    CHECK(read_list(list) == lines);
    auto other = lines[0];
    ++other.offset.value;
    add_to_list(list, other);
    CHECK(read_list(list).size() == 2);
    write_file(list, "{}\n" + whole);
    CHECK(fault_of([&] { (void)read_list(list); }) == store_fault::damaged);
    CHECK(last_of_list(list) == lines[0]);
    write_file(list, whole + "{}\n");
    CHECK(fault_of([&] { (void)last_of_list(list); }) == store_fault::damaged);
}

TEST_CASE("ER5: a list that is there and cannot be read is an error, and never taken for none")
{
    const temporary_folder folder;
    CHECK(read_list(folder / "none.erasures").empty());
    CHECK_FALSE(last_of_list(folder / "none.erasures"));
    // One that cannot be opened, and one whose bytes do not come.
    std::filesystem::create_symlink("loop.erasures", folder / "loop.erasures");
    std::filesystem::create_directory(folder / "bad.erasures");
    for (const auto* name : {"loop.erasures", "bad.erasures"}) {
        CHECK(fault_of([&] { (void)read_list(folder / name); }) == store_fault::io);
        CHECK(fault_of([&] { (void)last_of_list(folder / name); }) == store_fault::io);
    }
    CHECK(fault_of([&] { join_lists(folder.path(), folder / "joined"); }) == store_fault::io);
}

TEST_CASE("ER4: whatever happened before, a log with erasures folds and verifies without the texts")
{
    constexpr std::uint64_t seeds = 12;
    std::size_t erasures = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        INFO("seed " << seed);
        random_source random{seed};
        random_commands commands{random};
        auto log = opened(random_plan(random));
        jam_state state = replay(log);
        instant now = start;
        const auto happen = [&](event_body body, person_id actor, instant at) {
            log.push_back(next_event(state, std::move(body), actor, at));
            evolve(state, log.back());
        };
        for (int i = 0; i < 900; ++i) {
            now = now + seconds{random.below(20)};
            while (auto due = due_bell(state, now, clock_cause::clock))
                happen(std::move(due->rings), {}, due->at);
            // In the second half somebody is erased now and then, whatever they did.
            const bool erases = i > 450 && random.one_in(30) && !state.records.hold;
            const auto who = person_id{static_cast<std::uint32_t>(random.below(state.people.size()) + 1)};
            auto [asked, by_whom] = commands.next(state, now);
            if (erases) {
                const auto what = random.one_in(2) ? erasure_scope::everything : erasure_scope::identity;
                asked = erase_due{
                    what,
                    what == erasure_scope::everything ? state.at(who).posts : std::vector<post_id>{},
                    {who}};
                by_whom = by_hall(now);
            }
            if (auto answer = decide(state, asked, by_whom))
                for (auto& body : *answer)
                    happen(std::move(body), by_whom.person, by_whom.now);
        }
        for (const auto& each : log)
            erasures += std::holds_alternative<erased>(each.body) ? 1 : 0;
        const temporary_folder folder;
        auto writer = jam_store::create(folder / "a.jam");
        play(writer, log, 150);
        const auto found = verify_jam_file(folder / "a.jam");
        CHECK(found.first_difference == "");
        // Read back without the texts, the log folds to the very state that was.
        jam_reader reader{folder / "a.jam"};
        const auto named = reader.erasures();
        jam_state read;
        codec::event_names names;
        for (const auto& stored : reader.events({}, everything, log.size())) {
            const auto happened = codec::decode_event(stored, names, named);
            REQUIRE(happened.has_value());
            evolve(read, *happened);
            names = codec::names_of(read);
        }
        CHECK((read == state));
    }
    CHECK(erasures > seeds * 5);
}
