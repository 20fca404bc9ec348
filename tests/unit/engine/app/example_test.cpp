// SPDX-License-Identifier: Apache-2.0
#include "engine/app/board.hpp"
#include "engine/app/example_jam.hpp"
#include "engine/app/script.hpp"
#include "engine/codec/roster_in.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace jamhall;
using namespace jamhall::app;

namespace {

constexpr sessions::instant now{1'796'115'600'000};

void show(board& to, std::string_view frame)
{
    const auto read = codec::json_document::parse(frame);
    REQUIRE(read.has_value());
    to.take(read->root());
}

}  // namespace

TEST_CASE("The example plan is a sound plan whose bells ring within minutes")
{
    const auto plan = example_plan(now);
    CHECK(plan.starts_at == now);
    CHECK(plan.forums.size() == 4);
    CHECK(plan.audiences.size() == 2);
    REQUIRE(!plan.agenda.empty());
    CHECK(plan.agenda.front().kind == sessions::phase_kind::ideate);
    CHECK(std::get<sessions::duration>(plan.agenda.front().end) < std::chrono::minutes{15});
}

TEST_CASE("The example roster is sound, holds every printed role and grows with the crowd")
{
    const auto plan = example_plan(now);
    const auto small = codec::decode_roster(example_roster(people_needed(30)), plan);
    CHECK(small.refused.empty());
    CHECK(small.lines.size() == 60);
    for (const example_role& each : example_roles) {
        INFO(each.email);
        const auto found = std::ranges::find(small.lines, each.email, &codec::roster_line::email);
        REQUIRE(found != small.lines.end());
        CHECK(found->entry.name == each.name);
        CHECK(found->entry.roles.has(sessions::role_named(each.role).value()));
    }
    const auto large = codec::decode_roster(example_roster(people_needed(500)), plan);
    CHECK(large.refused.empty());
    CHECK(large.lines.size() == 520);
}

TEST_CASE("The script has at least 120 texts, each said once, in forums that exist")
{
    script said = script::of_example();
    const auto plan = example_plan(now);
    std::set<std::string> texts;
    for (std::size_t i = 0; i < said.size(); ++i) {
        texts.insert(said.at(i).text);
        texts.insert(said.at(i).comments.begin(), said.at(i).comments.end());
        CHECK(std::ranges::any_of(plan.forums,
                                  [&](const auto& forum) { return forum.id.view() == said.at(i).forum; }));
        CHECK(said.at(i).appeal > 0);
        CHECK(said.at(i).appeal < 1);
    }
    CHECK(texts.size() >= 120);

    dice from{1};
    std::set<std::size_t> taken;
    for (std::size_t line = said.take_idea(from); line != script::none; line = said.take_idea(from)) {
        CHECK(taken.insert(line).second);
        CHECK(said.at(line).builds_on == script::none);
        if (said.at(line).build != script::none) {
            CHECK(said.take_build_on(line) == said.at(line).build);
            CHECK(said.take_build_on(line) == script::none);
        }
    }
    CHECK(taken.size() > 35);
    std::size_t remarks = 0;
    while (said.take_comment(script::none, from))
        ++remarks;
    CHECK(remarks >= 20);
}

TEST_CASE("The crowd learns posts, threads and phases from frames alone")
{
    script said = script::of_example();
    board known{said};
    show(
        known,
        R"({"type":"hello","phase":{"id":"ideas","switches":{"ideas":"open","comments":"open","ballot":"support"}},)"
        R"("forums":[{"id":"high-street"},{"id":"town-hall"}]})");
    CHECK(known.running().id == "ideas");
    CHECK(known.forums().size() == 2);
    show(
        known,
        R"({"type":"events","feed":"forum/high-street","upto":9,"events":[)"
        R"({"offset":8,"type":"post_added","post":1,"kind":"idea","forum":"high-street","parent":null,"text":"Mine"},)"
        R"({"offset":9,"type":"post_added","post":2,"kind":"comment","forum":"high-street","parent":1,"text":"So?"},)"
        R"({"offset":9,"type":"post_added","post":3,"kind":"comment","forum":"high-street","parent":2,"text":"Yes."}]})");
    REQUIRE(known.posts().size() == 3);
    CHECK(known.posts().at(1).is_idea);
    CHECK(known.posts().at(1).comments == 2);
    CHECK(known.posts().at(3).thread == 1);
    CHECK(known.posts().at(1).line == script::none);
    show(known, R"({"type":"events","events":[{"type":"post_withdrawn","post":2,"text":null}]})");
    CHECK(known.posts().size() == 2);
    show(known, R"({"type":"events","events":[{"type":"phase_began","phase":{"id":"choose",)"
                R"("switches":{"ideas":"closed","comments":"closed","ballot":"agree"}}}]})");
    CHECK(known.running().ballot == "agree");
    CHECK(known.running().ideas == "closed");
    show(known, R"({"type":"events","events":[{"type":"jam_closed"}]})");
    CHECK(known.running().ballot == "none");
}

TEST_CASE("A text of the script is known again, so that it is not said twice")
{
    script said = script::of_example();
    const std::size_t first = said.note(std::string{said.at(0).text});
    CHECK(first == 0);
    CHECK(said.at(0).is_said);
    CHECK(said.note("Something of a visitor's") == script::none);
    dice from{3};
    for (std::size_t line = said.take_idea(from); line != script::none; line = said.take_idea(from))
        CHECK(line != 0);
}
