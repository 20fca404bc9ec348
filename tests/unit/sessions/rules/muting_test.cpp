// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/moderation.hpp"
#include "tests/support/sessions/given_when_then.hpp"

#include <catch2/catch.hpp>

#include <functional>

using namespace jamhall::test;

namespace {

constexpr post_id first{1};

/// A jam in which Ada posted idea 1 in the streets and Ben idea 2 in the parks.
scenario with_ideas()
{
    auto jam = given(one_phase());
    jam.when(idea(), by(ada, start)).accepted();
    auto elsewhere = idea("More benches.");
    elsewhere.forum = "parks"_slug;
    jam.when(elsewhere, by(ben, start)).accepted();
    return jam;
}

/// Names are hidden, then shown, then hidden again, for an hour each.
plan blind_then_open(const std::function<void(switches&)>& change = [](switches&) {})
{
    const auto blind = [](switches& rules) { rules.names = names_switch::hidden; };
    return a_plan{}
        .phase("blind"_slug, phase_kind::ideate, hours{1}, blind)
        .phase("open"_slug, phase_kind::ideate, hours{1}, change)
        .phase("again"_slug, phase_kind::ideate, hours{1}, blind);
}

mute_person mute(person_id who, std::int64_t length = 10, std::string note = "")
{
    return {who, {}, length, std::move(note)};
}

mute_person mute_author_of(post_id post)
{
    return {{}, post, 10, ""};
}

}  // namespace

TEST_CASE("MO9: who is muted neither posts nor edits until then, but supports, flags and withdraws")
{
    auto jam = with_ideas();
    jam.when(mute(ada, 10, "Cool down."), by(fay, start))
        .then({person_muted{ada, start + minutes{10}, "Cool down."}});
    const auto now = start + minutes{4};
    for (const command& asked :
         std::vector<command>{idea(), comment_on(first), edit_post{first, "Now!", {}}}) {
        INFO(name_of(asked));
        jam.when(asked, by(ada, now)).then(reject_code::muted);
        CHECK(jam.refused().retry_after == minutes{6});
        CHECK(jam.refused().message ==
              "Those who run this jam have muted you. You can post again in 6 minutes; until then you can "
              "still "
              "read along and say what you support.");
    }
    jam.when(cast_ballot{post_id{2}, choice::support}, by(ada, now)).accepted();
    jam.when(flag_on(post_id{2}), by(ada, now)).accepted();
    jam.when(idea(), by(ada, start + minutes{10})).accepted();
    jam.when(mute(ada), by(fay, start + minutes{10})).accepted();
    jam.when(withdraw_post{first}, by(ada, start + minutes{10})).accepted();
}

TEST_CASE("MO9: muting again sets a new end, and unmuting ends it")
{
    auto jam = with_ideas();
    jam.when(mute(ada, 60), by(fay, start)).accepted();
    jam.when(mute(ada, 1), by(fay, start)).accepted();
    jam.when(idea(), by(ada, start + seconds{59})).then(reject_code::muted);
    CHECK(jam.refused().message.find(" 1 second;") != std::string::npos);
    jam.when(unmute_person{ada}, by(fay, start + seconds{59})).then({person_unmuted{ada}});
    jam.when(idea(), by(ada, start + seconds{59})).accepted();
    jam.when(unmute_person{ada}, by(olga, start + seconds{59})).then(reject_code::bad_field, "person");
    jam.when(mute(ada, 1), by(fay, start + seconds{59})).accepted();
    jam.when(unmute_person{ada}, by(olga, start + minutes{5})).then(reject_code::bad_field, "person");
}

TEST_CASE("MO9: a person is named by number or by one of their posts, not by both")
{
    auto jam = with_ideas();
    jam.when(mute_author_of(first), by(fay, start)).then({person_muted{ada, start + minutes{10}, ""}});
    jam.when(mute_person{ada, first, 10, ""}, by(fay, start)).then(reject_code::bad_field, "person");
    jam.when(mute_person{{}, {}, 10, ""}, by(fay, start)).then(reject_code::bad_field, "person");
    jam.when(mute_author_of(post_id{9}), by(fay, start)).then(reject_code::no_such_post, "post");
    jam.when(mute(person_id{99}), by(olga, start)).then(reject_code::no_such_person, "person");
    jam.when(unmute_person{person_id{99}}, by(olga, start)).then(reject_code::no_such_person, "person");
    jam.when(announce{"Hello", {}}, by_administrator(start)).accepted();
    jam.when(mute_author_of(post_id{3}), by(olga, start)).then(reject_code::bad_field, "post");
}

