// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/erasing.hpp"
#include "sessions/rules/invariants.hpp"
#include "sessions/rules/permissions.hpp"
#include "sessions/rules/retention.hpp"
#include "sessions/views/report.hpp"
#include "sessions/views/visibility.hpp"
#include "tests/support/sessions/given_when_then.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::test;
using namespace jamhall::sessions;

namespace {

constexpr post_id trees{1}, roads{2}, reply{3};

add_post comment_on(post_id parent, std::string text)
{
    return {"streets"_slug, post_kind::comment, std::move(text), parent, {}, {}};
}

scenario with_ideas(a_plan planned = three_phases())
{
    auto jam = given(planned);
    jam.when(idea("Plant trees."), by(ada, start)).accepted();
    jam.when(idea("Mend roads."), by(ben, start)).accepted();
    jam.when(comment_on(trees, "Which trees?"), by(ada, start)).accepted();
    return jam;
}

erased post_gone(post_id post, std::string note = {})
{
    return {erasure_scope::post, post, {}, erasure_cause::officer, std::move(note), std::nullopt};
}

erased person_gone(person_id who, erasure_scope what, erasure_cause cause = erasure_cause::officer)
{
    return {what, {}, {who}, cause, {}, std::nullopt};
}

}  // namespace

TEST_CASE("ER1: a records officer erases the text of a post, its place and its counts stay")
{
    auto jam = with_ideas();
    jam.when(cast_ballot{trees, choice::support}, by(ben, start)).accepted();
    jam.when(erase_post{trees, std::nullopt, "Names a patient."}, by(rosa, start))
        .then({post_gone(trees, "Names a patient.")});
    CHECK(jam.posted(1).state == post_state::erased);
    CHECK(jam.posted(1).text.empty());
    CHECK(jam.posted(1).author == ada);
    CHECK(jam.tally_of(trees).of(measure::support) == 1);
    CHECK(jam.state().at(ada).idea_count == 1);
    CHECK(jam.state().forums[0].tops.size() == 2);
    jam.when(erase_post{trees, std::nullopt, ""}, by(rosa, start)).then(reject_code::not_allowed, "post");
    jam.when(erase_post{post_id{9}, std::nullopt, ""}, by(rosa, start))
        .then(reject_code::no_such_post, "post");
    for (const person_id who : {olga, fay, ada, anna, otto})
        jam.when(erase_post{roads, std::nullopt, ""}, by(who, start)).then(reject_code::not_allowed);
    jam.when(erase_post{roads, std::nullopt, ""}, by_administrator(start)).then(reject_code::not_allowed);
}

TEST_CASE("ER1: a report counts and ranks what was erased as before")
{
    auto jam = with_ideas();
    jam.when(cast_ballot{trees, choice::support}, by(ben, start)).accepted();
    jam.when(close_jam{}, by(olga, start + minutes{1})).accepted();
    const auto before = report_of(jam.state());
    jam.when(erase_person{ada, erasure_scope::everything, ""}, by(rosa, start + minutes{2})).accepted();
    jam.when(erase_person{ben, erasure_scope::identity, ""}, by(rosa, start + minutes{2})).accepted();
    const auto after = report_of(jam.state());
    REQUIRE(after.ideas.size() == before.ideas.size());
    for (std::size_t i = 0; i < after.ideas.size(); ++i) {
        CHECK(after.ideas[i].post == before.ideas[i].post);
        CHECK(after.ideas[i].seen == before.ideas[i].seen);
        CHECK(after.ideas[i].by_phase.size() == before.ideas[i].by_phase.size());
    }
    CHECK(after.gini == before.gini);
    for (std::size_t i = 0; i < after.forums.size(); ++i) {
        CHECK(after.forums[i].ideas == before.forums[i].ideas);
        CHECK(after.forums[i].comments == before.forums[i].comments);
        CHECK(after.forums[i].authors == before.forums[i].authors);
    }
    CHECK(after.moderation.withdrawn == before.moderation.withdrawn);
}

TEST_CASE("ER1: a post may be redacted: it stays and says what the officer left of it")
{
    auto jam = with_ideas();
    jam.when(erase_post{trees, "Plant [something].", ""}, by(rosa, start)).accepted();
    CHECK(jam.posted(1).state == post_state::published);
    CHECK(jam.posted(1).text == "Plant [something].");
    CHECK(jam.posted(1).version == 2);
    jam.when(erase_post{trees, " ", ""}, by(rosa, start)).then(reject_code::bad_field, "text");
}

