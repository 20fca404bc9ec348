// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/plan_change.hpp"

#include "sessions/rules/people.hpp"
#include "tests/support/sessions/given_when_then.hpp"

#include <catch2/catch.hpp>

#include <functional>

using namespace jamhall::test;
using namespace jamhall::sessions;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

change_plan changed(const scenario& jam, const std::function<void(plan&)>& change)
{
    auto wanted = *jam.state().what;
    change(wanted);
    return {std::make_shared<const plan>(std::move(wanted)), false};
}

const phase& phase_of(const scenario& jam, slug id)
{
    return jam.state().clock.phases.at(jam.state().phase_named(id).value());
}

}  // namespace

TEST_CASE("PL1: words, forums at the end and rules change while the jam runs")
{
    auto jam = given(three_phases());
    jam.when(idea(), by(ada, start)).accepted();
    jam.when(changed(jam,
                     [](plan& p) {
                         p.title = "Two more days";
                         p.forums[0].question = "What is missing in our streets?";
                         p.forums.push_back({"water"_slug, "Water", "What about the river?"});
                     }),
             by(olga, start))
        .accepted();
    CHECK(jam.state().what->title == "Two more days");
    CHECK(jam.state().forums.size() == 3);
    CHECK(jam.state().plan_changes == 1);
    CHECK(jam.posted(1).forum == forum_index{0});
    auto there = idea();
    there.forum = "water"_slug;
    jam.when(there, by(ada, start)).accepted();
}

TEST_CASE("PL1: forums and audiences keep their ids and order")
{
    auto jam = given(three_phases());
    const auto refuses = [&](const std::string& field, const std::function<void(plan&)>& change) {
        jam.when(changed(jam, change), by(olga, start)).then(reject_code::bad_field, field);
    };
    refuses("plan/forums", [](plan& p) { p.forums.pop_back(); });
    refuses("plan/forums/0/id", [](plan& p) { std::swap(p.forums[0], p.forums[1]); });
    refuses("plan/audiences", [](plan& p) { p.audiences.push_back({"more"_slug, "More"}); });
    refuses("plan/title", [](plan& p) { p.title = ""; });
    CHECK(jam.state().plan_changes == 0);
}

TEST_CASE("PL2: what began stays, what comes is planned anew")
{
    auto jam = given(three_phases());
    const auto refuses = [&](const std::string& field, const std::function<void(plan&)>& change) {
        jam.when(changed(jam, change), by(olga, start)).then(reject_code::bad_field, field);
    };
    refuses("plan/agenda/0/id", [](plan& p) { p.agenda[0].id = "other"_slug; });
    refuses("plan/agenda/0/kind", [](plan& p) { p.agenda[0].kind = phase_kind::refine; });
    refuses("plan/agenda/0/switches/ballot",
            [](plan& p) { p.agenda[0].rules.ballot = ballot_switch::agree; });
    refuses("plan/agenda/0/switches/tallies",
            [](plan& p) { p.agenda[0].rules.tallies = tallies_switch::live; });
    refuses("plan/starts_at", [](plan& p) { p.starts_at = start + hours{1}; });
    refuses("plan/time_zone", [](plan& p) { p.time_zone = "Europe/Paris"; });

    jam.when(changed(jam,
                     [](plan& p) {
                         p.agenda[1].end = hours{5};
                         p.agenda.insert(p.agenda.begin() + 1,
                                         planned_phase{"sharpen"_slug, phase_kind::refine,
                                                       preset_of(phase_kind::refine), hours{2}});
                     }),
             by(olga, start + minutes{10}))
        .accepted();
    CHECK(phase_of(jam, "ideas"_slug).ends_at == start + hours{1});
    CHECK(phase_of(jam, "sharpen"_slug).begins_at == start + hours{1});
    CHECK(phase_of(jam, "choose"_slug).begins_at == start + hours{3});
    CHECK(phase_of(jam, "choose"_slug).ends_at == start + hours{8});
    CHECK(jam.state().boxes.size() == jam.state().clock.phases.size());
    jam.at(start + hours{1});
    CHECK(jam.state().clock.now_running().id == "sharpen"_slug);
}

