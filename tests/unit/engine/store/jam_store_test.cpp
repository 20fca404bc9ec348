// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/event_chain.hpp"
#include "engine/store/schema.hpp"
#include "tests/unit/engine/store/store_fixture.hpp"

#include <sys/stat.h>

using namespace jamhall;
using namespace jamhall::store;

TEST_CASE("What was appended is read back by another connection, texts and all")
{
    const temporary_folder folder;
    auto writer = jam_store::create(folder / "a.jam");
    jam_reader reader{folder / "a.jam"};
    CHECK(reader.head() == log_head{});

    append_batch first;
    first.events.push_back(event_of(1, "jam_created", 0, {text_of("/plan", 0, "a plan")}));
    first.events.push_back(
        event_of(2, "person_added", 0, {text_of("/name", 1, "Ada"), text_of("/unit", 1, "B")}));
    first.events.push_back(event_of(3, "phase_began"));
    writer.append(first);
    append_batch second;
    second.events.push_back(
        event_of(4, "post_added", 1, {text_of("/text", 1, "Ünïcode \xF0\x9F\x8C\xB1 and \"quotes\"")}));
    writer.append(second);

    auto expected = first.events;
    expected.push_back(second.events.front());
    CHECK(reader.events({}, everything, 100) == expected);
    CHECK(reader.events({1}, {3}, 100) == std::vector{expected[1], expected[2]});
    CHECK(reader.events({2}, everything, 1) == std::vector{expected[2]});
    CHECK(reader.head() == writer.head());
    CHECK(writer.head().offset == sessions::log_offset{4});
    CHECK(writer.head().at == expected[3].at);
}

TEST_CASE("The head's hash is the chain of every event from 32 zero bytes on")
{
    const temporary_folder folder;
    auto writer = jam_store::create(folder / "a.jam");
    append_batch batch;
    base::sha256_digest expected{};
    for (std::uint64_t n = 1; n <= 5; ++n) {
        batch.events.push_back(event_of(n, "ballot_cast", 7));
        const auto& e = batch.events.back();
        expected = codec::chain_hash(expected, e.offset, e.at, e.actor, e.type, e.body);
    }
    writer.append(batch);
    CHECK(writer.head().hash == expected);
}

TEST_CASE("A closed file opens again at its head and takes the next event")
{
    const temporary_folder folder;
    log_head left;
    {
        auto writer = jam_store::create(folder / "a.jam");
        writer.append(idea_batch(1, 1, "one"));
        left = writer.head();
    }
    auto writer = jam_store::open(folder / "a.jam");
    CHECK(writer.head() == left);
    writer.append(idea_batch(2, 2, "two"));
    CHECK(writer.head().offset == sessions::log_offset{2});
}

TEST_CASE("A file and what SQLite puts beside it are for their owner only")
{
    const temporary_folder folder;
    auto writer = jam_store::create(folder / "a.jam");
    writer.append(idea_batch(1, 1, "one"));
    for (const char* name : {"a.jam", "a.jam-wal", "a.jam-shm"}) {
        struct stat found {};
        REQUIRE(::stat((folder / name).c_str(), &found) == 0);
        CHECK((found.st_mode & 0777U) == 0600U);
    }
}

TEST_CASE("A second jam never takes the file of the first")
{
    const temporary_folder folder;
    {
        auto writer = jam_store::create(folder / "a.jam");
        writer.append(idea_batch(1, 1, "one"));
    }
    CHECK(fault_of([&] { jam_store::create(folder / "a.jam"); }) == store_fault::conflict);
    CHECK(jam_store::open(folder / "a.jam").head().offset == sessions::log_offset{1});
}

TEST_CASE("An event that does not follow the log's end is refused and leaves nothing")
{
    const temporary_folder folder;
    auto writer = jam_store::create(folder / "a.jam");
    writer.append(idea_batch(1, 1, "one"));

    auto hole = idea_batch(3, 2, "two");
    CHECK(fault_of([&] { writer.append(hole); }) == store_fault::misuse);
    writer.reopen();
    auto back_in_time = idea_batch(2, 2, "two");
    back_in_time.events.front().at = {1};
    CHECK(fault_of([&] { writer.append(back_in_time); }) == store_fault::misuse);
    writer.reopen();
    CHECK(writer.head().offset == sessions::log_offset{1});
    CHECK(jam_reader{folder / "a.jam"}.events({}, everything, 10).size() == 1);
}