TEST_CASE("ER1: an erased identity leaves what was written, and nobody signs in as that person")
{
    auto jam = with_ideas();
    jam.when(erase_person{ada, erasure_scope::identity, ""}, by(rosa, start))
        .then({person_gone(ada, erasure_scope::identity)});
    CHECK(jam.state().at(ada).entry.name.empty());
    CHECK(jam.posted(1).text == "Plant trees.");
    CHECK_FALSE(may(jam.state(), by(ada, start), action::read));
    jam.when(idea(), by(ada, start)).then(reject_code::not_allowed);
    jam.when(put_person{ada, entry_of("Ada Again")}, by_hall(start)).then(reject_code::not_allowed, "person");
    jam.when(erase_person{ada, erasure_scope::identity, ""}, by(rosa, start)).then(reject_code::not_allowed);
    jam.when(erase_person{ada, erasure_scope::everything, ""}, by(rosa, start)).accepted();
    jam.when(erase_person{ben, erasure_scope::post, ""}, by(rosa, start))
        .then(reject_code::bad_field, "what");
    jam.when(erase_person{person_id{99}, erasure_scope::identity, ""}, by(rosa, start))
        .then(reject_code::no_such_person);
}

TEST_CASE("ER1: everything of a person is their posts, then every text of theirs, ballots stay")
{
    auto jam = with_ideas();
    jam.when(cast_ballot{roads, choice::support}, by(ada, start)).accepted();
    jam.when(raise_flag{roads, "civil"_slug, "Ada's note"}, by(ada, start)).accepted();
    jam.when(erase_person{ada, erasure_scope::everything, ""}, by(rosa, start))
        .then({post_gone(trees), post_gone(reply), person_gone(ada, erasure_scope::everything)});
    CHECK(jam.tally_of(roads).of(measure::support) == 1);
    CHECK(jam.state().moderated.cases.at(roads).flags.front().note.empty());
    CHECK(jam.state().at(ada).ballot_count == 1);
}

TEST_CASE("ER1: a comment and the idea that was made of it share a text, and lose it together")
{
    auto jam = with_ideas();
    jam.when(split_post{reply}, by(fay, start)).accepted();
    const post_id grown{4};
    jam.when(erase_post{grown, std::nullopt, ""}, by(rosa, start)).then({post_gone(grown), post_gone(reply)});
}

TEST_CASE("ER1: what nobody was shown stays unseen when it is erased, and moves nothing")
{
    auto jam = given(a_plan{}.phase("ideas"_slug, phase_kind::ideate, hours{1},
                                    [](switches& s) { s.moderation = moderation_switch::before; }));
    jam.when(idea("Plant trees."), by(ada, start)).accepted();
    jam.when(approve_post{trees}, by(fay, start)).accepted();
    jam.when(add_post{"streets"_slug, post_kind::idea, "Plant more.", {}, trees, {}},
             by(ben, start + seconds{1}))
        .accepted();
    jam.when(add_post{"streets"_slug, post_kind::comment, "Held.", trees, {}, {}},
             by(ben, start + minutes{1}))
        .accepted();
    constexpr post_id held{2}, held_comment{3};
    REQUIRE(jam.posted(2).state == post_state::held);
    REQUIRE(jam.posted(3).state == post_state::held);
    const auto before = report_of(jam.state());
    const auto active_at = jam.posted(1).last_at;
    for (const post_id each : {held, held_comment}) {
        jam.when(erase_post{each, std::nullopt, ""}, by(rosa, start + minutes{2})).accepted();
        CHECK_FALSE(is_public(jam.state(), jam.state().at(each)));
        CHECK_FALSE(may_see(jam.state(), jam.state().at(each), cleo));
        CHECK(may_see(jam.state(), jam.state().at(each), ben));
    }
    CHECK(jam.posted(1).last_at == active_at);
    CHECK(shown_comment_count(jam.state(), jam.posted(1)) == 0);
    const auto after = report_of(jam.state());
    CHECK(after.families.size() == before.families.size());
    CHECK(after.ideas.size() == before.ideas.size());
    check_invariants(jam.state());
    // What was shown keeps its place before everybody.
    jam.when(erase_post{trees, std::nullopt, ""}, by(rosa, start + minutes{2})).accepted();
    CHECK(is_public(jam.state(), jam.posted(1)));
}

