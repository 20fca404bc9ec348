// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/people.hpp"

#include "sessions/core/limits.hpp"
#include "sessions/rules/admission.hpp"
#include "tests/support/sessions/given_when_then.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::test;

namespace {

put_person update(const scenario& jam, person_id who, role_set roles, std::vector<forum_index> forums = {})
{
    auto entry = jam.state().at(who).entry;
    entry.roles = roles;
    entry.forums = std::move(forums);
    return {who, entry};
}

}  // namespace

TEST_CASE("PE1: joining accepts charter and rules by the versions in force")
{
    auto jam = given(one_phase());
    jam.when(join{{1, 1, 1}}, by(ada, start)).then({person_entered{}, joined{{1, 1, 1}}});
    CHECK(jam.state().at(ada).accepted == versions_in_force(jam.state()));
    CHECK(jam.state().at(ada).has_entered);
    CHECK(jam.state().at(ada).has_registered);
    jam.when(join{{1, 1}}, by(ada, start)).then({joined{{1, 1}}});
    jam.when(join{{2, 1}}, by(ben, start)).then(reject_code::bad_field, "charter");
    jam.when(join{{1, 0}}, by(ben, start)).then(reject_code::bad_field, "rules");
    CHECK_FALSE(jam.state().at(ben).has_entered);
}

TEST_CASE("PE1: programs with a token are not held up")
{
    auto jam = given(one_phase());
    jam.when(idea(), by(ada, start)).accepted();
    CHECK(jam.state().at(ada).accepted == acceptance{});
}

TEST_CASE("PE2: the log says how many saw a post, never who")
{
    auto jam = given(one_phase());
    jam.when(idea(), by(ada, start)).accepted();
    jam.when(record_seen{{{post_id{1}, 3}, {post_id{9}, 2}}}, by_hall(start))
        .then({posts_seen{{{post_id{1}, 3}}}});
    CHECK_FALSE(jam.log().back().actor);
    CHECK(jam.posted(1).seen_count == 3);
    jam.when(record_seen{{{post_id{1}, 100}}}, by_hall(start)).accepted();
    CHECK(jam.posted(1).seen_count == cast_size);
    jam.when(record_seen{{{post_id{1}, 1}}}, by_hall(start)).then(event_bodies{});
}

TEST_CASE("PE5: a roster adds people by number and updates them without losing what they did")
{
    auto jam = given(one_phase());
    jam.when(join{{1, 1}}, by(ada, start)).accepted();
    jam.when(idea(), by(ada, start)).accepted();
    auto entry = entry_of("Ada Obi", {role::participant, role::host});
    entry.attributes = {{"ward", "North"}};
    jam.when(put_person{ada, entry}, by_hall(start)).then({person_updated{ada, entry}});
    CHECK(jam.state().at(ada).entry == entry);
    CHECK(jam.state().at(ada).accepted == acceptance{1, 1});
    CHECK(jam.state().at(ada).has_entered);
    CHECK(jam.state().at(ada).idea_count == 1);
    jam.when(put_person{{}, entry}, by_hall(start)).then({person_added{person_id{cast_size + 1}, entry}});
    jam.when(put_person{ada, entry}, by_hall(start)).then(event_bodies{});
    jam.when(put_person{person_id{99}, entry}, by_hall(start)).then(reject_code::no_such_person);
    jam.when(put_person{{}, entry}, by(olga, start)).accepted();
    jam.when(put_person{{}, entry}, by(ada, start)).then(reject_code::not_allowed);
}

