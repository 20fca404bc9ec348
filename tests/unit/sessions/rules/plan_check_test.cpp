// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/plan_check.hpp"

#include "sessions/core/limits.hpp"
#include "tests/support/sessions/builders.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::test;

namespace {

std::vector<std::string> pointers_of(const plan& written)
{
    std::vector<std::string> made;
    for (const auto& fault : check_plan(written)) {
        CHECK_FALSE(fault.message.empty());
        made.push_back(fault.pointer);
    }
    return made;
}

template <class Change>
std::vector<std::string> faults_after(Change change)
{
    auto written = three_phases().build();
    change(written);
    return pointers_of(written);
}

using pointers = std::vector<std::string>;

}  // namespace

TEST_CASE("PH13: a plan without faults may be held")
{
    CHECK(check_plan(three_phases()).empty());
    CHECK(check_plan(one_phase()).empty());
}

TEST_CASE("PH13: every fault of a plan is named at once, by its pointer")
{
    const auto found = faults_after([](plan& p) {
        p.title = "";
        p.forums[1].id = "streets"_slug;
        p.agenda[2].end = duration{0};
        p.policy.text_max = 0;
    });
    CHECK(found == pointers{"/title", "/forums/1/id", "/agenda/2/lasts", "/policies/text_max"});
}