TEST_CASE("ER1: what would go is what goes: a twin, and of a person each post once")
{
    auto jam = with_ideas();
    jam.when(split_post{reply}, by(fay, start)).accepted();
    const post_id grown{4};
    CHECK(what_goes(jam.state(), post_gone(reply)) == std::vector{post_gone(reply), post_gone(grown)});
    CHECK(what_goes(jam.state(), person_gone(ada, erasure_scope::everything)) ==
          std::vector{post_gone(trees), post_gone(reply), post_gone(grown),
                      person_gone(ada, erasure_scope::everything)});
    CHECK(what_goes(jam.state(), person_gone(ada, erasure_scope::identity)) ==
          std::vector{person_gone(ada, erasure_scope::identity)});
}

TEST_CASE("ER2: whoever is on the roster asks for erasure, and a records officer decides")
{
    auto jam = with_ideas();
    jam.when(ask_erasure{erasure_scope::post, trees, "It names a friend."}, by(ada, start))
        .then({erasure_asked{erasure_scope::post, trees, "It names a friend."}});
    jam.when(ask_erasure{erasure_scope::post, roads, ""}, by(ada, start))
        .then(reject_code::no_such_post, "post");
    jam.when(ask_erasure{erasure_scope::post, {}, ""}, by(ada, start)).then(reject_code::bad_field, "post");
    jam.when(ask_erasure{erasure_scope::identity, trees, ""}, by(ada, start))
        .then(reject_code::bad_field, "post");
    jam.when(ask_erasure{erasure_scope::identity, {}, ""}, by_administrator(start))
        .then(reject_code::not_allowed);
    jam.when(ask_erasure{erasure_scope::identity, {}, ""}, by(ben, start)).accepted();
    REQUIRE(jam.state().records.requests.size() == 2);
    jam.when(refuse_erasure{ben, ""}, by(rosa, start)).then(reject_code::bad_field, "note");
    jam.when(refuse_erasure{ben, "A court asks for it."}, by(olga, start)).then(reject_code::not_allowed);
    jam.when(refuse_erasure{ben, "A court asks for it."}, by(rosa, start))
        .then({erasure_refused{ben, "A court asks for it."}});
    jam.when(refuse_erasure{ben, "Again."}, by(rosa, start)).then(reject_code::bad_field, "person");
    jam.when(erase_post{trees, std::nullopt, ""}, by(rosa, start)).accepted();
    CHECK(jam.state().records.requests.empty());
}

TEST_CASE("ER2: a redaction answers what was asked about the post")
{
    auto jam = with_ideas();
    jam.when(ask_erasure{erasure_scope::post, trees, "It names a friend."}, by(ada, start)).accepted();
    jam.when(ask_erasure{erasure_scope::post, reply, ""}, by(ada, start)).accepted();
    jam.when(erase_post{trees, "Plant [something].", ""}, by(rosa, start)).accepted();
    REQUIRE(jam.state().records.requests.size() == 1);
    CHECK(jam.state().records.requests.front().post == reply);
}

TEST_CASE("ER2: what one may ask for is bounded")
{
    auto jam = with_ideas();
    for (std::uint32_t i = 0; i < 50; ++i)
        jam.when(idea("Idea " + std::to_string(i)), by(cleo, start)).accepted();
    for (std::uint32_t i = 0; i < 50; ++i)
        jam.when(ask_erasure{erasure_scope::post, post_id{4 + i}, ""}, by(cleo, start)).accepted();
    jam.when(ask_erasure{erasure_scope::identity, {}, ""}, by(cleo, start)).then(reject_code::too_many);
}

TEST_CASE("ER3: a closed jam and a cancelled one still take erasure")
{
    auto closed = with_ideas();
    closed.when(close_jam{}, by(olga, start + minutes{1})).accepted();
    closed.when(ask_erasure{erasure_scope::everything, {}, ""}, by(ada, start + minutes{1})).accepted();
    closed.when(erase_post{trees, std::nullopt, ""}, by(rosa, start + minutes{2})).accepted();
    auto cancelled = with_ideas();
    cancelled.when(cancel_jam{"Storm."}, by(olga, start + minutes{1})).accepted();
    cancelled.when(erase_person{ada, erasure_scope::everything, ""}, by(rosa, start + minutes{2})).accepted();
}

