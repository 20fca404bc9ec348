// SPDX-License-Identifier: Apache-2.0
#include "engine/clock/real_time.hpp"
#include "engine/store/hall_store.hpp"
#include "engine/store/snapshot_file.hpp"
#include "tests/unit/engine/live/running_jam.hpp"
#include "tests/unit/engine/store/told_story.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <future>
#include <map>
#include <new>

using namespace jamhall;
using namespace jamhall::test;
using Catch::Matchers::Contains;
using sessions::ballot_switch;
using sessions::command;
using sessions::tallies_switch;

namespace {

sessions::plan open_now()
{
    return plan_for_now(ballot_switch::support, tallies_switch::sealed);
}

void tidies_soon(live::jam_setting& setting)
{
    setting.tidy_after = std::chrono::milliseconds{100};
}

std::vector<std::string> left_beside(const running_jam& jam, const std::string& text)
{
    return store::left_of(text, jam.file().parent_path());
}

command erase_first()
{
    return command{sessions::erase_post{post_id{1}, std::nullopt, ""}};
}

}  // namespace

TEST_CASE(
    "ER4: while another program reads the file nobody is told that it is done, everybody goes on, and it is "
    "done once that ends",
    "[live]")
{
    running_jam jam{open_now(), tidies_soon};
    const auto text = store::secret("adaidea", 900);
    REQUIRE(jam.ask(ada, command{idea(text)}).has_value());
    auto outside = store::database::open(jam.file(), store::access::read);
    outside.execute("BEGIN");
    REQUIRE(outside.query_integer("SELECT count(*) FROM post") == 1);

    const auto first = jam.ask(rosa, erase_first(), "key");
    REQUIRE_FALSE(first.has_value());
    CHECK(first.error().code == reject_code::storage_failed);
    CHECK_THAT(first.error().message, Contains("another program reads"));
    CHECK(jam.core().is_storing_well());
    CHECK(jam.core().state().at(post_id{1}).text.empty());
    CHECK(jam.ask(ben, command{idea("More benches.")}).has_value());
    CHECK_FALSE(jam.ask(rosa, erase_first(), "key").has_value());
    CHECK_FALSE(left_beside(jam, text).empty());
    // Nor does a restart wait for it.
    jam.reopen();
    CHECK(jam.ask(ben, command{idea("Even more.")}).has_value());
    CHECK_FALSE(jam.ask(rosa, erase_first(), "key").has_value());

    outside.execute("COMMIT");
    jam.settle([&] { return left_beside(jam, text).empty(); });
    jam.settle([&] { return jam.ask(rosa, erase_first(), "key").has_value(); });
}

TEST_CASE("ER4: erasures that follow one another at once are each told as done", "[live]")
{
    running_jam jam{open_now()};
    constexpr std::uint32_t many = 40;
    for (std::uint32_t n = 0; n < many; ++n)
        REQUIRE(jam.ask(ada, command{idea()}).has_value());
    std::vector<live::answer> given;
    // Each sent only when the one before is in the log, and so before its snapshot is replaced.
    for (std::uint32_t n = 1; n <= many; ++n) {
        jam.core().submit(
            live::asked_command{live::caller{sessions::actor_kind::person, rosa},
                                command{sessions::erase_post{post_id{n}, std::nullopt, ""}}, std::nullopt,
                                false, [&given](const live::answer& answer) { given.push_back(answer); }});
        jam.settle([&] { return jam.core().state().at(post_id{n}).text.empty(); });
    }
    jam.settle([&] { return given.size() == many; });
    CHECK(std::ranges::all_of(given, [](const live::answer& answer) { return answer.has_value(); }));
}

TEST_CASE("ER4: who did something else in the same moment as an erasure is not told that it failed", "[live]")
{
    running_jam jam{open_now(), tidies_soon};
    REQUIRE(jam.ask(ada, command{idea()}).has_value());
    auto outside = store::database::open(jam.file(), store::access::read);
    outside.execute("BEGIN");
    REQUIRE(outside.query_integer("SELECT count(*) FROM post") == 1);

    std::map<sessions::person_id, live::answer> given;
    const auto send = [&](sessions::person_id who, command what) {
        jam.core().submit(live::asked_command{
            live::caller{sessions::actor_kind::person, who}, std::move(what), std::nullopt, false,
            [&given, who](const live::answer& answer) { given.emplace(who, answer); }});
    };
    send(rosa, erase_first());
    send(ben, command{idea("More benches.")});
    send(cleo, erase_first());
    jam.settle([&] { return given.size() == 3; });
    REQUIRE_FALSE(given.at(rosa).has_value());
    CHECK(given.at(rosa).error().code == reject_code::storage_failed);
    CHECK(given.at(ben).has_value());
    REQUIRE_FALSE(given.at(cleo).has_value());
    CHECK(given.at(cleo).error().code == reject_code::not_allowed);
}