TEST_CASE("PL2: the running phase may end at another time, but not in the past")
{
    auto jam = given(three_phases());
    jam.when(changed(jam, [](plan& p) { p.agenda[0].end = hours{2}; }), by(olga, start + minutes{10}))
        .accepted();
    CHECK(jam.state().clock.now_running().ends_at == start + hours{2});
    jam.when(changed(jam, [](plan& p) { p.agenda[0].end = minutes{5}; }), by(olga, start + minutes{10}))
        .then(reject_code::bad_field, "plan/agenda");
    jam.when(extend_phase{30}, by(olga, start + minutes{10})).accepted();
    jam.when(changed(jam, [](plan& p) { p.title = "Longer"; }), by(olga, start + minutes{10})).accepted();
    CHECK(jam.state().clock.now_running().ends_at == start + hours{2} + minutes{30});
}

TEST_CASE("PL3: before the first bell the start itself can change")
{
    auto jam = scenario{opened(three_phases())};
    jam.when(changed(jam, [](plan& p) { p.starts_at = start + hours{24}; }), by(olga, start - minutes{30}))
        .accepted();
    CHECK(jam.state().clock.now_running().ends_at == start + hours{24});
    jam.at(start + hours{1});
    CHECK_FALSE(jam.state().clock.previous);
    jam.when(changed(jam, [](plan& p) { p.starts_at = start; }), by(olga, start + hours{1}))
        .then(reject_code::bad_field, "plan/starts_at");
}

TEST_CASE("PL4: a new charter or new rules are accepted anew")
{
    auto jam = given(three_phases());
    jam.when(join{{1, 1}}, by(ada, start)).accepted();
    jam.when(changed(jam,
                     [](plan& p) {
                         p.rules.push_back({"brief"_slug, "Be brief."});
                     }),
             by(olga, start))
        .accepted();
    CHECK(versions_in_force(jam.state()) == acceptance{1, 2, 1});
    jam.when(changed(jam,
                     [](plan& p) {
                         p.mandate = charter{"Ideas", "Cabinet", "", ""};
                     }),
             by(olga, start))
        .accepted();
    CHECK(versions_in_force(jam.state()) == acceptance{2, 2, 1});
    jam.when(join{{1, 1}}, by(ben, start)).then(reject_code::bad_field);
    jam.when(join{{2, 2}}, by(ben, start)).accepted();
}

TEST_CASE("PL1: only organizers and the administrator change the plan")
{
    auto jam = given(three_phases());
    const auto same = [](plan& p) { p.title = "Other"; };
    for (const person_id who : {fay, ada, hugo, gita, otto, anna, rosa})
        jam.when(changed(jam, same), by(who, start)).then(reject_code::not_allowed);
    jam.when(changed(jam, same), by_administrator(start)).accepted();
}

TEST_CASE("PL5: every difference between two plans is named with what it was and will be")
{
    const plan before = three_phases();
    auto after = before;
    CHECK(differences(before, after).empty());
    after.title = "Other";
    after.agenda[1].end = hours{5};
    after.agenda[2].rules.slow_mode_s = 30;
    after.forums.push_back({"water"_slug, "Water", ""});
    after.policy.text_max = 100;
    std::vector<std::string> pointers;
    for (const auto& each : differences(before, after)) {
        pointers.push_back(each.pointer);
        CHECK(each.before != each.after);
    }
    CHECK(pointers == std::vector<std::string>{"/title", "/forums/2", "/agenda/1/end",
                                               "/agenda/2/switches/slow_mode_s", "/policies/text_max"});
    CHECK(differences(after, before).front() == plan_difference{"/title", "Other", before.title});
    auto shorter = before;
    shorter.agenda.pop_back();
    CHECK(differences(before, shorter) == std::vector{plan_difference{"/agenda/results", "reveal", ""}});
    CHECK(differences(shorter, before) == std::vector{plan_difference{"/agenda/2", "", "reveal"}});
}

TEST_CASE("PL1: a phase that stands in the way is named by its place and kind, as people know it")
{
    auto jam = given(three_phases());
    jam.when(changed(jam, [](plan& p) { p.agenda.erase(p.agenda.begin()); }), by(olga, start))
        .then(reject_code::bad_field);
    CHECK(jam.refused().message.starts_with("The agenda’s phase 1 (Share ideas) has begun"));
    jam.when(extend_phase{20}, by(olga, start)).accepted();
    jam.when(changed(jam, [](plan& p) { p.agenda[1].end = start + minutes{80}; }), by(olga, start))
        .then(reject_code::bad_field);
    CHECK(jam.refused().message.find("phase 2 (Prioritise)") != std::string::npos);
}
