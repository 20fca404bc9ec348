// SPDX-License-Identifier: Apache-2.0
#include "engine/net/problem.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <map>

using namespace jamhall;
using sessions::reject_code;

TEST_CASE("problem: every code has the status of the contract", "[net]")
{
    const std::map<reject_code, unsigned> expected{
        {reject_code::bad_json, 400},        {reject_code::bad_field, 400},
        {reject_code::text_too_long, 400},   {reject_code::not_allowed, 403},
        {reject_code::muted, 403},           {reject_code::tallies_sealed, 403},
        {reject_code::unknown_command, 404}, {reject_code::unknown_feed, 404},
        {reject_code::no_such_post, 404},    {reject_code::no_such_forum, 404},
        {reject_code::no_such_person, 404},  {reject_code::phase_closed, 409},
        {reject_code::jam_over, 409},        {reject_code::key_reused, 409},
        {reject_code::too_many, 409},        {reject_code::rate_limited, 429},
        {reject_code::storage_failed, 503},  {reject_code::no_such_poll, 404},
        {reject_code::poll_closed, 409},     {reject_code::claimed, 409},
        {reject_code::legal_hold, 409},
    };
    CHECK(expected.size() == static_cast<std::size_t>(reject_code::legal_hold) + 1);
    for (const auto& [code, status] : expected) {
        INFO(sessions::name_of(code));
        CHECK(static_cast<unsigned>(net::status_of(code)) == status);
    }
}

TEST_CASE("problem: a refusal becomes a document with code, field and when to come back", "[net]")
{
    auto refused = sessions::refuse(reject_code::rate_limited, "text", "Too fast.");
    refused.retry_after = sessions::duration{1'200};
    const net::reply made = net::problem_reply(refused);
    CHECK(made.status == net::http::status::too_many_requests);
    CHECK(made.headers()[net::http::field::content_type] == "application/problem+json");
    CHECK(made.headers()[net::http::field::retry_after] == "2");
    CHECK(made.headers()[net::http::field::cache_control] == "no-store");
    const auto document = nlohmann::json::parse(*made.body);
    CHECK(document["status"] == 429);
    CHECK(document["title"] == "Too Many Requests");
    CHECK(document["code"] == "rate_limited");
    CHECK(document["field"] == "text");
    CHECK(document["detail"] == "Too fast.");
    CHECK(document["retry_after_ms"] == 1'200);
}

TEST_CASE("problem: a refused plan and a refused roster name every fault", "[net]")
{
    const auto plan = nlohmann::json::parse(
        *net::plan_problem_reply({{"/title", "is required"}, {"/agenda/0", "is bad"}}).body);
    CHECK(plan["code"] == "bad_plan");
    CHECK(plan["faults"].size() == 2);
    CHECK(plan["faults"][1]["pointer"] == "/agenda/0");

    const auto roster = nlohmann::json::parse(*net::roster_problem_reply({{3, "no address"}}).body);
    CHECK(roster["code"] == "bad_roster");
    CHECK(roster["refused"][0]["line"] == 3);
}

TEST_CASE("problem: somebody not signed in is told how", "[net]")
{
    const net::reply made = net::not_signed_in_reply();
    CHECK(made.status == net::http::status::unauthorized);
    CHECK(made.headers()[net::http::field::www_authenticate] == "Bearer");
}

TEST_CASE("reply: a header that would split the response is a bug, not a response", "[net]")
{
    net::reply made;
    CHECK_THROWS(made.set(net::http::field::location, "/x\r\nSet-Cookie: a=b"));
    CHECK_THROWS(made.set("X-Name", "a\nb"));
    CHECK_NOTHROW(made.set("X-Name", "caf\u00e9"));
}