TEST_CASE("LH1: while a legal hold stands nothing is erased, by anybody or by the clock")
{
    auto jam = with_ideas(three_phases().policy([](policies& p) { p.retention_days = 1; }));
    jam.when(set_legal_hold{"Case 12."}, by(olga, start)).then(reject_code::not_allowed);
    jam.when(set_legal_hold{""}, by(rosa, start)).then(reject_code::bad_field, "note");
    jam.when(set_legal_hold{"Case 12."}, by(rosa, start)).then({legal_hold_set{"Case 12."}});
    jam.when(set_legal_hold{"Case 13."}, by(rosa, start)).then(reject_code::not_allowed);
    jam.when(erase_post{trees, std::nullopt, ""}, by(rosa, start)).then(reject_code::legal_hold);
    jam.when(erase_person{ada, erasure_scope::identity, ""}, by(rosa, start)).then(reject_code::legal_hold);
    jam.when(close_jam{}, by(olga, start + minutes{1})).accepted();
    const auto late = start + hours{24 * 400};
    CHECK_FALSE(next_due(jam.state(), late, 10));
    CHECK_FALSE(next_retention(jam.state()));
    jam.when(erase_due{erasure_scope::identity, {}, {ada}}, by_hall(late)).then(reject_code::legal_hold);
    jam.when(ask_erasure{erasure_scope::identity, {}, ""}, by(ada, late)).accepted();
    jam.when(lift_legal_hold{"Closed."}, by(rosa, late)).then({legal_hold_lifted{"Closed."}});
    jam.when(lift_legal_hold{"Closed."}, by(rosa, late)).then(reject_code::not_allowed);
    CHECK(next_due(jam.state(), late, 10));
}

TEST_CASE("RT1: names go first where the plan says so, then everything, some people at a time")
{
    auto jam = with_ideas(three_phases().policy([](policies& p) {
        p.retention_days = 30;
        p.names_days = 10;
    }));
    CHECK_FALSE(next_retention(jam.state()));
    const auto over = start + minutes{1};
    jam.when(close_jam{}, by(olga, over)).accepted();
    const auto day = hours{24};
    CHECK(due_at(jam.state(), erasure_scope::identity) == over + day * 10);
    CHECK(due_at(jam.state(), erasure_scope::everything) == over + day * 30);
    CHECK(next_retention(jam.state()) == over + day * 10);
    CHECK_FALSE(next_due(jam.state(), over + day * 10 - seconds{1}, 100));
    auto due = next_due(jam.state(), over + day * 10, 4);
    REQUIRE(due);
    CHECK(due->what == erasure_scope::identity);
    CHECK(due->people == std::vector<person_id>{{1}, {2}, {3}, {4}});
    CHECK(due->posts.empty());
    while (due) {
        jam.when(erase_due{due->what, due->posts, due->people}, by_hall(over + day * 10)).accepted();
        due = next_due(jam.state(), over + day * 10, 4);
    }
    CHECK(people_left(jam.state(), erasure_scope::identity) == 0);
    CHECK(people_left(jam.state(), erasure_scope::everything) == cast_size);
    // Somebody can still hold, redact and refuse.
    CHECK(jam.state().at(rosa).erased == person_erasure::none);
    jam.when(erase_post{roads, "Mend [roads].", ""}, by(rosa, over + day * 20)).accepted();
    jam.when(set_legal_hold{"Case 12."}, by(rosa, over + day * 20)).accepted();
    jam.when(lift_legal_hold{"Closed."}, by(rosa, over + day * 20)).accepted();
    CHECK(next_retention(jam.state()) == over + day * 30);
    due = next_due(jam.state(), over + day * 30, 100);
    REQUIRE(due);
    CHECK(due->posts.size() == 3);
    jam.when(erase_due{due->what, due->posts, due->people}, by_hall(over + day * 30)).accepted();
    for (const auto& each : jam.state().posts)
        CHECK(each.text.empty());
    CHECK_FALSE(next_retention(jam.state()));
}

TEST_CASE("RT1: a sweep takes people whole, and no more once their posts are many")
{
    auto jam = with_ideas(three_phases().policy([](policies& p) { p.retention_days = 0; }));
    jam.when(close_jam{}, by(olga, start + minutes{1})).accepted();
    // Ada, the third, has two posts and Ben, the fourth, one.
    auto due = next_due(jam.state(), start + minutes{1}, 3);
    REQUIRE(due);
    CHECK(due->people == std::vector<person_id>{{1}, {2}, {3}});
    due = next_due(jam.state(), start + minutes{1}, 4);
    CHECK(due->people.size() == 4);
    CHECK(due->posts.size() == 3);
    jam.when(erase_due{due->what, {}, {olga, fay}}, by_hall(start + minutes{1})).accepted();
    due = next_due(jam.state(), start + minutes{1}, 3);
    CHECK(due->people == std::vector<person_id>{ada, ben});
    due = next_due(jam.state(), start + minutes{1}, 2);
    CHECK(due->people == std::vector<person_id>{ada});
    CHECK(due->posts == std::vector<post_id>{trees, reply});
}

