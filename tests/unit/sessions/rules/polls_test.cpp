// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/polls.hpp"

#include "sessions/rules/clock.hpp"
#include "tests/support/sessions/given_when_then.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::test;

namespace {

constexpr poll_id first{1};

open_poll asking(poll_kind kind = poll_kind::single,
                 std::vector<std::string> options = {"Yes", "No", "Perhaps"})
{
    return {"streets"_slug, "Trees?", std::move(options), kind, poll_results::live, {}};
}

open_poll lasting(std::int64_t minutes, open_poll asked = asking())
{
    asked.minutes = minutes;
    return asked;
}

open_poll for_the_jam(open_poll asked = asking())
{
    asked.forum.reset();
    return asked;
}

scenario with_poll(const open_poll& asked, const plan& written = three_phases())
{
    auto jam = given(written);
    jam.when(asked, by(olga, start)).accepted();
    return jam;
}

scenario& answer(scenario& jam, person_id who, std::vector<std::int64_t> options, instant at = start)
{
    return jam.when(answer_poll{first, std::move(options)}, by(who, at));
}

using counts = std::vector<std::uint32_t>;

}  // namespace

TEST_CASE("QP1: facilitators ask their forums and organizers everybody")
{
    auto jam = given(three_phases());
    jam.when(asking(), by(fay, start))
        .then({poll_opened{
            first,
            {0, "Trees?", {"Yes", "No", "Perhaps"}, poll_kind::single, poll_results::live, std::nullopt}}});
    CHECK(jam.state().at(first).opened_by == fay);
    CHECK(jam.state().at(first).opened_at == start);
    jam.when(for_the_jam(), by(olga, start)).accepted();
    CHECK_FALSE(jam.state().at(poll_id{2}).asks.forum);
    jam.when(for_the_jam(), by_administrator(start)).accepted();
    for (auto who : {ada, hugo, gita, otto, anna, rosa}) {
        jam.when(asking(), by(who, start)).then(reject_code::not_allowed);
        jam.when(close_poll{first}, by(who, start)).then(reject_code::not_allowed);
    }
    jam.when(for_the_jam(), by(fay, start)).then(reject_code::not_allowed);
    CHECK(jam.refused().message == "Polls for the whole jam are for organizers.");
    jam.when(close_poll{poll_id{2}}, by(fay, start)).then(reject_code::not_allowed);
    auto elsewhere = asking();
    elsewhere.forum = "parks"_slug;
    jam.when(elsewhere, by(fay, start)).then(reject_code::not_allowed);
    elsewhere.forum = "nowhere"_slug;
    jam.when(elsewhere, by(olga, start)).then(reject_code::no_such_forum, "forum");
}

TEST_CASE("QP2: a poll asks a question with two to twelve different options")
{
    auto jam = given(three_phases());
    const auto refused_for = [&](open_poll asked, reject_code code, std::string field) {
        jam.when(asked, by(fay, start)).then(code, std::move(field));
    };
    auto empty = asking();
    empty.question = " ";
    refused_for(empty, reject_code::bad_field, "question");
    empty.question = std::string(501, 'a');
    refused_for(empty, reject_code::text_too_long, "question");
    const auto kind = GENERATE(poll_kind::single, poll_kind::multiple);
    refused_for(asking(kind, {"Yes"}), reject_code::bad_field, "options");
    refused_for(asking(kind, {"Yes", ""}), reject_code::bad_field, "options");
    refused_for(asking(kind, {"Yes", "No\nNever"}), reject_code::bad_field, "options");
    CHECK(jam.refused().message == "Please write this on a single line.");
    refused_for(asking(kind, {"Yes", std::string(201, 'a')}), reject_code::text_too_long, "options");
    refused_for(asking(kind, {"Yes", "No", "Yes"}), reject_code::bad_field, "options");
    std::vector<std::string> many;
    for (int i = 0; i < 12; ++i)
        many.push_back("Option " + std::to_string(i));
    jam.when(asking(kind, many), by(fay, start)).accepted();
    many.emplace_back("One more");
    refused_for(asking(kind, many), reject_code::too_many, "options");
}

