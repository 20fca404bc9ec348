// SPDX-License-Identifier: Apache-2.0
#include "engine/base/metrics.hpp"
#include "engine/clock/real_time.hpp"
#include "engine/store/database.hpp"
#include "engine/store/jam_reader.hpp"
#include "tests/unit/engine/live/running_jam.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace jamhall;
using namespace jamhall::test;
using Catch::Matchers::Contains;
using sessions::ballot_switch;
using sessions::command;
using sessions::tallies_switch;

namespace {

command support(post_id post)
{
    return cast_ballot{post, choice::support};
}

std::int64_t stored_events(const running_jam& jam)
{
    store::jam_reader reader{jam.file()};
    return static_cast<std::int64_t>(reader.head().offset.value);
}

}  // namespace

TEST_CASE("A command is answered only once its event is in the file", "[live]")
{
    running_jam jam{plan_for_now(ballot_switch::support, tallies_switch::sealed)};
    const auto added = jam.ask(ada, command{idea()});
    REQUIRE(added.has_value());
    CHECK(added->post == post_id{1});
    CHECK(stored_events(jam) == static_cast<std::int64_t>(added->offset.value));
}

TEST_CASE("A refusal changes nothing and leaves no key", "[live]")
{
    running_jam jam{plan_for_now(ballot_switch::support, tallies_switch::sealed)};
    const auto before = stored_events(jam);
    CHECK(jam.ask(otto, command{idea()}, "k").error().code == reject_code::not_allowed);
    CHECK(stored_events(jam) == before);
    store::jam_reader reader{jam.file()};
    CHECK(reader.load_keys().size() == 0);
}

TEST_CASE("The plan's limits hold from a new jam's first command on", "[live]")
{
    auto planned = plan_for_now(ballot_switch::support, tallies_switch::sealed);
    planned.policy.limits.posts_per_minute = 1;
    running_jam braked{planned};
    CHECK(braked.ask(ada, command{idea()}).has_value());
    CHECK(braked.ask(ada, command{idea()}).error().code == reject_code::rate_limited);

    planned.policy.limits.posts_per_minute = std::nullopt;
    running_jam lifted{planned};
    for (int i = 0; i < 50; ++i)
        REQUIRE(lifted.ask(ada, command{idea()}).has_value());
}

TEST_CASE("A key is answered the same again, also after a restart, and never twice done", "[live]")
{
    running_jam jam{plan_for_now(ballot_switch::support, tallies_switch::sealed)};
    const auto first = jam.ask(ada, command{idea()}, "one");
    REQUIRE(first.has_value());
    const auto again = jam.ask(ada, command{idea()}, "one");
    REQUIRE(again.has_value());
    CHECK(again->offset == first->offset);
    CHECK(again->post == first->post);
    CHECK(jam.ask(ada, command{withdraw_post{post_id{1}}}, "one").error().code == reject_code::key_reused);
    jam.reopen();
    const auto later = jam.ask(ada, command{idea()}, "one");
    REQUIRE(later.has_value());
    CHECK(later->offset == first->offset);
    CHECK(jam.core().state().posts.size() == 1);
}

TEST_CASE("Two sends of one key in one batch are one command with two answers", "[live]")
{
    running_jam jam{plan_for_now(ballot_switch::support, tallies_switch::sealed)};
    std::vector<live::answer> answers;
    const auto keep = [&](const live::answer& given) { answers.push_back(given); };
    const live::caller by{sessions::actor_kind::person, ada};
    for (int i = 0; i < 2; ++i)
        jam.core().submit(live::asked_command{by, command{idea()}, codec::retry_key{"k", {}}, false, keep});
    jam.settle([&] { return answers.size() == 2; });
    CHECK(answers[0]->offset == answers[1]->offset);
    CHECK(jam.core().state().posts.size() == 1);
}