TEST_CASE("RT1: a records officer who was removed, or whose name has no later date, goes with the others")
{
    auto jam = with_ideas(three_phases().policy([](policies& p) {
        p.retention_days = 30;
        p.names_days = 10;
    }));
    jam.when(remove_person{rosa, "Left."}, by(olga, start)).accepted();
    jam.when(close_jam{}, by(olga, start + minutes{1})).accepted();
    CHECK(people_left(jam.state(), erasure_scope::identity) == cast_size);
}

TEST_CASE("PN1: the version goes by what is promised, not by how it is said")
{
    const plan base = three_phases();
    const auto says_the_same = [&](const auto& change) {
        plan other = base;
        change(other);
        return says_the_same_of_privacy(base, other) && says_the_same_of_privacy(other, base);
    };
    CHECK(says_the_same([](plan& p) { p.title = "Another"; }));
    CHECK(says_the_same([](plan& p) { p.policy.names_days = p.policy.retention_days; }));
    CHECK(says_the_same([](plan& p) { p.privacy = privacy_note{}; }));
    CHECK_FALSE(says_the_same([](plan& p) { p.policy.retention_days += 1; }));
    CHECK_FALSE(says_the_same([](plan& p) { p.policy.names_days = 1; }));
    CHECK_FALSE(says_the_same([](plan& p) { p.policy.backup_days += 1; }));
    CHECK_FALSE(says_the_same([](plan& p) { p.privacy = privacy_note{"", "Ask Rosa."}; }));
    CHECK_FALSE(says_the_same([](plan& p) { p.privacy = privacy_note{"We keep little.", ""}; }));
    const auto notice = privacy_notice(base);
    CHECK(notice.find("analysts may take out single ballots without names") != std::string::npos);
    CHECK(notice.find("records officers, who look after this") == std::string::npos);
    plan early = base;
    early.policy.names_days = 1;
    CHECK(privacy_notice(early).find("records officers, who look after this until then, go with the rest") !=
          std::string::npos);
}

TEST_CASE("PN1: the notice follows from the plan or is the organizer's, and a change asks everybody again")
{
    auto jam = given(three_phases());
    const auto notice = privacy_notice(*jam.state().what);
    CHECK(notice.find("7 years") != std::string::npos);
    CHECK(notice.find("35 days") != std::string::npos);
    jam.when(join{{1, 1, 1}}, by(ada, start)).then({person_entered{}, joined{{1, 1, 1}}});
    jam.when(join{{1, 1, 2}}, by(ben, start)).then(reject_code::bad_field, "privacy");
    jam.when(join{{1, 1}}, by(ben, start)).accepted();
    CHECK(jam.state().at(ben).accepted.privacy == 0);
    auto changed = *jam.state().what;
    changed.policy.backup_days = 90;
    jam.when(change_plan{std::make_shared<const plan>(changed)}, by(olga, start)).accepted();
    CHECK(jam.state().in_force == acceptance{1, 1, 2});
    changed.privacy = privacy_note{"We keep little.", "Ask Rosa."};
    jam.when(change_plan{std::make_shared<const plan>(changed)}, by(olga, start)).accepted();
    CHECK(privacy_notice(*jam.state().what) == "We keep little.");
    CHECK(jam.state().in_force.privacy == 3);
    changed.title = "Another title";
    jam.when(change_plan{std::make_shared<const plan>(changed)}, by(olga, start)).accepted();
    CHECK(jam.state().in_force.privacy == 3);
    jam.when(join{{1, 1, 2}}, by(ada, start)).then(reject_code::bad_field, "privacy");
}

TEST_CASE("EX1: what leaves the hall is noted, the same thing once within a minute")
{
    auto jam = given(three_phases());
    jam.when(record_export{export_kind::package}, by(anna, start)).then({exported{export_kind::package}});
    jam.when(record_export{export_kind::package}, by(anna, start + seconds{59})).then(event_bodies{});
    jam.when(record_export{export_kind::report}, by(anna, start + seconds{59})).accepted();
    jam.when(record_export{export_kind::package}, by(olga, start + seconds{59}))
        .then({exported{export_kind::package}});
    jam.when(record_export{export_kind::package}, by(anna, start + seconds{60}))
        .then({exported{export_kind::package}});
    jam.when(record_export{export_kind::report}, by(anna, start + seconds{60})).then(event_bodies{});
    jam.when(record_export{export_kind::links}, by_administrator(start + seconds{60})).accepted();
}