TEST_CASE("MO9: nobody is muted through a post of somebody who was erased")
{
    auto jam = with_ideas();
    jam.when(erase_person{ada, erasure_scope::identity, ""}, by(rosa, start)).accepted();
    jam.when(mute_author_of(first), by(fay, start)).then(reject_code::not_allowed, "post");
}

TEST_CASE("MO9: a mute lasts from a minute to a week")
{
    auto jam = with_ideas();
    for (const std::int64_t wrong : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{10'081}, INT64_MAX})
        jam.when(mute(ada, wrong), by(fay, start)).then(reject_code::bad_field, "minutes");
    jam.when(mute(ada, 10'080), by(fay, start)).accepted();
    jam.when(mute(ada, 10, std::string(2'001, 'x')), by(fay, start)).then(reject_code::text_too_long, "note");
}

TEST_CASE("MO9: organizers are not muted, also not by what they were before, and nobody mutes themselves")
{
    auto jam = with_ideas();
    jam.when(mute(olga), by_administrator(start)).then(reject_code::not_allowed, "person");
    CHECK(jam.refused().message == "Organizers cannot be muted.");
    jam.when(idea(), by(olga, start)).accepted();
    jam.when(mute_author_of(post_id{3}), by(fay, start)).then(reject_code::not_allowed, "post");
    jam.when(mute(ada), by(olga, start)).accepted();
    jam.when(grant_role{ada, role::organizer, {}}, by(olga, start)).accepted();
    jam.when(idea(), by(ada, start)).accepted();
    jam.when(idea(), by(fay, start)).accepted();
    jam.when(mute(fay), by(fay, start)).then(reject_code::not_allowed, "person");
    jam.when(mute(fay), by(olga, start)).accepted();
    jam.when(unmute_person{fay}, by(fay, start)).then(reject_code::not_allowed, "person");
}

TEST_CASE("MO9: facilitators mute those who posted in their forums, organizers anybody")
{
    auto jam = with_ideas();
    jam.when(mute(ben), by(fay, start)).then(reject_code::not_allowed);
    CHECK(jam.refused().message ==
          "Only an organizer, or a facilitator in whose forum they post, may mute somebody.");
    jam.when(mute_author_of(post_id{2}), by(fay, start)).then(reject_code::not_allowed);
    jam.when(mute(cleo), by(fay, start)).then(reject_code::not_allowed);
    for (const auto who : {ada, cleo, hugo, gita, otto, anna, rosa}) {
        jam.when(mute(ben), by(who, start)).then(reject_code::not_allowed);
        jam.when(mute_author_of(post_id{2}), by(who, start)).then(reject_code::not_allowed);
        jam.when(unmute_person{ben}, by(who, start)).then(reject_code::not_allowed);
    }
    jam.when(mute(ben), by(olga, start)).accepted();
    jam.when(unmute_person{ben}, by(fay, start)).then(reject_code::not_allowed);
    jam.when(unmute_person{ben}, by_administrator(start)).accepted();
    jam.when(mute(cleo), by_administrator(start)).accepted();
}

TEST_CASE("PH9, VI4: nobody is muted through a post that shows no author, in whatever role")
{
    auto jam = given(blind_then_open());
    jam.when(idea(), by(ada, start)).accepted();
    for (const auto& asking : {by(fay, start), by(olga, start), by_administrator(start)})
        jam.when(mute_author_of(first), asking).then(reject_code::not_allowed, "post");
    const auto open = start + minutes{61};
    jam.at(open);
    jam.when(idea("Lamps."), by(ben, open)).accepted();
    for (const auto& asking : {by(fay, open), by(olga, open), by_administrator(open)})
        jam.when(mute_author_of(first), asking).then(reject_code::not_allowed, "post");
    jam.when(mute_author_of(post_id{2}), by(fay, open)).accepted();
    jam.when(mute(ada), by(olga, open)).accepted();
    const auto blind = start + minutes{121};
    jam.at(blind);
    for (const auto& asking : {by(fay, blind), by(olga, blind)})
        jam.when(mute_author_of(post_id{2}), asking).then(reject_code::not_allowed, "post");
    CHECK(jam.refused().message.starts_with("Names are hidden now"));
}

TEST_CASE("PH9, VI1: asking to mute or unmute by number tells not who wrote what shows no author")
{
    auto jam = given(blind_then_open([](switches& rules) { rules.moderation = moderation_switch::before; }));
    jam.when(idea(), by(ada, start)).accepted();
    const auto open = start + minutes{61};
    jam.at(open);
    jam.when(idea("Lamps."), by(ben, open)).accepted();
    CHECK(jam.posted(2).state == post_state::held);
    const auto refusal = [&](const command& asked, instant now) {
        return jam.when(asked, by(fay, now)).refused();
    };
    const auto tells_nothing = [&](std::vector<person_id> of, instant now) {
        for (const auto who : of) {
            CHECK(refusal(mute(who), now) == refusal(mute(cleo), now));
            CHECK(refusal(mute(who, 0), now) == refusal(mute(cleo, 0), now));
            CHECK(refusal(unmute_person{who}, now) == refusal(unmute_person{cleo}, now));
        }
    };
    // Cleo never posted, Ada wrote without a name and Ben's idea is held.
    tells_nothing({ada, ben}, open);
    for (const auto who : {ada, ben, cleo})
        jam.when(mute(who), by(olga, open)).accepted();
    tells_nothing({ada}, open);
    // What is held waits at Fay's desk under Ben's name.
    jam.when(unmute_person{ben}, by(fay, open)).accepted();
    jam.when(mute_author_of(post_id{2}), by(fay, open)).accepted();
    jam.when(unmute_person{ben}, by(fay, open)).accepted();
    jam.when(approve_post{post_id{2}}, by(fay, open)).accepted();
    CHECK(refusal(unmute_person{ben}, open) == refusal(unmute_person{cleo}, open));
    jam.when(mute(ben, 120), by(fay, open)).accepted();
    const auto blind = start + minutes{121};
    jam.at(blind);
    CHECK(refusal(mute(ben), blind) == refusal(mute(cleo), blind));
    // Who stands on the desk by name is heard again also then.
    jam.when(unmute_person{ben}, by(fay, blind)).accepted();
}

TEST_CASE(
    "PE3, MO7: deciding about posts is for facilitators in their forums, organizers and the administrator")
{
    const auto verbs = [](post_id post) {
        return std::vector<command>{hide(post), approve_post{post}, ask_edit_of(post), mute_author_of(post)};
    };
    for (const auto who : {olga, fay, ben, cleo, hugo, gita, otto, anna, rosa}) {
        for (const auto& asked : verbs(first)) {
            INFO(name_of(asked) << " by " << who.value);
            auto jam = with_ideas();
            jam.when(asked, by(who, start));
            if (who == olga || who == fay)
                jam.accepted();
            else
                jam.then(reject_code::not_allowed);
        }
        for (const auto& asked : verbs(post_id{2})) {
            INFO(name_of(asked) << " elsewhere by " << who.value);
            auto jam = with_ideas();
            jam.when(asked, by(who, start));
            if (who == olga)
                jam.accepted();
            else
                jam.then(reject_code::not_allowed);
        }
        auto jam = with_ideas();
        jam.when(hide(first), by_administrator(start)).accepted();
        jam.when(appeal_about(first), by(ada, start)).accepted();
        for (const command& asked : std::vector<command>{decided(first, false), restore_post{first, ""}}) {
            INFO(name_of(asked) << " by " << who.value);
            jam.when(asked, by(who, start));
            if (who == olga || who == fay)
                jam.accepted();
            else
                jam.then(reject_code::not_allowed);
        }
    }
    for (const auto& asked : verbs(first))
        with_ideas().when(asked, by_administrator(start)).accepted();
}