TEST_CASE("PE5: a line of the roster that does not fit is refused, naming what is wrong")
{
    auto jam = given(one_phase());
    const auto refused = [&](auto change, reject_code code, const std::string& field) {
        auto entry = entry_of("Dan");
        change(entry);
        jam.when(put_person{{}, entry}, by_hall(start)).then(code, field);
    };
    refused([](roster_entry& e) { e.name = "Dan\nDan"; }, reject_code::bad_field, "name");
    refused([](roster_entry& e) { e.name = "  "; }, reject_code::bad_field, "name");
    refused([](roster_entry& e) { e.name = std::string(201, 'd'); }, reject_code::bad_field, "name");
    refused([](roster_entry& e) { e.roles = {}; }, reject_code::bad_field, "roles");
    refused([](roster_entry& e) { e.audience = 1; }, reject_code::bad_field, "audience");
    refused([](roster_entry& e) { e.forums = {2}; }, reject_code::no_such_forum, "forums");
    refused([](roster_entry& e) { e.attributes = {{"ward", "a\tb"}}; }, reject_code::bad_field, "ward");
    refused([](roster_entry& e) { e.attributes.resize(limits::attributes_max + 1); }, reject_code::too_many,
            "attributes");
    jam.when(put_person{{}, entry_of("")}, by_hall(start)).accepted();
}

TEST_CASE("PE6: registering and entering are noted once, entering implies registering")
{
    auto jam = given(one_phase());
    jam.when(register_person{}, by(ada, start)).then({person_registered{}});
    jam.when(register_person{}, by(ada, start)).then(event_bodies{});
    CHECK_FALSE(jam.state().at(ada).has_entered);
    jam.when(enter_person{}, by(ada, start)).then({person_entered{}});
    jam.when(enter_person{}, by(ada, start)).then(event_bodies{});
    jam.when(enter_person{}, by(ben, start)).accepted();
    CHECK(jam.state().at(ben).has_registered);
    jam.when(enter_person{}, by_administrator(start)).then(reject_code::no_such_person);
}

TEST_CASE("PE7: organizers grant and revoke roles, and the forums named go for all scoped roles")
{
    auto jam = given(one_phase());
    jam.when(grant_role{ada, role::facilitator, {"parks"_slug, "streets"_slug, "parks"_slug}},
             by(olga, start))
        .then({role_granted{ada, role::facilitator, {0, 1}}});
    jam.when(grant_role{ada, role::host, {"parks"_slug}}, by(olga, start)).accepted();
    CHECK(jam.state().at(ada).entry.forums == std::vector<forum_index>{1});
    CHECK(jam.state().at(ada).entry.roles == role_set{role::participant, role::facilitator, role::host});
    jam.when(prompt(), by(ada, start)).then(reject_code::not_allowed);
    jam.when(grant_role{ada, role::analyst, {}}, by_administrator(start)).accepted();
    CHECK(jam.state().at(ada).entry.forums == std::vector<forum_index>{1});
    jam.when(revoke_role{ada, role::host}, by(olga, start)).accepted();
    CHECK(jam.state().at(ada).entry.forums == std::vector<forum_index>{1});
    jam.when(revoke_role{ada, role::facilitator}, by(olga, start))
        .then({role_revoked{ada, role::facilitator}});
    CHECK(jam.state().at(ada).entry.forums.empty());
}

TEST_CASE("PE7: a grant that makes no sense is refused")
{
    auto jam = given(one_phase());
    jam.when(grant_role{person_id{99}, role::host, {}}, by(olga, start))
        .then(reject_code::no_such_person, "person");
    jam.when(revoke_role{person_id{99}, role::host}, by(olga, start))
        .then(reject_code::no_such_person, "person");
    jam.when(grant_role{ada, role::host, {"nowhere"_slug}}, by(olga, start))
        .then(reject_code::no_such_forum, "forums");
    jam.when(grant_role{ada, role::analyst, {"parks"_slug}}, by(olga, start))
        .then(reject_code::bad_field, "forums");
    jam.when(revoke_role{ada, role::host}, by(olga, start)).then(reject_code::bad_field, "role");
    jam.when(grant_role{ada, role::organizer, {}}, by(fay, start)).then(reject_code::not_allowed);
    jam.when(revoke_role{olga, role::organizer}, by(ada, start)).then(reject_code::not_allowed);
}

