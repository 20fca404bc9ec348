// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/answer_out.hpp"
#include "engine/codec/jam_out.hpp"
#include "engine/codec/login_in.hpp"
#include "engine/codec/page_out.hpp"
#include "engine/codec/plan_in.hpp"
#include "engine/codec/report_out.hpp"
#include "sessions/views/report.hpp"
#include "tests/unit/engine/codec/golden.hpp"
#include "tests/unit/engine/codec/sample_jam.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <array>

using namespace jamhall;
using namespace jamhall::codec;
using namespace jamhall::codec_test;
using nlohmann::json;
using sessions::operator""_slug;

namespace {

sessions::jam_state during_ideas()
{
    return sample_state(after_first("person_updated"));
}

sessions::jam_state closed()
{
    return sample_state(sample_log().size());
}

sessions::instant hours_in(int hours)
{
    return sample_start + std::chrono::hours{hours};
}

void check_answer(const std::string& name, const std::string& answer)
{
    check_golden("protocol/v1/http/" + name + ".json", answer);
}

}  // namespace

TEST_CASE("answers: a page of ideas, sealed and unsealed")
{
    const sessions::page_request newest{sessions::order_switch::newest, "", 2, {}};
    const auto page = sessions::forum_page(during_ideas(), 0, newest).value();
    check_answer("posts_page", posts_page(during_ideas(), page));
    const sessions::page_request all{std::nullopt, "", 50, {}};
    check_answer("posts_page_unsealed", posts_page(closed(), sessions::forum_page(closed(), 0, all).value()));
}

TEST_CASE("answers: a page of a thread")
{
    const auto state = sample_state(after_first("post_edited"));
    const auto page = sessions::thread_page(state, sessions::post_id{1}, {}).value();
    check_answer("thread_page", thread_page(state, sessions::post_id{1}, page));
}

TEST_CASE("VI3 search shows nothing that has lost its text")
{
    const std::array found{sessions::post_id{2}, sessions::post_id{3}, sessions::post_id{1}};
    const auto text = search_page(during_ideas(), found);
    check_answer("search", text);
    CHECK(json::parse(text)["posts"].size() == 2);
}

TEST_CASE("answers: me has own ballots, posts, follows and marks")
{
    const private_marks marks{{sessions::post_id{1}, "known-for"_slug},
                              {{"lobby", {12}}, {"forum/known-for", {20}}}};
    const auto state = during_ideas();
    check_answer("me", me_page(state, sessions::me_of(state, sessions::person_id{3}), marks));
}

TEST_CASE("answers: one jam and the directory")
{
    check_answer("jam", jam_page(during_ideas(), sessions::person_id{2}, hours_in(1)));
    const std::array entries{directory_entry(during_ideas(), hours_in(1)),
                             directory_entry(closed(), hours_in(99)),
                             directory_entry(sample_state(1), hours_in(-1))};
    check_answer("jams", directory(entries));
    const auto listed = json::parse(directory(entries))["jams"];
    CHECK(listed[0]["state"] == "running");
    CHECK(listed[1]["state"] == "closed");
    CHECK(listed[2]["state"] == "scheduled");
    check_answer("created", created_jam("covjam"));
}

TEST_CASE("answers: a checked plan shows when its phases begin and end")
{
    const auto text = checked_plan(sample_plan(), hours_in(-1));
    check_answer("checked_plan", text);
    const auto agenda = json::parse(text)["agenda"];
    CHECK(agenda.back()["kind"] == "archive");
    CHECK(agenda.back()["ends_at_ms"] == nullptr);
}

