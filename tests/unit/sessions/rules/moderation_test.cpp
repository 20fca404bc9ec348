// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/moderation.hpp"

#include "sessions/core/limits.hpp"
#include "tests/support/sessions/given_when_then.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::test;

namespace {

constexpr post_id first{1};
constexpr instant later = start + minutes{10};

/// A jam with two rules in which Ada posted idea 1 and Ben comment 2.
scenario with_thread()
{
    auto plan = three_phases();
    plan.but([](auto& p) { p.rules.push_back({"on-topic"_slug, "Stay with the question."}); });
    auto jam = given(plan);
    jam.when(idea(), by(ada, start)).accepted();
    jam.when(comment_on(first), by(ben, start)).accepted();
    return jam;
}

/// The same, after Fay hid idea 1 and Ada appealed a minute later.
scenario with_appeal()
{
    auto jam = with_thread();
    jam.when(hide(first), by(fay, start)).accepted();
    jam.when(appeal_about(first), by(ada, start + minutes{1})).accepted();
    return jam;
}

const moderation_book& book(const scenario& jam)
{
    return jam.state().moderated;
}

rule_count under_civil(const scenario& jam)
{
    return book(jam).by_rule.at("civil"_slug);
}

}  // namespace

TEST_CASE("MO6: a participant flags a post under a rule of the jam, with or without a note")
{
    auto jam = with_thread();
    jam.when(flag_on(first), by(ben, later)).then({flag_raised{first, "civil"_slug, ""}});
    jam.when(raise_flag{first, "on-topic"_slug, "Not about streets."}, by(cleo, later)).accepted();
    const auto& flags = book(jam).cases.at(first).flags;
    REQUIRE(flags.size() == 2);
    CHECK(flags[0] == flag{ben, "civil"_slug, "", later});
    CHECK(flags[1] == flag{cleo, "on-topic"_slug, "Not about streets.", later});
    CHECK(book(jam).flags == 2);
    CHECK(jam.posted(1).state == post_state::published);
}

TEST_CASE("MO6: a second flag of the same person replaces the first")
{
    auto jam = with_thread();
    jam.when(flag_on(first), by(ben, start)).accepted();
    jam.when(flag_on(first), by(cleo, start)).accepted();
    jam.when(raise_flag{first, "on-topic"_slug, "Rather this."}, by(ben, later)).accepted();
    const auto& flags = book(jam).cases.at(first).flags;
    REQUIRE(flags.size() == 2);
    CHECK(flags[1].rule == "on-topic"_slug);
    CHECK(book(jam).flags == 2);
    jam.when(approve_post{first}, by(fay, later)).accepted();
    jam.when(flag_on(first), by(ben, later)).accepted();
    CHECK(book(jam).flags == 3);
}

TEST_CASE("MO6: nobody flags their own post, what is not shown, or under a rule that is none")
{
    auto jam = with_thread();
    jam.when(flag_on(first), by(ada, start)).then(reject_code::not_allowed, "post");
    CHECK(jam.refused().message == "This is your own post. You can edit or withdraw it.");
    jam.when(flag_on(post_id{9}), by(ben, start)).then(reject_code::no_such_post, "post");
    jam.when(raise_flag{first, "taste"_slug, ""}, by(ben, start)).then(reject_code::bad_field, "rule");
    CHECK(jam.refused().message == "This is not one of the rules of this jam.");
    jam.when(flag_on(first, std::string(limits::note_length_max + 1, 'x')), by(ben, start))
        .then(reject_code::text_too_long, "note");
    jam.when(hide(first), by(fay, start)).accepted();
    jam.when(flag_on(first), by(ben, start)).then(reject_code::not_allowed, "post");
    jam.when(withdraw_post{post_id{2}}, by(ben, start)).accepted();
    jam.when(flag_on(post_id{2}), by(ada, start)).then(reject_code::not_allowed, "post");
}

TEST_CASE("MO6: whoever takes part may flag, those who only read may not")
{
    for (const auto who : {olga, fay, ben, hugo, gita})
        with_thread().when(flag_on(first), by(who, start)).accepted();
    for (const auto who : {otto, anna, rosa})
        with_thread().when(flag_on(first), by(who, start)).then(reject_code::not_allowed);
    with_thread().when(flag_on(first), by_administrator(start)).then(reject_code::not_allowed);
}