TEST_CASE("ER4: an erasure that comes with the key of another command is answered too", "[live]")
{
    running_jam jam{open_now()};
    REQUIRE(jam.ask(ada, command{idea()}).has_value());
    std::vector<live::answer> given;
    for (const auto& what : {command{sessions::withdraw_post{post_id{1}}}, erase_first()})
        jam.core().submit(
            live::asked_command{live::caller{sessions::actor_kind::person, ada}, what,
                                codec::retry_key{"key", base::sha256_of(sessions::name_of(what))}, false,
                                [&given](const live::answer& answer) { given.push_back(answer); }});
    jam.settle([&] { return given.size() == 2; });
    CHECK(given.front().has_value());
    REQUIRE_FALSE(given.back().has_value());
    CHECK(given.back().error().code == reject_code::key_reused);
}

TEST_CASE("ER4: nobody is told that it is done while a snapshot of before may stand", "[live]")
{
    running_jam jam{open_now(), tidies_soon};
    REQUIRE(jam.ask(ada, command{idea()}).has_value());
    std::promise<void> begun, go_on;
    auto& background = jam.core().storing().background;
    const auto none = [](std::exception_ptr) {};
    const auto wait = [&begun, waits = go_on.get_future().share()] {
        begun.set_value();
        waits.wait();
    };
    REQUIRE(background.submit(wait, none));
    begun.get_future().wait();
    while (background.submit([] {}, none)) {
    }
    const auto refused = jam.ask(rosa, erase_first(), "key");
    go_on.set_value();
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == reject_code::storage_failed);
    jam.settle([&] { return jam.ask(rosa, erase_first(), "key").has_value(); });
    CHECK(jam.core().state().at(post_id{1}).text.empty());
}

TEST_CASE("ER4: an erasure that is in the log although tidying up behind it failed is told to everybody",
          "[live]")
{
    std::vector<person_id> signed_out;
    running_jam jam{open_now(), [&](live::jam_setting& setting) {
                        tidies_soon(setting);
                        setting.sign_out_everywhere = [&](const auto&, const auto& people) {
                            signed_out.insert(signed_out.end(), people.begin(), people.end());
                        };
                    }};
    REQUIRE(jam.ask(ada, command{idea()}).has_value());
    const auto adas = jam.enter(ada);
    const auto bens = jam.enter(ben);
    jam.send(bens, R"({"do":"watch","ref":1,"feeds":{"forum/streets":null}})");
    jam.await_frame(bens, "reply");
    auto saboteur = store::database::open(jam.file(), store::access::write);
    saboteur.execute(
        "CREATE TRIGGER sabotage BEFORE DELETE ON unscrubbed BEGIN SELECT RAISE(ABORT, 'no'); END");
    const command erase{sessions::erase_person{ada, sessions::erasure_scope::everything, ""}};
    const auto first = jam.ask(rosa, erase, "key");
    REQUIRE_FALSE(first.has_value());
    CHECK(first.error().code == reject_code::storage_failed);
    CHECK(signed_out.empty());
    saboteur.execute("DROP TRIGGER sabotage");

    CHECK_THAT(jam.await_frame(bens, "events"), Contains("\"erased\""));
    CHECK(static_cast<const line&>(*adas.line).closed_with == live::close_code::signed_out);
    CHECK(signed_out == std::vector{ada});
    jam.settle([&] { return jam.ask(rosa, erase, "key").has_value(); });
    REQUIRE(jam.ask(ben, command{idea("kept")}).has_value());
    CHECK_THAT(jam.await_frame(bens, "events", 2), Contains("kept") && !Contains("\"erased\""));
    CHECK(running_jam::frames_of(bens, "events").size() == 2);
}

TEST_CASE("ER4: a snapshot that cannot be read is gone before the jam is served again", "[live]")
{
    running_jam jam{open_now()};
    const auto text = store::secret("oldtext", 200);
    store::write_file(store::snapshot_file_of(jam.file()), text);
    store::write_file(store::snapshot_file_of(jam.file()).string() + ".new", text);
    jam.reopen();
    CHECK(left_beside(jam, text) == std::vector<std::string>{});
}

TEST_CASE("ER1: the hall is told whom to sign out everywhere", "[live]")
{
    std::vector<person_id> told;
    running_jam jam{open_now(), [&](live::jam_setting& setting) {
                        setting.sign_out_everywhere = [&](const auto& of, const auto& people) {
                            CHECK(of == "jam"_slug);
                            told.insert(told.end(), people.begin(), people.end());
                        };
                    }};
    REQUIRE(jam.ask(rosa, command{sessions::erase_person{ada, sessions::erasure_scope::identity, ""}})
                .has_value());
    CHECK(told == std::vector{ada});
}

