// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/dealing.hpp"

#include "sessions/rules/sight.hpp"
#include "tests/support/sessions/given_when_then.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace jamhall::test;

namespace {

using posts = std::vector<post_id>;
using people = std::vector<person_id>;

/// A phase in which others are sampled, two ideas for one.
scenario sampled(std::int32_t size = 2, moderation_switch moderation = moderation_switch::after)
{
    a_plan plan;
    plan.phase("write"_slug, phase_kind::brainwrite, hours{1}, [&](switches& s) {
        s.sample_size = size;
        s.moderation = moderation;
    });
    plan.phase("talk"_slug, phase_kind::ideate, hours{1});
    return given(plan);
}

post_added last_added(const scenario& jam)
{
    return std::get<post_added>(jam.log().back().body);
}

bool sees(const scenario& jam, person_id who, std::uint32_t post)
{
    const auto& state = jam.state();
    return can_see(state, state.at(post_id{post}), who, state.clock.now_running().rules);
}

}  // namespace

TEST_CASE("SA1: an idea of one's own opens a few of others', and only those")
{
    auto jam = sampled();
    jam.when(idea("One."), by(ada, start)).accepted();
    jam.when(idea("Two."), by(ada, start)).accepted();
    jam.when(idea("Three."), by(ada, start)).accepted();
    for (auto who : {ben, cleo, olga, fay})
        CHECK_FALSE(sees(jam, who, 1));
    CHECK(sees(jam, ada, 1));
    jam.when(cast_ballot{post_id{1}, choice::support}, by(ben, start)).then(reject_code::no_such_post);
    jam.when(comment_on(post_id{1}), by(ben, start)).then(reject_code::no_such_post);

    jam.when(idea("Four."), by(ben, start)).accepted();
    const auto dealt = last_added(jam).dealt;
    CHECK(dealt.size() == 2);
    CHECK(jam.state().at(ben).dealt == dealt);
    for (std::uint32_t i = 1; i <= 3; ++i)
        CHECK(sees(jam, ben, i) == (std::ranges::count(dealt, post_id{i}) > 0));
    CHECK_FALSE(sees(jam, cleo, 4));
    jam.when(idea_on(dealt[0]), by(ben, start)).accepted();  // one may build on what one was dealt
}

TEST_CASE("SA1: when others are visible again, all are")
{
    auto jam = sampled();
    jam.when(idea(), by(ada, start)).accepted();
    CHECK_FALSE(sees(jam, ben, 1));
    jam.at(start + hours{1});
    CHECK(sees(jam, ben, 1));
    jam.when(idea(), by(ben, start + hours{1})).accepted();
    CHECK(last_added(jam).dealt.empty());
    CHECK(last_added(jam).dealt_to.empty());
}

TEST_CASE(
    "SA2: what was dealt least comes first, never one's own, never twice, only published ideas of that forum")
{
    auto jam = sampled(1);
    jam.when(idea("One."), by(ada, start)).accepted();
    jam.when(idea("Two."), by(ada, start)).accepted();
    jam.when(idea("Gone."), by(ada, start)).accepted();
    jam.when(withdraw_post{post_id{3}}, by(ada, start)).accepted();
    auto elsewhere = idea("In the parks.");
    elsewhere.forum = "parks"_slug;
    jam.when(elsewhere, by(cleo, start)).accepted();
    CHECK(last_added(jam).dealt.empty());

    jam.when(idea(), by(ben, start)).accepted();
    const auto first = last_added(jam).dealt;
    REQUIRE(first.size() == 1);
    CHECK(jam.state().at(first[0]).deal_count == 1);
    jam.when(idea(), by(gita, start)).accepted();
    const auto second = last_added(jam).dealt;
    REQUIRE(second.size() == 1);
    CHECK(second != first);  // of two ideas the one that nobody has yet, unless it went to who was owed
    CHECK(std::ranges::all_of(jam.state().posts, [](const post& p) { return p.deal_count <= 2; }));
}