TEST_CASE("MO2: a hide cites a rule of the jam and says why")
{
    auto jam = with_thread();
    jam.when(hide_post{first, "taste"_slug, "Ugly."}, by(fay, start)).then(reject_code::bad_field, "rule");
    jam.when(hide(first, ""), by(fay, start)).then(reject_code::bad_field, "note");
    jam.when(hide(first, " \n"), by(fay, start)).then(reject_code::bad_field, "note");
    jam.when(hide(first, std::string(limits::note_length_max + 1, 'x')), by(fay, start))
        .then(reject_code::text_too_long, "note");
    jam.when(hide(post_id{9}), by(fay, start)).then(reject_code::no_such_post, "post");
    jam.when(hide(first), by(fay, later)).then({post_hidden{first, "civil"_slug, "It attacks a person."}});
    CHECK(jam.posted(1).state == post_state::hidden);
    CHECK(book(jam).cases.at(first).hidden == hiding{"civil"_slug, "It attacks a person.", fay, later});
    CHECK(under_civil(jam) == rule_count{1, 0});
    CHECK(jam.state().forums[0].idea_count == 0);
}

TEST_CASE("MO2: a second desk is told who hid the post, under which rule and when")
{
    auto jam = with_thread();
    jam.when(hide(first), by(fay, start)).accepted();
    jam.when(hide(first), by(olga, start + seconds{2})).then(reject_code::not_allowed, "post");
    CHECK(jam.refused().message ==
          "This post is hidden already: by Fay under the rule “No personal attacks”, 2 seconds ago.");
    jam.when(ask_edit_of(first), by(olga, start + hours{1})).then(reject_code::not_allowed, "post");
    CHECK(jam.refused().message ==
          "This post is hidden already: by Fay under the rule “No personal attacks”, 60 minutes ago.");
}

TEST_CASE("MO1, MO11: no signal holds or hides a post where moderation comes after")
{
    auto plan = one_phase();
    plan.policy([](policies& p) { p.signals.words = {"idiot"}; });
    auto jam = given(plan);
    jam.when(idea("You idiot, see https://example.com"), by(ada, start)).accepted();
    CHECK(jam.posted(1).state == post_state::published);
    CHECK(jam.state().forums[0].idea_count == 1);
    CHECK(is_in_queue(jam.state(), jam.posted(1)));
}

TEST_CASE("MO4: a hide deletes nothing")
{
    auto jam = with_thread();
    jam.when(cast_ballot{first, choice::support}, by(ben, start)).accepted();
    jam.when(hide(first), by(fay, start)).accepted();
    CHECK(jam.posted(1).text == "Plant trees.");
    CHECK(jam.posted(1).comments == std::vector{post_id{2}});
    CHECK(jam.tally_of(first).of(measure::support) == 1);
    jam.when(restore_post{first, ""}, by(fay, start)).accepted();
    CHECK(jam.posted(1).state == post_state::published);
    CHECK(jam.tally_of(first).of(measure::support) == 1);
}

TEST_CASE("MO3: an official cannot hide posts about themselves")
{
    auto jam = given(three_phases());
    jam.when(idea("Fay lets the streets rot."), by(ada, start)).accepted();
    jam.when(hide(first), by(fay, start)).then(reject_code::not_allowed, "post");
    CHECK(jam.refused().message == "This post names you. Please leave it to somebody else.");
    jam.when(hide(first), by(olga, start)).accepted();
}

TEST_CASE("MO7: nobody decides about a post that names them")
{
    auto jam = given(three_phases());
    const auto text = GENERATE("FAY again", "@[the facilitator](person/2) again");
    jam.when(idea(text), by(ada, start)).accepted();
    jam.when(flag_on(first), by(ben, start)).accepted();
    for (const command& asked : std::vector<command>{hide(first), approve_post{first}, ask_edit_of(first),
                                                     mute_person{{}, first, 10, ""}}) {
        INFO(name_of(asked));
        jam.when(asked, by(fay, start)).then(reject_code::not_allowed, "post");
    }
    jam.when(hide(first), by(olga, start)).accepted();
    jam.when(restore_post{first, ""}, by(fay, start)).then(reject_code::not_allowed, "post");
    jam.when(appeal_about(first), by(ada, start)).accepted();
    jam.when(decided(first, false), by(fay, start)).then(reject_code::not_allowed, "post");
    jam.when(decided(first, true), by_administrator(start)).accepted();
}