TEST_CASE("A batch that fails in a late row leaves none of its rows, and nothing is written until reopened")
{
    const temporary_folder folder;
    auto writer = jam_store::create(folder / "a.jam");
    append_batch first = idea_batch(1, 1, "one");
    first.identities.push_back(
        {.person = {1}, .email = "ada@example.org", .token_hash = {}, .minted_at = {}});
    writer.append(first);
    const auto head = writer.head();

    append_batch second = idea_batch(2, 2, "two");
    second.follows.push_back({.person = {1}, .target = "post/2"});
    second.identities.push_back(
        {.person = {2}, .email = "Ada@example.org", .token_hash = {}, .minted_at = {}});
    CHECK(fault_of([&] { writer.append(second); }) == store_fault::conflict);
    CHECK(fault_of([&] { writer.append(idea_batch(2, 2, "two")); }) == store_fault::stale);

    jam_reader reader{folder / "a.jam"};
    CHECK(reader.head() == head);
    CHECK(reader.search("two", 10).empty());
    CHECK(reader.follows_of({1}).empty());

    writer.reopen();
    CHECK(writer.head() == head);
    writer.append(idea_batch(2, 2, "two"));
    CHECK(reader.search("two", 10) == std::vector{sessions::post_id{2}});
}

TEST_CASE("Feed backfill leaves out ballots, roster and exposure, and one's own is found by where it stands")
{
    const temporary_folder folder;
    auto writer = jam_store::create(folder / "a.jam");
    append_batch batch;
    const std::vector<std::pair<const char*, std::uint32_t>> log{
        {"jam_created", 0}, {"person_added", 0}, {"person_added", 0},      {"phase_began", 0},
        {"joined", 1},      {"post_added", 1},   {"person_registered", 2}, {"person_entered", 2},
        {"ballot_cast", 2}, {"ballot_cast", 1},  {"post_edited", 1},       {"posts_seen", 0},
        {"ballot_cast", 2}, {"announced", 0},    {"person_updated", 0},    {"post_withdrawn", 1}};
    for (const auto& [type, actor] : log)
        batch.events.push_back(event_of(batch.events.size() + 1, type, actor));
    batch.events[5].texts.push_back(text_of("/text", 1, "idea"));
    batch.events[10].texts.push_back(text_of("/text", 1, "edited"));
    writer.append(batch);

    jam_reader reader{folder / "a.jam"};
    const auto offsets = [](const std::vector<codec::stored_event>& read) {
        std::vector<std::uint64_t> made;
        for (const auto& e : read)
            made.push_back(e.offset.value);
        return made;
    };
    using numbers = std::vector<std::uint64_t>;
    CHECK(offsets(reader.feed_events({}, everything, 100)) == numbers{1, 4, 6, 11, 14, 16});
    CHECK(offsets(reader.feed_events({}, everything, 4)) == numbers{1, 4, 6, 11});
    CHECK(offsets(reader.feed_events({9}, {13}, 100)) == numbers{11});
    using places = std::vector<sessions::log_offset>;
    CHECK(reader.events_at({}).empty());
    CHECK(offsets(reader.events_at(places{{9}, {13}, {99}})) == numbers{9, 13});
    const auto read = reader.events_at(places{{1}, {2}, {6}, {9}, {11}});
    CHECK(read[2].texts == batch.events[5].texts);
    CHECK(read[4].texts == batch.events[10].texts);
}

TEST_CASE("A reader sees what is committed while a batch is being written")
{
    const temporary_folder folder;
    auto writer = jam_store::create(folder / "a.jam");
    writer.append(idea_batch(1, 1, "one"));
    jam_reader reader{folder / "a.jam"};

    auto other = database::open(folder / "a.jam", access::write);
    transaction unfinished{other};
    other.execute("INSERT INTO event VALUES (2, 5000, 'announced', 0, '{}', zeroblob(32))");
    CHECK(reader.events({}, everything, 10).size() == 1);
    unfinished.commit();
    CHECK(reader.events({}, everything, 10).size() == 2);
}

