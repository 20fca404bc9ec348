// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/text_reading.hpp"

#include "sessions/core/limits.hpp"
#include "tests/support/sessions/given_when_then.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::test;

namespace {

bool has_links(std::string_view text)
{
    return signals_of(signal_policy{}, text).links;
}

using people = std::vector<person_id>;

std::string mention(std::uint32_t number)
{
    return "@[Somebody](person/" + std::to_string(number) + ")";
}

std::string mentions(std::uint32_t first, std::uint32_t last)
{
    std::string text;
    for (auto number = first; number <= last; ++number)
        text += mention(number);
    return text;
}

/// A jam with so many people on its roster.
scenario with_people(std::uint32_t count)
{
    auto jam = given(one_phase());
    for (auto number = cast_size + 1; number <= count; ++number)
        jam.when(put_person{{}, entry_of("Person " + std::to_string(number))}, by_administrator(start))
            .accepted();
    return jam;
}

/// Whom the last event lists as mentioned.
template <class Event>
people listed(const scenario& jam)
{
    return std::get<Event>(jam.log().back().body).mentions;
}

/// Ada changes the text of a post; whom the edit lists.
people edited(scenario& jam, post_id post, std::string text)
{
    jam.when(edit_post{post, std::move(text), {}}, by(ada, start)).accepted();
    return listed<post_edited>(jam);
}

}  // namespace

TEST_CASE("MO11: what leads out of the jam is a link")
{
    CHECK(has_links("see https://example.com"));
    CHECK(has_links("see HTTP://EXAMPLE.COM"));
    CHECK(has_links("ftp://example.com"));
    CHECK(has_links("(www.example.com)"));
    CHECK(has_links("[here](example.com)"));
    CHECK(has_links("[here](<example.com>)"));
    CHECK(has_links("[write](mailto:a@example.com)"));
    CHECK(has_links("[one](#3) and [two](//example.com)"));
}

TEST_CASE("MO11: mentions, references and plain text are no links")
{
    CHECK_FALSE(has_links("Ask @[Ada](person/3) about [her idea](#12) and #13."));
    CHECK_FALSE(has_links("Two [brackets] (and more) and/or wwww.x"));
    CHECK_FALSE(has_links("At 9:00 // or so"));
    CHECK_FALSE(signals_of(signal_policy{false, {}, {}}, "https://example.com").links);
}

TEST_CASE("MO11: the plan's words are found as whole words in any case")
{
    const signal_policy policy{true, {"idiot", "go home"}, {}};
    CHECK(signals_of(policy, "What an IDIOT.").words);
    CHECK(signals_of(policy, "Go  home!").words);
    CHECK_FALSE(signals_of(policy, "idiotic; I go to my home").words);
    CHECK_FALSE(signals_of(signal_policy{}, "What an idiot.").words);
}

TEST_CASE("PO14: known people are mentioned, each once, in the order of the text")
{
    const auto jam = given(one_phase());
    const auto mentioned = [&](const std::string& text) { return mentions_in(jam.state(), text); };
    CHECK(mentioned("@[Ben](person/4), @[Ada](person/3) and @[Ben again](person/4)") ==
          std::vector{ben, ada});
    CHECK(mentioned("@[](person/3)@[Ben](person/4)") == std::vector{ada, ben});
    CHECK(mentioned("@[Nobody](person/99) @[Nobody](person/0) @[Huge](person/99999999999)").empty());
    CHECK(mentioned("[Ada](person/3) @Ada @[Ada] (person/3) @[Ada](#3)").empty());
    CHECK(mentioned("@[Ada](person/3").empty());
    CHECK(mentioned("@[Ada](person/3x) @[Ada](person/-3) @[Ada](person/)").empty());
    CHECK(mentioned("@[A\nda](person/3)").empty());
    CHECK(mentioned("@[broken @[Ada](person/3)") == std::vector{ada});
}

TEST_CASE("PO14: a text mentions at most twenty people")
{
    const auto jam = with_people(25);
    const auto found = mentions_in(jam.state(), mentions(1, 25));
    CHECK(found.size() == limits::mentions_max);
    CHECK(found.back() == person_id{20});
}

TEST_CASE("PO14: an edit lists those whom nothing of the post listed before, each once")
{
    auto jam = given(one_phase());
    jam.when(idea("Ask " + mention(4)), by(ada, start)).accepted();
    CHECK(listed<post_added>(jam) == people{ben});
    const post_id post{1};
    CHECK(edited(jam, post, mention(5) + mention(4) + mention(6) + mention(5)) == people{cleo, hugo});
    CHECK(edited(jam, post, "Ask nobody").empty());
    CHECK(edited(jam, post, mention(4) + mention(5)).empty());
    CHECK(edited(jam, post, mention(99) + mention(7)) == people{gita});
    CHECK(jam.posted(1).mentions == people{ben, cleo, hugo, gita});
}

TEST_CASE("PO14: with its edits a post mentions at most twenty people")
{
    auto jam = with_people(60);
    jam.when(idea(mentions(20, 37)), by(ada, start)).accepted();
    const post_id post{1};
    CHECK(edited(jam, post, mentions(41, 45)) == people{person_id{41}, person_id{42}});
    CHECK(edited(jam, post, mentions(46, 50)).empty());
    CHECK(jam.posted(1).mentions.size() == limits::mentions_max);
}

TEST_CASE("PO14: edits of a held post list nobody, its approval whom it mentions by then")
{
    a_plan plan;
    plan.phase("main"_slug, phase_kind::ideate, hours{1},
               [](switches& s) { s.moderation = moderation_switch::before; });
    auto jam = given(plan);
    jam.when(idea(mention(4) + mention(5)), by(ada, start)).accepted();
    const post_id post{1};
    CHECK(edited(jam, post, mention(5) + mention(6)).empty());
    jam.when(approve_post{post}, by(fay, start)).accepted();
    CHECK(listed<post_approved>(jam) == people{cleo, hugo});
    CHECK(edited(jam, post, mention(5) + mention(6) + mention(7)) == people{gita});
    // What is shown already is told when it is written, not when it is looked at.
    jam.when(approve_post{post}, by(fay, start)).accepted();
    CHECK(listed<post_approved>(jam).empty());
}

TEST_CASE("MO7: a text names somebody by the full name of the roster or by a mention")
{
    auto jam = given(one_phase());
    auto entry = entry_of("Ben Carter");
    jam.when(put_person{ben, entry}, by(olga, start)).accepted();
    const auto names_ben = [&](std::string_view text) { return names_person(jam.state(), text, ben); };
    CHECK(names_ben("I saw BEN CARTER there"));
    CHECK(names_ben("@[Benny](person/4) was there"));
    CHECK(names_ben(mention(3) + mention(4)));
    CHECK_FALSE(names_ben("Ben was there"));
    CHECK_FALSE(names_ben("Ben Carterson was there"));
    CHECK_FALSE(names_ben(mention(3)));
    CHECK_FALSE(names_person(jam.state(), "Ben Carter", person_id{}));
    entry.name = "";
    jam.when(put_person{ben, entry}, by(olga, start)).accepted();
    CHECK_FALSE(names_ben("anything at all"));
}