TEST_CASE("MO7: nobody decides about what they wrote")
{
    auto jam = given(three_phases());
    jam.when(idea(), by(fay, start)).accepted();
    jam.when(flag_on(first), by(ben, start)).accepted();
    for (const command& asked : std::vector<command>{hide(first), approve_post{first}, ask_edit_of(first),
                                                     mute_person{{}, first, 10, ""}}) {
        INFO(name_of(asked));
        jam.when(asked, by(fay, start)).then(reject_code::not_allowed, "post");
        CHECK(jam.refused().message == "You wrote this post. Please leave it to somebody else.");
    }
    jam.when(hide(first), by(olga, start)).accepted();
    jam.when(restore_post{first, ""}, by(fay, start)).then(reject_code::not_allowed, "post");
    jam.when(appeal_about(first), by(fay, start)).accepted();
    jam.when(decided(first, true), by(fay, start)).then(reject_code::not_allowed, "post");
}

TEST_CASE("MO8: the author appeals once against a hide")
{
    auto jam = with_thread();
    jam.when(appeal_about(first), by(ada, start)).then(reject_code::not_allowed, "post");
    jam.when(hide(first), by(fay, start)).accepted();
    jam.when(appeal_about(first), by(ben, start)).then(reject_code::not_allowed, "post");
    jam.when(appeal_about(first), by(olga, start)).then(reject_code::not_allowed, "post");
    jam.when(appeal_about(first), by_administrator(start)).then(reject_code::not_allowed, "post");
    jam.when(appeal_about(post_id{9}), by(ada, start)).then(reject_code::no_such_post, "post");
    jam.when(appeal_about(first, " "), by(ada, start)).then(reject_code::bad_field, "text");
    jam.when(appeal_about(first, std::string(limits::note_length_max + 1, 'x')), by(ada, start))
        .then(reject_code::text_too_long, "text");
    jam.when(appeal_about(first), by(ada, later)).then({appealed{first, "It attacks nobody."}});
    jam.when(appeal_about(first), by(ada, later)).then(reject_code::not_allowed, "post");
    CHECK(jam.refused().message == "Your appeal waits for somebody to decide it.");
    CHECK(book(jam).appeals == 1);
    CHECK(is_in_queue(jam.state(), jam.posted(1)));
}

TEST_CASE("MO8: an author who may not post any more may still appeal")
{
    auto jam = with_thread();
    jam.when(hide(first), by(fay, start)).accepted();
    jam.when(revoke_role{ada, role::participant}, by(olga, start)).accepted();
    jam.when(grant_role{ada, role::observer, {}}, by(olga, start)).accepted();
    jam.when(appeal_about(first), by(ada, start)).accepted();
}

TEST_CASE("MO8: an appeal that is upheld brings the post back")
{
    auto jam = with_appeal();
    jam.when(decided(first, true, "Right."), by(olga, later))
        .then({appeal_decided{first, true, "Right."}, post_restored{first, "Right."}});
    CHECK(jam.posted(1).state == post_state::published);
    CHECK(jam.state().forums[0].idea_count == 1);
    CHECK(book(jam).appeals_upheld == 1);
    CHECK(book(jam).appeals_refused == 0);
    CHECK(under_civil(jam) == rule_count{1, 1});
    CHECK(book(jam).cases.empty());
    jam.when(hide(first), by(fay, later)).accepted();
    jam.when(appeal_about(first), by(ada, later)).accepted();
    CHECK(book(jam).appeals == 2);
}