TEST_CASE("answers: problem documents name code, field, wait and faults")
{
    problem slow;
    slow.status = 429;
    slow.title = "Too many requests";
    slow.code = "rate_limited";
    slow.detail = "Wait a moment before the next post.";
    slow.field = "text";
    slow.retry_after = std::chrono::milliseconds{1'500};
    check_answer("problem", problem_document(slow));

    const std::vector<fault> found{{"/title", "is required"},
                                   {"/agenda/0/lasts", "lasts less than a minute"}};
    problem plan;
    plan.status = 400;
    plan.title = "The plan cannot be held";
    plan.code = "bad_plan";
    plan.detail = "2 faults were found.";
    plan.faults = found;
    check_answer("problem_plan", problem_document(plan));

    const std::array lines{bad_line{3, "has no e-mail address"}};
    problem roster;
    roster.status = 400;
    roster.title = "The roster cannot be taken";
    roster.code = "bad_roster";
    roster.detail = "1 line is wrong.";
    roster.refused = lines;
    check_answer("problem_roster", problem_document(roster));
}

TEST_CASE("answers: a login says which jams it is for")
{
    const std::array jams{login_jam{"covjam", "CovJam", {2}, "Ben Müller", {sessions::role::participant}},
                          login_jam{"other", "Other", {}, "", {}}};
    check_answer("login", login_answer(false, "", jams));
    check_answer("login_admin", login_answer(true, "administrator", {}));
}

TEST_CASE("answers: a login is asked for by a token")
{
    CHECK(decode_login(R"({"token":"t"})").value().secret == "t");
    CHECK(decode_login(R"({"token":"t"})").value().how == login_request::with::token);
    CHECK(decode_login(R"({"code":"K7QM-3XRT","name":" Ada "})").value().how == login_request::with::code);
    CHECK(decode_login(R"({"code":"K7QM-3XRT","name":" Ada "})").value().name == "Ada");
    CHECK(decode_login(R"({"token":"t","jam":"covjam"})").value().jam == "covjam"_slug);
    const auto code_of = [](std::string_view text) {
        const auto& why = decode_login(text).error();
        return std::string{sessions::name_of(why.code)} + " " + why.field;
    };
    CHECK(code_of("{") == "bad_json ");
    CHECK(code_of("[]") == "bad_field ");
    CHECK(code_of("{}") == "bad_field token");
    CHECK(code_of(R"({"token":"t","jam":"No"})") == "bad_field jam");
    CHECK(code_of(R"({"token":"t","password":"p"})") == "bad_field password");
}

TEST_CASE("answers: roster, people and links")
{
    const std::array refused{bad_line{3, "has no e-mail address"}};
    check_answer("roster", roster_answer(12, 3, refused));
    const std::array people{listed_person{{2}, "ben@example.org"}, listed_person{{3}, "cleo@example.org"}};
    check_answer("people", people_page(during_ideas(), people, true));
    CHECK(json::parse(people_page(during_ideas(), people, false))["next"] == nullptr);
    const std::array links{fresh_link{"ben@example.org", "=Ben, \"Z\"", "https://hall.example/j/covjam#t0k",
                                      "t0k", "K7QM-3XRT-0000"}};
    CHECK(links_csv(links, true) ==
          "email,name,link,token,code\r\n"
          "ben@example.org,\"'=Ben, \"\"Z\"\"\",https://hall.example/j/covjam#t0k,t0k,K7QM-3XRT-0000\r\n");
    CHECK(links_csv(links, false) ==
          "email,name,link,token\r\n"
          "ben@example.org,\"'=Ben, \"\"Z\"\"\",https://hall.example/j/covjam#t0k,t0k\r\n");
}

TEST_CASE("answers: the report of a closed jam has every member of the contract")
{
    const auto state = closed();
    auto figures = sessions::report_of(state);
    figures.caveat = "The people in this jam chose to take part.";
    const auto text = report_json(state, figures, hours_in(60));
    check_answer("report", text);
    const auto report = json::parse(text);
    for (const auto* name :
         {"jam", "participation", "phases", "forums", "ideas", "polls", "moderation", "voice", "caveat"})
        CHECK(report.contains(name));
    for (const auto* name :
         {"invited", "registered", "entered", "posted", "supported", "by_audience", "by_attribute"})
        CHECK(report["participation"].contains(name));
    for (const auto* name : {"post", "forum", "text", "author", "seen", "support", "rate", "low", "high",
                             "tie_band", "phase", "by_phase", "by_audience"})
        CHECK(report["ideas"][0].contains(name));
}

TEST_CASE("BA2 the report of a sealed jam has no figure that comes from ballots")
{
    const auto state = during_ideas();
    const auto text = report_json(state, sessions::report_of(state), hours_in(1));
    check_answer("report_sealed", text);
    const auto report = json::parse(text);
    CHECK(report["sealed"] == true);
    CHECK(report["participation"]["supported"] == nullptr);
    CHECK(report["never_heard"] == nullptr);
    for (const auto& idea : report["ideas"]) {
        for (const auto* name : {"seen", "support", "rate", "low", "high", "tie_band", "by_audience"})
            CHECK(idea[name] == nullptr);
        CHECK(idea["by_phase"] == json::array());
    }
}