TEST_CASE("Keys are found by person, through a book of all of them")
{
    const temporary_folder folder;
    auto writer = jam_store::create(folder / "a.jam");
    append_batch batch = idea_batch(1, 1, "one");
    const command_key key{
        .person = {1}, .key = "random \"key\"", .digest = {1, 2, 3}, .offset = {1}, .post = {1}};
    batch.keys = {key, {.person = {}, .key = "random \"key\"", .digest = {9}, .offset = {1}, .post = {}}};
    writer.append(batch);

    jam_reader reader{folder / "a.jam"};
    auto book = reader.load_keys();
    CHECK(book.size() == 2);
    CHECK(book.find({1}, "random \"key\"") == 1U);
    CHECK(book.find({}, "random \"key\"") == 2U);
    CHECK_FALSE(book.find({2}, "random \"key\"").has_value());
    CHECK_FALSE(book.find({1}, "random").has_value());
    CHECK(reader.find_key(1, {1}, "random \"key\"") == key);
    CHECK(reader.find_key(2, {}, "random \"key\"") == batch.keys[1]);
    CHECK_FALSE(reader.find_key(2, {1}, "random \"key\"").has_value());
    CHECK_FALSE(reader.find_key(3, {1}, "random \"key\"").has_value());
    CHECK(book.add({3}, "next") == 3);
    CHECK(reader.count_keys().add({3}, "next") == 3);
}

TEST_CASE("Identities are found by number, token and e-mail, and are replaced by person")
{
    const temporary_folder folder;
    auto writer = jam_store::create(folder / "a.jam");
    const auto token = base::sha256_of("token");
    append_batch batch;
    batch.identities = {{.person = {1},
                         .email = "Ada@Example.org",
                         .token_hash = token,
                         .minted_at = sessions::instant{7},
                         .subject = {},
                         .code_hash = base::sha256_of("printed")},
                        {.person = {2},
                         .email = "bob@example.org",
                         .token_hash = {},
                         .minted_at = {},
                         .subject = "https://id.example 1",
                         .code_hash = {}}};
    writer.append(batch);

    jam_reader reader{folder / "a.jam"};
    CHECK(reader.identities({}, 10) == batch.identities);
    CHECK(reader.identities({1}, 10) == std::vector{batch.identities[1]});
    CHECK(reader.identities({}, 1) == std::vector{batch.identities[0]});
    CHECK(reader.identity_of({2}) == batch.identities[1]);
    CHECK(reader.identity_by_token(token) == batch.identities[0]);
    CHECK(reader.identity_by_email("aDA@example.ORG") == batch.identities[0]);
    CHECK_FALSE(reader.identity_by_token(base::sha256_of("other")).has_value());

    append_batch renewed;
    renewed.identities = {batch.identities[0]};
    renewed.identities[0].token_hash = base::sha256_of("new token");
    writer.append(renewed);
    CHECK_FALSE(reader.identity_by_token(token).has_value());
    CHECK(reader.identity_of({1}) == renewed.identities[0]);

    append_batch doubled;
    doubled.identities = {batch.identities[1]};
    doubled.identities[0].person = {3};
    doubled.identities[0].email = "BOB@example.org";
    doubled.identities[0].subject = "";
    CHECK(fault_of([&] { writer.append(doubled); }) == store_fault::conflict);
}

TEST_CASE("Private state is kept, replaced and forgotten")
{
    const temporary_folder folder;
    auto writer = jam_store::create(folder / "a.jam");
    append_batch batch;
    batch.follows = {{.person = {1}, .target = "post/2"},
                     {.person = {1}, .target = "forum/ideas"},
                     {.person = {1}, .target = "post/2"},
                     {.person = {2}, .target = "post/9"}};
    batch.marks = {{.person = {1}, .feed = "lobby", .offset = {3}},
                   {.person = {1}, .feed = "lobby", .offset = {5}}};
    batch.seen = {{{4}, std::string{"\0bits", 5}}, {{7}, "x"}};
    writer.append(batch);

    jam_reader reader{folder / "a.jam"};
    CHECK(reader.follows_of({1}) == std::vector<std::string>{"forum/ideas", "post/2"});
    CHECK(reader.read_marks_of({1}) == std::vector{batch.marks[1]});
    CHECK(reader.exposure() == batch.seen);

    append_batch change;
    change.follows = {{.person = {1}, .target = "post/2", .follows = false}};
    change.seen = {{{7}, "more"}};
    writer.append(change);
    CHECK(reader.follows_of({1}) == std::vector<std::string>{"forum/ideas"});
    CHECK(reader.exposure()[1].second == "more");

    append_batch closing;
    closing.forgets_exposure = true;
    writer.append(closing);
    CHECK(reader.exposure().empty());
}
