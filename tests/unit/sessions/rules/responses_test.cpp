// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/steering.hpp"
#include "tests/support/sessions/given_when_then.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::test;

namespace {

constexpr post_id trees{1};

respond answer_to(post_id post, std::string text = "We plant forty trees.")
{
    return {post, response_outcome::adopted, std::move(text), "Parks office", "spring 2027"};
}

scenario with_idea()
{
    auto jam = given(three_phases());
    jam.when(idea(), by(ada, start)).accepted();
    return jam;
}

}  // namespace

TEST_CASE("OR1: organizers answer an idea, also in a closed jam")
{
    auto jam = with_idea();
    jam.when(answer_to(trees), by(olga, start))
        .then({responded{trees,
                         response_outcome::adopted,
                         "We plant forty trees.",
                         "Parks office",
                         "spring 2027",
                         {trees}}});
    for (auto who : {fay, ada, hugo, gita, otto, anna, rosa})
        jam.when(answer_to(trees), by(who, start)).then(reject_code::not_allowed);
    jam.when(close_jam{}, by(olga, start)).accepted();
    jam.when(answer_to(trees), by(fay, start)).then(reject_code::not_allowed);
    jam.when(answer_to(trees), by(olga, start + hours{900})).accepted();
    jam.when(answer_to(trees), by_administrator(start + hours{900})).accepted();
    auto cancelled = with_idea();
    cancelled.when(cancel_jam{"Flooded"}, by(olga, start)).accepted();
    cancelled.when(answer_to(trees), by(olga, start)).then(reject_code::jam_over);
}

TEST_CASE("OR2: published and merged ideas are answered, and a later response replaces the one before")
{
    auto jam = with_idea();
    jam.when(idea("More shade."), by(ben, start)).accepted();
    jam.when(comment_on(trees), by(ben, start)).accepted();
    jam.when(answer_to(post_id{9}), by(olga, start)).then(reject_code::no_such_post, "post");
    jam.when(answer_to(post_id{3}), by(olga, start)).then(reject_code::bad_field, "post");
    jam.when(answer_to(trees), by(olga, start)).accepted();
    jam.when(respond{trees, response_outcome::declined, "No room.", {}, {}}, by(olga, start + minutes{1}))
        .accepted();
    REQUIRE(jam.state().responses.size() == 1);
    CHECK(jam.state().responses.at(trees) ==
          response{response_outcome::declined, "No room.", "", "", start + minutes{1}, olga});
    jam.when(merge_post{post_id{2}, trees}, by(fay, start)).accepted();
    jam.when(answer_to(post_id{2}), by(olga, start)).accepted();
    jam.when(withdraw_post{trees}, by(ada, start)).accepted();
    jam.when(answer_to(trees), by(olga, start)).then(reject_code::not_allowed, "post");
    CHECK(jam.refused().message == "This idea is not shown, so nobody would see the response.");
}

TEST_CASE("OR2: a response has a text, and may name who does it and by when in one line each")
{
    auto jam = with_idea();
    const auto refused_for = [&](auto change, reject_code code, std::string field) {
        auto asked = answer_to(trees);
        change(asked);
        jam.when(asked, by(olga, start)).then(code, std::move(field));
    };
    refused_for([](respond& r) { r.text = ""; }, reject_code::bad_field, "text");
    refused_for([](respond& r) { r.text = std::string(5'001, 'a'); }, reject_code::text_too_long, "text");
    refused_for([](respond& r) { r.owner = "Parks\noffice"; }, reject_code::bad_field, "owner");
    refused_for([](respond& r) { r.owner = std::string(201, 'a'); }, reject_code::text_too_long, "owner");
    refused_for([](respond& r) { r.due = "spring\n"; }, reject_code::bad_field, "due");
    refused_for([](respond& r) { r.due = std::string(201, 'a'); }, reject_code::text_too_long, "due");
    auto bare = answer_to(trees);
    bare.owner = bare.due = "";
    jam.when(bare, by(olga, start)).accepted();
}

TEST_CASE(
    "OR3: a response concerns what was merged into the idea, what it grew out of and what grew out of it")
{
    auto jam = with_idea();                                         // 1
    jam.when(idea_on(trees), by(ben, start)).accepted();            // 2 on 1
    jam.when(idea_on(trees), by(cleo, start)).accepted();           // 3 on 1
    jam.when(idea_on(post_id{2}), by(cleo, start)).accepted();      // 4 on 2
    jam.when(idea_on(post_id{4}), by(gita, start)).accepted();      // 5 on 4
    jam.when(idea("More shade."), by(hugo, start)).accepted();      // 6, into 7
    jam.when(idea("Less sun."), by(hugo, start)).accepted();        // 7, into 2
    jam.when(idea("Something else."), by(hugo, start)).accepted();  // 8
    jam.when(idea_on(post_id{2}), by(hugo, start)).accepted();      // 9 on 2, withdrawn
    jam.when(merge_post{post_id{6}, post_id{7}}, by(fay, start)).accepted();
    jam.when(merge_post{post_id{7}, post_id{2}}, by(fay, start)).accepted();
    jam.when(withdraw_post{post_id{9}}, by(hugo, start)).accepted();
    using posts = std::vector<post_id>;
    const auto& state = jam.state();
    CHECK(concerned_by(state, post_id{2}) ==
          posts{trees, post_id{2}, post_id{4}, post_id{5}, post_id{6}, post_id{7}});
    CHECK(concerned_by(state, trees) == posts{trees, post_id{2}, post_id{3}, post_id{4}, post_id{5}});
    CHECK(concerned_by(state, post_id{5}) == posts{trees, post_id{2}, post_id{4}, post_id{5}});
    CHECK(concerned_by(state, post_id{7}) == posts{post_id{6}, post_id{7}});
    CHECK(concerned_by(state, post_id{8}) == posts{post_id{8}});
}