TEST_CASE("SA2: over many people each idea is dealt about as often as any other")
{
    a_plan plan;
    plan.phase("write"_slug, phase_kind::brainwrite, hours{1});
    auto log = opened(plan.build());
    for (std::uint32_t i = 0; i < 50; ++i)
        append(log, created, {},
               person_added{person_id{static_cast<std::uint32_t>(cast_size + 1 + i)}, entry_of("P")});
    auto jam = given(std::move(log));
    for (std::uint32_t i = 0; i < 50; ++i)
        jam.when(idea(), by(person_id{static_cast<std::uint32_t>(cast_size + 1 + i)}, start)).accepted();
    for (const auto& p : jam.state().posts) {
        CHECK(p.deal_count <= 5);  // the first few people had few ideas to be dealt
        if (p.id.value <= 46)      // nobody came after the last few
            CHECK(p.deal_count >= 2);
    }
    for (const auto& who : jam.state().people)
        CHECK((who.dealt.size() == 3 || who.idea_count == 0));
    CHECK(jam.state().forums[0].short_of.empty());
}

TEST_CASE("SA3: who found too few ideas gets the next ones as they come, without asking")
{
    auto jam = sampled();
    jam.when(idea("One."), by(ada, start)).accepted();
    CHECK(jam.state().forums[0].short_of == std::vector<shortage>{{ada, 2}});
    jam.when(idea("Two."), by(ben, start)).accepted();
    CHECK(last_added(jam).dealt == posts{post_id{1}});
    CHECK(last_added(jam).dealt_to == people{ada});
    CHECK(sees(jam, ada, 2));
    CHECK(jam.state().forums[0].short_of == std::vector<shortage>{{ada, 1}, {ben, 1}});
    jam.when(idea("Three."), by(cleo, start)).accepted();
    CHECK(last_added(jam).dealt == posts{post_id{1}, post_id{2}});
    CHECK(last_added(jam).dealt_to == people{ada, ben});
    CHECK(jam.state().forums[0].short_of.empty());
    jam.when(idea("Four."), by(gita, start)).accepted();
    CHECK(last_added(jam).dealt_to.empty());
    CHECK_FALSE(sees(jam, ada, 4));
}

TEST_CASE("SA3: further ideas of one's own earn further ones")
{
    auto jam = sampled();
    jam.when(idea("One."), by(ada, start)).accepted();
    jam.when(idea("Two."), by(ada, start)).accepted();
    CHECK(jam.state().forums[0].short_of == std::vector<shortage>{{ada, 4}});
    CHECK(last_added(jam).dealt_to.empty());  // nobody is dealt what they wrote
}

TEST_CASE("SA1: prompts are everybody's and comments only their author's")
{
    auto jam = sampled();
    jam.when(prompt(), by(fay, start)).accepted();
    CHECK(sees(jam, ben, 1));
    CHECK(last_added(jam).dealt.empty());
    CHECK(jam.state().forums[0].short_of.empty());
}

TEST_CASE("SA3: a held idea is dealt to nobody before it is approved, and then to who is owed one")
{
    auto jam = sampled(2, moderation_switch::before);
    jam.when(idea("One."), by(ada, start)).accepted();
    CHECK(last_added(jam).is_held);
    jam.when(idea("Two."), by(ben, start)).accepted();
    CHECK(last_added(jam).dealt.empty());
    CHECK(last_added(jam).dealt_to.empty());
    CHECK_FALSE(sees(jam, ada, 2));
    jam.when(approve_post{post_id{2}}, by(fay, start)).then({post_approved{post_id{2}, true, {ada}}});
    CHECK(sees(jam, ada, 2));
    CHECK_FALSE(sees(jam, cleo, 2));
    CHECK(jam.state().forums[0].short_of == std::vector<shortage>{{ada, 1}, {ben, 2}});
    jam.when(idea("Three."), by(cleo, start)).accepted();
    CHECK(last_added(jam).dealt == posts{post_id{2}});  // the first one still waits
}

TEST_CASE("SA3: what is approved and is no idea is dealt to nobody, in a forum or in none")
{
    auto jam = sampled();
    jam.when(idea("One."), by(ada, start)).accepted();
    jam.when(announce{"Lunch.", std::nullopt}, by(olga, start)).accepted();
    jam.when(raise_flag{post_id{2}, "civil"_slug, {}}, by(ben, start)).accepted();
    jam.when(approve_post{post_id{2}}, by_administrator(start)).accepted();
    CHECK(jam.state().forums[0].short_of == std::vector<shortage>{{ada, 2}});
}