TEST_CASE("Sends of one key while a restarted jam still reads its keys are one command", "[live]")
{
    running_jam jam{plan_for_now(ballot_switch::support, tallies_switch::sealed)};
    REQUIRE(jam.ask(ada, command{idea()}, "before").has_value());
    jam.reopen();
    std::vector<live::answer> answers;
    const live::caller by{sessions::actor_kind::person, ada};
    const auto send = [&](const char* key) {
        jam.core().submit(live::asked_command{by, command{idea()}, codec::retry_key{key, {}}, false,
                                              [&](const live::answer& given) { answers.push_back(given); }});
    };
    for (int i = 0; i < 3; ++i)
        send("after");
    jam.settle([&] { return !answers.empty(); });
    send("after");
    jam.settle([&] { return answers.size() == 4; });
    for (const auto& each : answers)
        CHECK(each->offset == answers[0]->offset);
    CHECK(jam.core().state().posts.size() == 2);
}

TEST_CASE("A watcher gets what was missed and what comes, without gap or repeat", "[live]")
{
    running_jam jam{plan_for_now(ballot_switch::support, tallies_switch::sealed)};
    const auto ben_socket = jam.enter(ben);
    jam.ask(ada, command{idea("first")});
    jam.send(ben_socket, R"({"do":"watch","ref":1,"feeds":{"forum/streets":0}})");
    jam.ask(ada, command{idea("second")});
    const auto all = [&] {
        std::string joined;
        for (const auto& f : running_jam::frames_of(ben_socket, "events"))
            joined += f;
        return joined;
    };
    jam.settle([&] { return all().find("second") != std::string::npos; });
    const auto text = all();
    REQUIRE(text.find("first") != std::string::npos);
    CHECK(text.find("first") < text.find("second"));
    CHECK(text.find("first") == text.rfind("first"));
    const auto texts = static_cast<const line&>(*ben_socket.line).texts();
    const auto reply =
        std::ranges::find_if(texts, [](const auto& t) { return t.starts_with(R"({"type":"reply")"); });
    const auto events =
        std::ranges::find_if(texts, [](const auto& t) { return t.starts_with(R"({"type":"events")"); });
    CHECK(reply < events);
}

TEST_CASE("Those who come back together get the very same frames of what they missed", "[live]")
{
    running_jam jam{plan_for_now(ballot_switch::support, tallies_switch::sealed)};
    const std::vector sockets{jam.enter(ada), jam.enter(ben), jam.enter(ada)};
    jam.ask(ben, command{idea()});
    for (const auto& socket : sockets)
        jam.core().take(
            socket, codec::decode_frame(R"({"do":"watch","ref":1,"feeds":{"forum/streets":0,"me":0}})", {}));
    const auto of_forum = [](const live::attendee& at) -> live::frame {
        for (const auto& f : static_cast<const line&>(*at.line).frames)
            if (codec::ws_payload(*f).find(R"("feed":"forum/streets")") != std::string_view::npos)
                return f;
        return nullptr;
    };
    jam.settle([&] {
        return std::ranges::all_of(sockets, [&](const auto& at) { return of_forum(at) != nullptr; });
    });
    CHECK(of_forum(sockets[0]) == of_forum(sockets[1]));
    CHECK(of_forum(sockets[0]) == of_forum(sockets[2]));
}