TEST_CASE("QP2: a scale has words for both ends or none, and a poll lasts a minute to a week")
{
    auto jam = given(three_phases());
    jam.when(asking(poll_kind::scale, {}), by(fay, start)).accepted();
    jam.when(asking(poll_kind::scale, {"Bad", "Good"}), by(fay, start)).accepted();
    CHECK(jam.state().at(first).counts.size() == 5);
    jam.when(asking(poll_kind::scale, {"Good"}), by(fay, start)).then(reject_code::bad_field, "options");
    for (std::int64_t wrong : {0, -1, 10'081})
        jam.when(lasting(wrong), by(fay, start)).then(reject_code::bad_field, "minutes");
    jam.when(lasting(10'080), by(fay, start)).accepted();
    CHECK(jam.state().at(poll_id{3}).asks.closes_at == start + hours{24 * 7});
}

TEST_CASE("QP2: a jam holds at most 500 polls")
{
    auto state = with_poll(asking()).state();
    state.polls.grow(499);
    CHECK(decide(state, asking(), by(fay, start)).has_value());
    state.polls.grow(500);
    const auto answer = decide(state, asking(), by(fay, start));
    REQUIRE(answer.has_error());
    CHECK(answer.error().code == reject_code::too_many);
}

TEST_CASE("QP3: each answers once, and a later answer replaces the one before")
{
    auto jam = with_poll(asking());
    answer(jam, ada, {0}).then({poll_answered{first, {0}}});
    answer(jam, ben, {0}).accepted();
    answer(jam, hugo, {2}).accepted();
    CHECK(jam.state().at(first).counts == counts{2, 0, 1});
    answer(jam, ada, {1}).accepted();
    CHECK(jam.state().at(first).counts == counts{1, 1, 1});
    CHECK(jam.state().at(first).answers.size() == 3);
    answer(jam, otto, {0}).then(reject_code::not_allowed);
    jam.when(answer_poll{first, {0}}, by_administrator(start)).then(reject_code::not_allowed);
    jam.when(answer_poll{poll_id{2}, {0}}, by(ada, start)).then(reject_code::no_such_poll, "poll");
    jam.when(close_poll{poll_id{}}, by(olga, start)).then(reject_code::no_such_poll, "poll");
}

TEST_CASE("QP3: an answer fits the kind of poll")
{
    using answers = std::vector<std::int64_t>;
    auto single = with_poll(asking());
    for (const auto& wrong : {answers{}, answers{0, 1}, answers{3}, answers{-1}, answers{256}}) {
        answer(single, ada, wrong).then(reject_code::bad_field, "options");
        CHECK(single.refused().message == "Please choose one of the options.");
    }
    auto multiple = with_poll(asking(poll_kind::multiple));
    answer(multiple, ada, {2, 0}).then({poll_answered{first, {0, 2}}});
    CHECK(multiple.state().at(first).counts == counts{1, 0, 1});
    for (const auto& wrong : {answers{}, answers{1, 1}, answers{0, 3}, answers(1'000, 0)}) {
        answer(multiple, ben, wrong).then(reject_code::bad_field, "options");
        CHECK(multiple.refused().message == "Please choose one or more of the options, each once.");
    }
    auto scale = with_poll(asking(poll_kind::scale, {}));
    answer(scale, ada, {5}).then({poll_answered{first, {5}}});
    answer(scale, ben, {1}).accepted();
    CHECK(scale.state().at(first).counts == counts{1, 0, 0, 0, 1});
    for (const auto& wrong : {answers{}, answers{0}, answers{6}, answers{1, 2}}) {
        answer(scale, cleo, wrong).then(reject_code::bad_field, "options");
        CHECK(scale.refused().message == "Please choose one step of the scale, from 1 to 5.");
    }
}

TEST_CASE("QP4: a poll closes by itself, and an answer at that instant comes too late")
{
    auto jam = with_poll(lasting(10));
    CHECK(next_deadline(jam.state()) == start + minutes{10});
    answer(jam, ada, {0}, start + minutes{10} - duration{1}).accepted();
    CHECK(jam.bells().empty());
    answer(jam, ben, {0}, start + minutes{10}).then(reject_code::poll_closed, "poll");
    CHECK(jam.refused().message == "Thank you, but this poll closed before your answer came.");
    REQUIRE(jam.bells().size() == 1);
    CHECK(jam.bells()[0].body == event_body{poll_closed{first, clock_cause::clock}});
    CHECK(jam.bells()[0].at == start + minutes{10});
    CHECK_FALSE(jam.bells()[0].actor);
    CHECK(jam.state().at(first).closed_at == start + minutes{10});
    CHECK(jam.state().at(first).counts == counts{1, 0, 0});
    CHECK(next_deadline(jam.state()) == start + hours{1});
    jam.when(close_poll{first}, by(fay, start + minutes{11})).then(reject_code::poll_closed, "poll");
    CHECK(jam.refused().message == "This poll is closed already.");
}

TEST_CASE("QP4: polls and phases end in the order of the clock, and at one instant polls come first")
{
    auto jam = given(three_phases());
    for (std::int64_t lasts : {90, 60, 30, 30, 600})
        jam.when(lasting(lasts), by(fay, start)).accepted();
    jam.at(start + hours{10}, clock_cause::recovery);
    std::vector<event_body> rung;
    for (const auto& each : jam.bells())
        rung.push_back(each.body);
    constexpr auto late = clock_cause::recovery;
    CHECK(rung == std::vector<event_body>{poll_closed{poll_id{3}, late}, poll_closed{poll_id{4}, late},
                                          poll_closed{poll_id{2}, late}, phase_began{2, late},
                                          poll_closed{poll_id{1}, late}, phase_began{3, late},
                                          phase_began{4, late}, jam_closed{}});
    CHECK(jam.bells()[0].at == start + minutes{30});
    CHECK(jam.bells()[4].at == start + minutes{90});
}

TEST_CASE("QP4: a paused clock stops no poll")
{
    auto jam = with_poll(lasting(10));
    jam.when(pause_clock{}, by(olga, start)).accepted();
    CHECK(next_deadline(jam.state()) == start + minutes{10});
    jam.at(start + hours{5});
    CHECK(jam.state().at(first).closed_at == start + minutes{10});
    CHECK_FALSE(next_deadline(jam.state()));
}

TEST_CASE("QP5: a poll is closed by hand by those who may open one there")
{
    auto jam = with_poll(asking());
    CHECK(next_deadline(jam.state()) == start + hours{1});
    jam.when(close_poll{first}, by(fay, start + minutes{1})).then({poll_closed{first, clock_cause::person}});
    CHECK(jam.state().at(first).closed_at == start + minutes{1});
    answer(jam, ada, {0}, start + minutes{2}).then(reject_code::poll_closed, "poll");
    jam.when(for_the_jam(), by(olga, start + minutes{2})).accepted();
    jam.when(close_poll{poll_id{2}}, by_administrator(start + minutes{2})).accepted();
}

TEST_CASE("QP6: a poll that is open when its jam ends takes no more answers")
{
    auto jam = with_poll(lasting(600));
    CHECK(is_open(jam.state(), jam.state().at(first)));
    jam.when(close_jam{}, by(olga, start)).accepted();
    CHECK_FALSE(is_open(jam.state(), jam.state().at(first)));
    CHECK_FALSE(next_deadline(jam.state()));
    answer(jam, ada, {0}).then(reject_code::jam_over);
    jam.when(close_poll{first}, by(olga, start)).then(reject_code::jam_over);
    jam.at(start + hours{20});
    CHECK(jam.bells().empty());
    auto by_clock = with_poll(asking());
    answer(by_clock, ada, {0}, start + hours{2} + seconds{1}).then(reject_code::jam_over);
}