TEST_CASE("MO8: an appeal that is refused leaves the post hidden, and there is no second one")
{
    auto jam = with_appeal();
    jam.when(decided(first, false, "It does."), by(olga, later))
        .then({appeal_decided{first, false, "It does."}});
    CHECK(jam.posted(1).state == post_state::hidden);
    CHECK(book(jam).appeals_refused == 1);
    CHECK(book(jam).cases.at(first).appeal->decided_by == olga);
    CHECK_FALSE(is_in_queue(jam.state(), jam.posted(1)));
    jam.when(appeal_about(first), by(ada, later)).then(reject_code::not_allowed, "post");
    CHECK(jam.refused().message == "Your appeal was decided. There is one for each hide.");
    jam.when(decided(first, true), by(olga, later)).then(reject_code::not_allowed, "post");
    CHECK(jam.refused().message == "This appeal was decided already, by Olga.");
    jam.when(restore_post{first, "After all."}, by(olga, later)).accepted();
    CHECK(book(jam).appeals_upheld == 0);
}

TEST_CASE("MO8: nobody judges an appeal against their own hide, the administrator included")
{
    auto jam = with_appeal();
    jam.when(decided(first, false), by(fay, later)).then(reject_code::not_allowed, "post");
    CHECK(jam.refused().message == "You hid this post. Somebody else has to decide about the appeal.");
    jam.when(decided(first, true), by(fay, later)).then(reject_code::not_allowed, "post");
    auto other = with_thread();
    other.when(hide(first), by_administrator(start)).accepted();
    other.when(appeal_about(first), by(ada, start)).accepted();
    other.when(decided(first, false), by_administrator(start)).then(reject_code::not_allowed, "post");
    other.when(decided(first, false), by(fay, start)).accepted();
}

TEST_CASE("MO8: what nobody appealed about is not decided")
{
    auto jam = with_thread();
    jam.when(decided(first, true), by(olga, start)).then(reject_code::not_allowed, "post");
    jam.when(hide(first), by(fay, start)).accepted();
    jam.when(decided(first, true), by(olga, start)).then(reject_code::not_allowed, "post");
    CHECK(jam.refused().message == "Nobody has appealed about this post.");
}

TEST_CASE("MO8: who hid a post may take that back, and an appeal that waits is right then")
{
    auto jam = with_appeal();
    jam.when(restore_post{first, "I was wrong."}, by(fay, later))
        .then({post_restored{first, "I was wrong."}});
    CHECK(book(jam).appeals_upheld == 1);
    CHECK(under_civil(jam) == rule_count{1, 1});
}

TEST_CASE("MO8: an appeal whose post is withdrawn is dropped")
{
    auto jam = with_appeal();
    jam.when(withdraw_post{first}, by(ada, later)).accepted();
    CHECK(book(jam).appeals_dropped == 1);
    CHECK(book(jam).cases.empty());
    CHECK(under_civil(jam) == rule_count{1, 0});
    jam.when(decided(first, true), by(olga, later)).then(reject_code::not_allowed, "post");
    CHECK(jam.refused().message == "Its author has withdrawn this post.");
}

TEST_CASE("MO8: restoring needs something to restore")
{
    auto jam = with_thread();
    jam.when(restore_post{first, ""}, by(fay, start)).then(reject_code::not_allowed, "post");
    CHECK(jam.refused().message == "This post is neither hidden nor merged.");
    jam.when(hide(first), by(fay, start)).accepted();
    jam.when(restore_post{first, std::string(limits::note_length_max + 1, 'x')}, by(fay, start))
        .then(reject_code::text_too_long, "note");
    jam.when(restore_post{first, ""}, by(fay, start)).then({post_restored{first, ""}});
}

TEST_CASE("MO5: a closed jam still takes flags and every decision about them")
{
    auto jam = with_thread();
    jam.when(idea("Benches."), by(cleo, start)).accepted();
    jam.when(close_jam{}, by(olga, start)).accepted();
    jam.when(flag_on(first), by(ben, later)).accepted();
    jam.when(approve_post{first}, by(fay, later)).accepted();
    jam.when(ask_edit_of(first), by(fay, later)).accepted();
    jam.when(hide(first), by(fay, later)).accepted();
    jam.when(appeal_about(first), by(ada, later)).accepted();
    jam.when(decided(first, true), by(olga, later)).accepted();
    jam.when(hide(first), by(fay, later)).accepted();
    jam.when(restore_post{first, ""}, by(fay, later)).accepted();
    jam.when(mute_person{ada, {}, 10, ""}, by(fay, later)).then(reject_code::jam_over);
    jam.when(say{"Well done", {}}, by(fay, later)).then(reject_code::jam_over);
}