TEST_CASE("PE4: with several roles one may what any of them allows")
{
    auto jam = given(one_phase());
    jam.when(idea(), by(anna, start)).then(reject_code::not_allowed);
    jam.when(update(jam, anna, {role::analyst, role::participant}), by_hall(start)).accepted();
    jam.when(idea(), by(anna, start)).accepted();
    jam.when(prompt(), by(anna, start)).then(reject_code::not_allowed);
    jam.when(update(jam, anna, {role::analyst, role::facilitator}, {1}), by_hall(start)).accepted();
    jam.when(idea(), by(anna, start)).accepted();
    jam.when(prompt(), by(anna, start)).then(reject_code::not_allowed);
}

namespace {

/// Ways in that let newcomers in, but for what `change` makes of them.
plan open_plan(void (*change)(admission_policy&) = [](admission_policy&) {})
{
    return one_phase()
        .audiences({"staff"_slug, "residents"_slug})
        .policy([&](policies& p) {
            p.admission.email = {true, true, "residents"_slug, {"city.example"}};
            p.admission.oidc = {true, true, {}, {}};
            p.admission.code = {true, true, "residents"_slug, {}};
            change(p.admission);
        })
        .build();
}

roster_entry newcomer(way_in way, std::string name = "Nia")
{
    auto entry = entry_of(std::move(name));
    entry.came_by = way;
    return entry;
}

}  // namespace

TEST_CASE("PE9: newcomers come in by the ways that have them, and by no other")
{
    auto jam = given(open_plan());
    for (const way_in way : {way_in::email, way_in::oidc, way_in::code})
        jam.when(put_person{{}, newcomer(way)}, by_hall(start)).accepted();
    CHECK(jam.state().at(person_id{cast_size + 3}).entry.came_by == way_in::code);

    auto by_default = given(one_phase());
    for (const way_in way : {way_in::email, way_in::oidc, way_in::code})
        by_default.when(put_person{{}, newcomer(way)}, by_hall(start)).then(reject_code::not_allowed);
    CHECK_FALSE(why_way_is_shut(by_default.state(), way_in::email));
    CHECK_FALSE(why_way_is_shut(by_default.state(), way_in::oidc));
    CHECK(why_way_is_shut(by_default.state(), way_in::code));

    auto shut = given(open_plan([](admission_policy& p) { p.email.is_open = false; }));
    shut.when(put_person{{}, newcomer(way_in::email)}, by_hall(start)).then(reject_code::not_allowed);
    CHECK(why_way_is_shut(shut.state(), way_in::email));
    CHECK_FALSE(why_way_is_shut(shut.state(), way_in::roster));
}

TEST_CASE("PE9: newcomers by mail may have to be of certain domains, in any case of letters")
{
    const auto jam = given(open_plan());
    CHECK_FALSE(why_not_admitted(jam.state(), way_in::email, "nia@city.example"));
    CHECK_FALSE(why_not_admitted(jam.state(), way_in::email, "nia@CITY.Example"));
    for (const auto* other : {"nia@other.example", "nia@not-city.example", "nia@city.example.evil.example",
                              "nia", "city.example@evil.example"})
        CHECK(why_not_admitted(jam.state(), way_in::email, other));
    CHECK_FALSE(why_not_admitted(jam.state(), way_in::oidc, "nia@other.example"));
}

TEST_CASE("PE9: newcomers are of the way's audience, and a jam that is over takes none")
{
    auto jam = given(open_plan());
    CHECK(audience_of_newcomers(jam.state(), way_in::email) == 1);
    CHECK(audience_of_newcomers(jam.state(), way_in::oidc) == 0);
    jam.when(close_jam{}, by(olga, start)).accepted();
    jam.when(put_person{{}, newcomer(way_in::code)}, by_hall(start)).then(reject_code::jam_over);
}

TEST_CASE("PE10: a newcomer may not be called what somebody with more to do is called")
{
    const auto jam = given(open_plan());
    const auto organizer = jam.state().at(olga).entry.name;
    CHECK_FALSE(is_free_name(jam.state(), organizer));
    CHECK_FALSE(is_free_name(jam.state(), "oLGA" + organizer.substr(4)));
    CHECK(is_free_name(jam.state(), jam.state().at(ada).entry.name));
    CHECK(is_free_name(jam.state(), "Nia"));
}