TEST_CASE("A flood of questions is refused, then cut off", "[live]")
{
    auto planned = plan_for_now(ballot_switch::support, tallies_switch::sealed);
    planned.policy.limits.commands_per_minute = 300;
    running_jam jam{planned};
    const auto socket = jam.enter(ben);
    const auto other = jam.enter(ada);
    const auto flood = codec::decode_frame(R"({"do":"watch","ref":1,"feeds":{"forum/streets":null}})", {});
    for (int i = 0; i < 700; ++i)
        jam.core().take(socket, flood);
    CHECK_THAT(jam.await_frame(socket, "refused"), Contains("rate_limited") && Contains("retry_after_ms"));
    CHECK(running_jam::frames_of(socket, "reply").size() <= 601);
    CHECK_FALSE(static_cast<const line&>(*socket.line).closed_with);
    for (int i = 0; i < 2'500; ++i)
        jam.core().take(socket, flood);
    jam.settle([&] { return static_cast<const line&>(*socket.line).closed_with.has_value(); });
    CHECK(static_cast<const line&>(*socket.line).closed_with == live::flooding);
    jam.send(other, R"({"do":"watch","ref":1,"feeds":{"forum/streets":null}})");
    jam.await_frame(other, "reply");
    CHECK_FALSE(static_cast<const line&>(*other.line).closed_with);
}

TEST_CASE("A question that has much of the log read costs more", "[live]")
{
    auto planned = plan_for_now(ballot_switch::support, tallies_switch::sealed);
    planned.policy.limits.commands_per_minute = 1'000'000;
    planned.policy.limits.posts_per_minute = std::nullopt;
    running_jam jam{planned};
    const auto socket = jam.enter(ben);
    for (int i = 0; i < 1'100; ++i)
        REQUIRE(jam.ask(ada, command{idea()}).has_value());
    std::size_t sent = 0;
    const auto asked_for = [&](const char* feeds, int times) {
        for (int i = 0; i < times; ++i)
            jam.send(socket, R"({"do":"watch","ref":1,"feeds":)" + std::string{feeds} + "}");
        const auto count = [&](const char* type) { return running_jam::frames_of(socket, type).size(); };
        sent += static_cast<std::size_t>(times);
        jam.settle([&] { return count("reply") + count("refused") == sent; });
        return count("refused");
    };
    CHECK(asked_for(R"({"me":0,"lobby":0})", 100) == 0);          // 300
    CHECK(asked_for(R"({"thread/1":1050})", 50) == 0);            // 100
    CHECK(asked_for(R"({"thread/1":1,"thread/2":1})", 50) == 0);  // 200
    CHECK(asked_for(R"({"thread/1":1,"thread/2":1})", 200) > 100);
}

TEST_CASE("Who is sent away while their socket opens is told so and sees nothing", "[live]")
{
    running_jam jam{plan_for_now(ballot_switch::support, tallies_switch::sealed)};
    REQUIRE(jam.ask(olga, command{sessions::remove_person{cleo, ""}}).has_value());
    const auto opened = [&jam](sessions::person_id who, std::optional<live::token_hash> shown) {
        const live::attendee socket{std::make_shared<line>(), 0, {sessions::actor_kind::person, who}};
        jam.core().attach(socket, shown);
        jam.settle([&] { return static_cast<const line&>(*socket.line).closed_with.has_value(); });
        CHECK(static_cast<const line&>(*socket.line).frames.empty());
        return *static_cast<const line&>(*socket.line).closed_with;
    };
    CHECK(opened(cleo, std::nullopt) == live::close_code::removed);
    CHECK(opened(ben, base::sha256_of("a token that was renewed")) == live::close_code::signed_out);
}

TEST_CASE("Of sockets that one person asks for at once no more stay open than the plan allows", "[live]")
{
    auto planned = plan_for_now(ballot_switch::support, tallies_switch::sealed);
    planned.policy.limits.connections_per_person = 2;
    running_jam jam{planned};
    std::vector<live::attendee> sockets;
    for (int i = 0; i < 4; ++i) {
        sockets.push_back({std::make_shared<line>(), 0, {sessions::actor_kind::person, ben}});
        jam.core().attach(sockets.back());
    }
    const auto closed_with = [&](std::size_t i) {
        return static_cast<const line&>(*sockets[i].line).closed_with;
    };
    jam.settle([&] { return closed_with(2) && closed_with(3); });
    CHECK(closed_with(2) == live::flooding);
    jam.await_frame(sockets[1], "hello");
    CHECK_FALSE(closed_with(0));
    CHECK_FALSE(closed_with(1));
    CHECK(running_jam::frames_of(sockets[2], "hello").empty());
    jam.core().detach(sockets[0]);
    jam.core().detach(sockets[2]);
    jam.core().detach(sockets[3]);
    jam.enter(ben);
}

TEST_CASE("An offset beyond the log's end is told to start over", "[live]")
{
    running_jam jam{plan_for_now(ballot_switch::support, tallies_switch::sealed)};
    const auto socket = jam.enter(ben);
    jam.send(socket, R"({"do":"watch","ref":1,"feeds":{"forum/streets":999999}})");
    CHECK_THAT(jam.await_frame(socket, "behind"), Contains("forum/streets"));
}

TEST_CASE("BA2: Ballots send no tally while sealed, and one conflated tally while live", "[live]")
{
    const auto is_sealed = GENERATE(true, false);
    running_jam jam{
        plan_for_now(ballot_switch::support, is_sealed ? tallies_switch::sealed : tallies_switch::live)};
    const auto socket = jam.enter(ben);
    jam.send(socket, R"({"do":"watch","ref":1,"feeds":{"forum/streets":null,"lobby":null}})");
    jam.ask(ada, command{idea()});
    jam.ask(ada, support(post_id{1}));
    jam.ask(ben, support(post_id{1}));
    const auto cleo_socket = jam.enter(cleo);
    jam.await_frame(socket, "presence");
    if (is_sealed) {
        CHECK(running_jam::frames_of(socket, "tallies").empty());
        CHECK_THAT(jam.await_frame(socket, "events"), !Contains("ballot"));
    } else {
        CHECK_THAT(jam.await_frame(socket, "tallies"), Contains(R"("support":2)"));
    }
}

TEST_CASE("BA7: A ballot is told to nobody but its caster", "[live]")
{
    running_jam jam{plan_for_now(ballot_switch::support, tallies_switch::live)};
    const auto ada_socket = jam.enter(ada);
    const auto ben_socket = jam.enter(ben);
    for (const auto& socket : {ada_socket, ben_socket})
        jam.send(socket, R"({"do":"watch","ref":1,"feeds":{"me":null,"forum/streets":null}})");
    jam.ask(cleo, command{idea()});
    jam.ask(ada, support(post_id{1}));
    jam.settle([&] {
        const auto frames = running_jam::frames_of(ada_socket, "events");
        return !frames.empty() && frames.back().find("ballot_cast") != std::string::npos;
    });
    for (const auto& text : running_jam::frames_of(ben_socket, "events"))
        CHECK_THAT(text, !Contains("ballot_cast"));
}

TEST_CASE("BA4: Seeing an idea is counted once for each person, ballots included", "[live]")
{
    running_jam jam{plan_for_now(ballot_switch::support, tallies_switch::sealed)};
    jam.ask(cleo, command{idea()});
    const auto socket = jam.enter(ada);
    jam.send(socket, R"({"do":"saw_posts","posts":[1,1,77]})");
    jam.settle([&] { return jam.core().state().at(post_id{1}).seen_count == 1; });
    jam.ask(ada, support(post_id{1}));
    jam.ask(ben, support(post_id{1}));
    CHECK(jam.core().state().at(post_id{1}).seen_count == 2);
    jam.reopen();
    jam.ask(ben, support(post_id{1}));
    CHECK(jam.core().state().at(post_id{1}).seen_count == 2);
}

TEST_CASE("A batch that cannot be stored is refused whole, and the jam goes on from its log", "[live]")
{
    running_jam jam{plan_for_now(ballot_switch::support, tallies_switch::sealed)};
    const auto socket = jam.enter(ben);
    jam.send(socket, R"({"do":"watch","ref":1,"feeds":{"forum/streets":null}})");
    auto saboteur = store::database::open(jam.file(), store::access::write);
    saboteur.execute("CREATE TRIGGER sabotage BEFORE INSERT ON post BEGIN SELECT RAISE(ABORT, 'no'); END");
    CHECK(jam.ask(ada, command{idea("lost")}).error().code == reject_code::storage_failed);
    CHECK_FALSE(jam.core().is_storing_well());
    saboteur.execute("DROP TRIGGER sabotage");
    const auto kept = jam.ask(ada, command{idea("kept")});
    REQUIRE(kept.has_value());
    CHECK(kept->post == post_id{1});
    CHECK(jam.core().is_storing_well());
    CHECK_THAT(jam.await_frame(socket, "events"), Contains("kept"));
    for (const auto& text : static_cast<const line&>(*socket.line).texts())
        CHECK_THAT(text, !Contains("lost"));
}

TEST_CASE("A due bell that cannot be stored is tried again after a rest, and rings once it can be", "[live]")
{
    using namespace std::chrono_literals;
    const auto begun = clock::now();
    auto planned = plan_for_now(ballot_switch::support, tallies_switch::sealed);
    planned.starts_at = begun + sessions::duration{1'000};
    running_jam jam{planned};
    auto saboteur = store::database::open(jam.file(), store::access::write);
    saboteur.execute("CREATE TRIGGER sabotage BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'no'); END");
    const auto failed_before = base::metrics().batches_failed.value();
    jam.settle([&] { return clock::now() - begun > sessions::duration{3'000}; });
    const auto tries = base::metrics().batches_failed.value() - failed_before;
    CHECK(tries >= 1);
    CHECK(tries <= 3);
    saboteur.execute("DROP TRIGGER sabotage");
    jam.settle([&] { return jam.core().is_storing_well(); });
    CHECK(jam.core().state().clock.now_running().id == "ideas"_slug);
}

TEST_CASE("A restart folds the log to the same state", "[live]")
{
    running_jam jam{plan_for_now(ballot_switch::support, tallies_switch::sealed)};
    jam.ask(ada, command{idea()});
    jam.ask(ben, command{comment_on(post_id{1})});
    jam.ask(ben, support(post_id{1}));
    const auto before = jam.core().state();
    jam.reopen();
    CHECK(jam.core().state() == before);
}

TEST_CASE("FE5: A bell that changes what is shown tells every post feed that it is behind", "[live]")
{
    running_jam jam{a_plan{}
                        .starts_at(clock::now())
                        .phase("write"_slug, sessions::phase_kind::brainwrite, hours{1})
                        .phase("ideas"_slug, sessions::phase_kind::ideate, hours{1})
                        .build()};
    const auto socket = jam.enter(ben);
    jam.ask(ada, command{idea("own words")});
    jam.send(socket, R"({"do":"watch","ref":1,"feeds":{"forum/streets":0,"lobby":null}})");
    jam.await_frame(socket, "reply");
    REQUIRE(jam.ask(olga, command{advance_phase{}}).has_value());
    CHECK_THAT(jam.await_frame(socket, "behind"), Contains("forum/streets"));
    CHECK_THAT(jam.await_frame(socket, "events"), Contains("phase_began"));
    for (const auto& text : static_cast<const line&>(*socket.line).texts())
        CHECK_THAT(text, !Contains("own words"));
}

TEST_CASE("MO10: no frame tells that a held comment came, and one tells of it once it is approved", "[live]")
{
    auto planned = plan_for_now(ballot_switch::support, tallies_switch::sealed);
    planned.agenda.front().rules.moderation = sessions::moderation_switch::before;
    running_jam jam{planned};
    REQUIRE(jam.ask(gita, command{idea()}).has_value());
    const auto ben_here = jam.enter(ben);
    jam.send(ben_here, R"({"do":"watch","ref":1,"feeds":{"forum/streets":null}})");
    jam.await_frame(ben_here, "reply");
    REQUIRE(jam.ask(ada, command{comment_on(post_id{1})}).has_value());
    REQUIRE(jam.ask(gita, command{idea()}).has_value());
    REQUIRE(jam.ask(gita, command{comment_on(post_id{3})}).has_value());
    CHECK_THAT(jam.await_frame(ben_here, "activity"), !Contains(R"("post":1,)"));
    REQUIRE(jam.ask(fay, command{approve_post{post_id{2}}}).has_value());
    CHECK_THAT(jam.await_frame(ben_here, "activity", 2), Contains(R"("post":1,"comments":1)"));
}