TEST_CASE("PH13: texts of a plan have bounds")
{
    CHECK(faults_after([](plan& p) { p.title = std::string(limits::title_length_max + 1, 't'); }) ==
          pointers{"/title"});
    CHECK(faults_after([](plan& p) { p.title = "two\nlines"; }) == pointers{"/title"});
    CHECK(faults_after([](plan& p) { p.purpose = "two\nlines"; }).empty());
    CHECK(faults_after([](plan& p) { p.purpose = "bell\x07"; }) == pointers{"/purpose"});
    CHECK(faults_after([](plan& p) {
              p.mandate = charter{"", "", "\x01", ""};
          }) == pointers{"/charter/criteria"});
    CHECK(faults_after([](plan& p) { p.forums[0].title = " "; }) == pointers{"/forums/0/title"});
    CHECK(faults_after([](plan& p) { p.forums[1].question = std::string(5'001, 'q'); }) ==
          pointers{"/forums/1/question"});
    CHECK(faults_after([](plan& p) { p.audiences[0].title = ""; }) == pointers{"/audiences/0/title"});
    CHECK(faults_after([](plan& p) { p.rules[0].text = ""; }) == pointers{"/rules/0/text"});
    CHECK(faults_after([](plan& p) { p.time_zone = ""; }) == pointers{"/time_zone"});
}

TEST_CASE("PH13: lists of a plan are neither empty nor endless, and ids are unique in theirs")
{
    CHECK(faults_after([](plan& p) { p.forums.clear(); }) == pointers{"/forums"});
    CHECK(faults_after([](plan& p) { p.agenda.clear(); }) == pointers{"/agenda"});
    CHECK(faults_after([](plan& p) { p.audiences.clear(); }) == pointers{"/audiences"});
    CHECK(faults_after([](plan& p) { p.rules.clear(); }) == pointers{"/rules"});
    CHECK(faults_after([](plan& p) { p.rules.push_back(p.rules[0]); }) == pointers{"/rules/1/id"});
    CHECK(faults_after([](plan& p) { p.audiences.push_back(p.audiences[0]); }) ==
          pointers{"/audiences/1/id"});
    CHECK(faults_after([](plan& p) { p.agenda[2].id = p.agenda[0].id; }) == pointers{"/agenda/2/id"});
    CHECK(faults_after([](plan& p) { p.forums[0].id = {}; }) == pointers{"/forums/0/id"});
    const auto many = faults_after([](plan& p) { p.forums.resize(limits::forums_max + 1, p.forums[0]); });
    CHECK(std::ranges::find(many, "/forums") != many.end());
}

TEST_CASE("PH7: a planned phase lasts from a minute to five years")
{
    CHECK(faults_after([](plan& p) { p.agenda[1].end = duration{seconds{59}}; }) ==
          pointers{"/agenda/1/lasts"});
    CHECK(faults_after([](plan& p) { p.agenda[1].end = duration{seconds{60}}; }).empty());
    CHECK(faults_after([](plan& p) { p.agenda[1].end = duration{limits::phase_length_max + hours{1}}; }) ==
          pointers{"/agenda/1/lasts"});
    CHECK(faults_after([](plan& p) { p.agenda[0].end = start; }) == pointers{"/agenda/0/ends_at"});
    CHECK(faults_after([](plan& p) { p.agenda[1].end = start + minutes{30}; }) ==
          pointers{"/agenda/1/ends_at"});
    CHECK(faults_after([](plan& p) { p.agenda[1].end = start + minutes{60} + seconds{59}; }) ==
          pointers{"/agenda/1/ends_at"});
    CHECK(faults_after([](plan& p) { p.agenda[1].end = start + minutes{61}; }).empty());
}

TEST_CASE("PH8: lobby and archive are names for phases of that kind")
{
    CHECK(faults_after([](plan& p) { p.agenda[0].id = "lobby"_slug; }) == pointers{"/agenda/0/id"});
    CHECK(faults_after([](plan& p) { p.agenda[2].id = "archive"_slug; }) == pointers{"/agenda/2/id"});
    a_plan named;
    named.phase("lobby"_slug, phase_kind::lobby, hours{1})
        .phase("archive"_slug, phase_kind::archive, hours{1});
    CHECK(check_plan(named).empty());
}

TEST_CASE("PH14: the order top needs live tallies")
{
    CHECK(faults_after([](plan& p) { p.agenda[0].rules.order = order_switch::top; }) ==
          pointers{"/agenda/0/switches/order"});
    CHECK(faults_after([](plan& p) {
              p.agenda[0].rules.order = order_switch::top;
              p.agenda[0].rules.tallies = tallies_switch::live;
          }).empty());
}

TEST_CASE("PH14: numbers of switches and policies have bounds")
{
    CHECK(faults_after([](plan& p) { p.agenda[0].rules.words_max = 0; }) ==
          pointers{"/agenda/0/switches/words_max"});
    CHECK(faults_after([](plan& p) { p.agenda[1].rules.slow_mode_s = -1; }) ==
          pointers{"/agenda/1/switches/slow_mode_s"});
    const auto policy_fault = [](auto change) { return faults_after([&](plan& p) { change(p.policy); }); };
    CHECK(policy_fault([](policies& p) { p.grace_s = -1; }) == pointers{"/policies/grace_s"});
    CHECK(policy_fault([](policies& p) { p.text_max = 20'001; }) == pointers{"/policies/text_max"});
    CHECK(policy_fault([](policies& p) { p.small_cell = 0; }) == pointers{"/policies/small_cell"});
    CHECK(policy_fault([](policies& p) { p.exposure_floor = -1; }) == pointers{"/policies/exposure_floor"});
    CHECK(policy_fault([](policies& p) { p.retention_days = -1; }) == pointers{"/policies/retention_days"});
    CHECK(policy_fault([](policies& p) { p.support_word = ""; }) == pointers{"/policies/support_word"});
    CHECK(policy_fault([](policies& p) { p.limits.posts_per_minute = 0; }) ==
          pointers{"/policies/limits/posts_per_minute"});
    CHECK(policy_fault([](policies& p) { p.limits = {std::nullopt, std::nullopt, std::nullopt}; }).empty());
}

TEST_CASE("MO11, PH14: the signals of a plan are bounded lines and numbers")
{
    const auto fault = [](auto change) { return faults_after([&](plan& p) { change(p.policy.signals); }); };
    CHECK(fault([](signal_policy& s) { s.words = {"idiot", " "}; }) == pointers{"/policies/signals/words/1"});
    CHECK(fault([](signal_policy& s) { s.words = {"a\nb"}; }) == pointers{"/policies/signals/words/0"});
    CHECK(fault([](signal_policy& s) { s.words = {std::string(101, 'x')}; }) ==
          pointers{"/policies/signals/words/0"});
    CHECK(fault([](signal_policy& s) { s.words.assign(201, "word"); }) ==
          pointers{"/policies/signals/words"});
    CHECK(fault([](signal_policy& s) { s.fast_posts_per_minute = 0; }) ==
          pointers{"/policies/signals/fast_posts_per_minute"});
    CHECK(fault([](signal_policy& s) { s = {false, {"idiot"}, std::nullopt}; }).empty());
    CHECK(faults_after([](plan& p) { p.policy.unanswered_after_min = 0; }) ==
          pointers{"/policies/unanswered_after_min"});
}