TEST_CASE("Who saw an idea is forgotten when the jam is called off", "[live]")
{
    running_jam jam{open_now()};
    REQUIRE(jam.ask(ada, command{idea()}).has_value());
    const auto socket = jam.enter(ben);
    jam.send(socket, R"({"do":"saw_posts","posts":[1]})");
    const auto bitmaps = [&] { return store::jam_reader{jam.file()}.exposure().size(); };
    jam.settle([&] { return bitmaps() == 1; });
    const auto seen = jam.core().state().at(post_id{1}).seen_count;
    REQUIRE(jam.ask(olga, command{sessions::cancel_jam{"Storm."}}).has_value());
    CHECK(bitmaps() == 0);
    CHECK(jam.core().state().at(post_id{1}).seen_count == seen);
}

TEST_CASE(
    "ER4: while another program reads hall.db others go on, and nobody is told that an address there is gone",
    "[live]")
{
    const store::temporary_folder beside;
    store::hall_store hall{beside / "hall.db"};
    running_jam jam{open_now(), [&](live::jam_setting& setting) {
                        tidies_soon(setting);
                        setting.directory = &hall;
                    }};
    jam.core().people().put(
        {.person = ada, .email = "ada@forgotten.example", .token_hash = {}, .minted_at = {}});
    auto outside = store::database::open(beside / "hall.db", store::access::read);
    outside.execute("BEGIN");
    REQUIRE(outside.query_integer("SELECT count(*) FROM setting") == 0);
    std::map<sessions::person_id, live::answer> given;
    const auto send = [&](sessions::person_id who, command what, std::string_view key) {
        jam.core().submit(live::asked_command{
            live::caller{sessions::actor_kind::person, who}, what,
            codec::retry_key{std::string{key}, base::sha256_of(sessions::name_of(what))}, false,
            [&given, who](const live::answer& answer) { given.insert_or_assign(who, answer); }});
    };
    const command erase{sessions::erase_person{ada, sessions::erasure_scope::everything, ""}};
    send(rosa, erase, "key");
    send(ben, command{idea("More benches.")}, "bens");
    jam.settle([&] { return given.size() == 2; });
    CHECK(given.at(ben).has_value());
    REQUIRE_FALSE(given.at(rosa).has_value());
    CHECK_THAT(given.at(rosa).error().message, Contains("another program reads"));
    CHECK(jam.core().is_storing_well());
    CHECK(jam.core().state().at(ada).erased == sessions::person_erasure::everything);
    // Nor after a restart, as long as it lasts.
    jam.reopen();
    CHECK_FALSE(jam.ask(rosa, erase, "key").has_value());
    outside.execute("COMMIT");
    jam.settle([&] { return jam.ask(rosa, erase, "key").has_value(); });
}

TEST_CASE("ER4: who comes back while a text is redacted is not sent it from a reading of before", "[live]")
{
    running_jam jam{open_now()};
    const auto text = store::secret("redacted", 90);
    REQUIRE(jam.ask(ada, command{idea(text)}).has_value());
    const auto before = jam.core().state().at(post_id{1}).added_at.value - 1;
    const auto bens = jam.enter(ben);
    // The loop runs only within settle(): the redaction is decided first, the reading is done before it is stored.
    std::optional<live::answer> redacted;
    jam.core().submit(live::asked_command{live::caller{sessions::actor_kind::person, rosa},
                                          command{sessions::erase_post{post_id{1}, "Taken out.", ""}},
                                          std::nullopt, false,
                                          [&](const live::answer& answer) { redacted = answer; }});
    jam.send(bens, R"({"do":"watch","ref":1,"feeds":{"forum/streets":)" + std::to_string(before) + "}}");
    std::promise<void> has_read;
    REQUIRE(jam.core().storing().reader.submit([] {}, [&](std::exception_ptr) { has_read.set_value(); }));
    has_read.get_future().wait();
    jam.settle([&] { return redacted.has_value(); });
    REQUIRE(redacted->has_value());
    jam.await_frame(bens, "events");
    for (const auto& frame : static_cast<const line&>(*bens.line).texts())
        CHECK_THAT(frame, !Contains("redacted-0"));
}

TEST_CASE("A turn that finds no memory is given up, whoever waits is told so, and the jam goes on", "[live]")
{
    running_jam jam{open_now()};
    std::optional<live::answer> bens;
    jam.core().submit(live::asked_command{live::caller{sessions::actor_kind::person, ben},
                                          command{idea("Half decided.")}, std::nullopt, false,
                                          [&](const live::answer& answer) { bens = answer; }});
    std::exception_ptr told;
    jam.core().submit(live::job{[](live::batch&) { throw std::bad_alloc{}; },
                                [&](const std::exception_ptr& failed) { told = failed; }});
    jam.settle([&] { return bens.has_value(); });
    REQUIRE_FALSE(bens->has_value());
    CHECK(bens->error().code == reject_code::storage_failed);
    CHECK(told != nullptr);
    CHECK(jam.ask(ada, command{idea("And on.")}).has_value());
    CHECK_FALSE(jam.core().state().knows(post_id{2}));
}
