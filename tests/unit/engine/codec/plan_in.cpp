// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/plan_in.hpp"

#include "engine/codec/plan_out.hpp"
#include "tests/unit/engine/codec/sample_jam.hpp"
#include "tests/unit/engine/codec/shared_data.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace jamhall;
using namespace jamhall::codec;
using namespace jamhall::codec_test;
using nlohmann::json;
using sessions::operator""_slug;

namespace {

constexpr sessions::instant now{1'796'000'000'000};

json covjam()
{
    return json::parse(sample_plan_text());
}

/// The smallest plan that may be held.
json minimal()
{
    return {{"plan_version", 1},
            {"title", "Tiny"},
            {"time_zone", "UTC"},
            {"starts_at", "2026-12-01T09:00"},
            {"forums", {{{"id", "f"}, {"title", "F"}}}},
            {"agenda", {{{"id", "ideas"}, {"kind", "ideate"}, {"lasts", "PT1H"}}}}};
}

base::resolved_local two_zones(std::string_view zone, const base::local_time& local)
{
    auto found = as_utc(zone, local);
    if (zone != "UTC" && zone != "Europe/London")
        found.fate = base::local_fate::unknown_zone;
    return found;
}

sessions::plan plan_of(const json& written)
{
    const auto read = decode_plan(written.dump(), two_zones, now);
    if (!read)
        for (const auto& each : read.error())
            UNSCOPED_INFO(each.pointer << " " << each.message);
    REQUIRE(read.has_value());
    return *read;
}

/// Each fault as "pointer: message".
std::vector<std::string> faults_of(const std::string& text)
{
    std::vector<std::string> found;
    const auto read = decode_plan(text, two_zones, now);
    if (!read)
        for (const auto& each : read.error())
            found.push_back(each.pointer + ": " + each.message);
    return found;
}

std::vector<std::string> faults_of(const json& written)
{
    return faults_of(written.dump());
}

/// The faults of the smallest plan with one member changed, at a JSON pointer.
std::vector<std::string> faults_with(const std::string& pointer, const json& value)
{
    auto changed = minimal();
    changed[json::json_pointer{pointer}] = value;
    return faults_of(changed);
}

using one = std::vector<std::string>;

}  // namespace

TEST_CASE("plan_in: the contract's example is read complete")
{
    const auto plan = plan_of(covjam());
    CHECK(plan.title == "CovJam");
    CHECK(plan.mandate->decides == "Cabinet, 14 January");
    CHECK(plan.starts_at == sample_start);
    CHECK(plan.audiences.size() == 2);
    CHECK(plan.forums.at(1).question == "How will we move around?");
    REQUIRE(plan.agenda.size() == 3);
    CHECK(std::get<sessions::duration>(plan.agenda[0].end) == std::chrono::hours{36});
    CHECK(std::get<sessions::instant>(plan.agenda[1].end) == sample_start + std::chrono::hours{51});
    CHECK((plan.agenda[2].rules == sessions::preset_of(sessions::phase_kind::reveal)));
    CHECK(plan.policy.limits.connections_per_person == 8);
    CHECK(json::parse(plan.source) == covjam());
}

TEST_CASE("plan_in: what is left out has the contract's defaults")
{
    const auto plan = plan_of(minimal());
    REQUIRE(plan.audiences.size() == 1);
    CHECK(plan.audiences[0].id == "all"_slug);
    REQUIRE(plan.rules.size() == 1);
    CHECK(plan.rules[0].id == "civil"_slug);
    CHECK(plan.rules[0].text == "No personal attacks.");
    CHECK_FALSE(plan.mandate);
    CHECK((plan.policy == sessions::policies{}));
    auto with_nulls = minimal();
    for (const auto* name : {"charter", "audiences", "rules", "policies", "purpose"})
        with_nulls[name] = nullptr;
    auto same = plan_of(with_nulls);
    same.source = plan.source;
    CHECK((same == plan));
}

TEST_CASE("plan_in: a limit given as null is lifted")
{
    auto written = minimal();
    written["policies"] = {{"limits", {{"posts_per_minute", nullptr}, {"commands_per_minute", 5}}}};
    const auto limits = plan_of(written).policy.limits;
    CHECK_FALSE(limits.posts_per_minute);
    CHECK(limits.commands_per_minute == 5);
    CHECK(limits.connections_per_person == 8);
}

TEST_CASE("plan_in: any switch of a kind can be overridden")
{
    auto written = minimal();
    auto& phase = written["agenda"][0];
    phase["kind"] = "brainwrite";
    phase["switches"] = {{"ideas", "build_on"}, {"comments", "open"},    {"others", "visible"},
                         {"ballot", "agree"},   {"tallies", "live"},     {"order", "top"},
                         {"names", "shown"},    {"moderation", "after"}, {"words_max", nullptr},
                         {"slow_mode_s", 60}};
    const auto rules = plan_of(written).agenda[0].rules;
    CHECK(rules.ideas == sessions::ideas_switch::build_on);
    CHECK(rules.comments == sessions::comments_switch::open);
    CHECK(rules.others == sessions::others_switch::visible);
    CHECK(rules.ballot == sessions::ballot_switch::agree);
    CHECK(rules.tallies == sessions::tallies_switch::live);
    CHECK(rules.order == sessions::order_switch::top);
    CHECK(rules.names == sessions::names_switch::shown);
    CHECK_FALSE(rules.words_max);
    CHECK(rules.slow_mode_s == 60);
    phase["switches"] = json::object();
    CHECK(plan_of(written).agenda[0].rules.words_max == 120);
}

TEST_CASE("plan_in: every way to show support, to see others and to sort can be planned, and no other")
{
    const auto fault = [](const std::string& name, const std::string& value) {
        return faults_with("/agenda/0/switches", {{name, value}});
    };
    for (const auto* ballot : {"score", "dots", "pairwise"})
        CHECK(fault("ballot", ballot).empty());
    CHECK(fault("others", "sampled").empty());
    CHECK(fault("order", "fair").empty());
    CHECK(fault("ballot", "show of hands") ==
          one{"/agenda/0/switches/ballot: must be one of none, support, agree, score, dots, pairwise"});
    CHECK(fault("names", "fair") == one{"/agenda/0/switches/names: must be one of shown, hidden"});
}

TEST_CASE("plan_in: now starts at once")
{
    auto written = minimal();
    written["starts_at"] = "now";
    CHECK(plan_of(written).starts_at == now);
}

TEST_CASE("plan_in: text is normalised like every other")
{
    auto written = minimal();
    written["title"] = "  Cafe\u0301 ";
    written["purpose"] = "a\r\nb";
    const auto plan = plan_of(written);
    CHECK(plan.title == "Caf\u00e9");
    CHECK(plan.purpose == "a\nb");
}

TEST_CASE("plan_in: everything required is asked for")
{
    CHECK(faults_of(std::string{"{}"}) == one{"/plan_version: is required", "/title: is required",
                                              "/time_zone: is required", "/starts_at: is required",
                                              "/forums: is required", "/agenda: is required"});
    for (const auto* name : {"plan_version", "title", "time_zone", "starts_at", "forums", "agenda"}) {
        auto without = minimal();
        without.erase(name);
        CHECK(faults_of(without) == one{std::string{"/"} + name + ": is required"});
        without[name] = nullptr;
        CHECK(faults_of(without) == one{std::string{"/"} + name + ": is required"});
    }
}

TEST_CASE("plan_in: wrong types and unknown fields are named by their pointers")
{
    CHECK(faults_with("/plan_version", 2) == one{"/plan_version: must be from 1 to 1"});
    CHECK(faults_with("/plan_version", "1") == one{"/plan_version: must be a whole number"});
    CHECK(faults_with("/title", 7) == one{"/title: must be a string"});
    CHECK(faults_with("/starts_at", 1796115600) == one{"/starts_at: must be a string"});
    CHECK(faults_with("/forums", json::object()) == one{"/forums: must be an array"});
    CHECK(faults_with("/forums/0", "f") == one{"/forums/0: must be an object"});
    CHECK(faults_with("/agenda/0", nullptr) == one{"/agenda/0: must be an object"});
    CHECK(faults_with("/forums/0/id", "F 1") == one{"/forums/0/id: must be 1 to 40 of a-z, 0-9 and hyphen"});
    CHECK(faults_with("/forums/0/colour", "red") == one{"/forums/0/colour: is not a field here"});
    CHECK(faults_with("/start", "now") == one{"/start: is not a field here"});
    CHECK(faults_with("/policies", {{"limits", {{"likes", 1}}}}) ==
          one{"/policies/limits/likes: is not a field here"});
    CHECK(faults_with("/policies", {{"grace_s", "30"}}) == one{"/policies/grace_s: must be a whole number"});
    CHECK(faults_with("/policies", {{"facilitators_move_clock", "yes"}}) ==
          one{"/policies/facilitators_move_clock: must be true or false"});
    CHECK(faults_with("/charter", "none") == one{"/charter: must be an object"});
    CHECK(faults_with("/agenda/0/kind", "vote") ==
          one{"/agenda/0/kind: must be lobby, brainwrite, ideate, refine, prioritise, reveal or archive"});
    CHECK(faults_with("/agenda/0/switches", "all") == one{"/agenda/0/switches: must be an object"});
    CHECK(faults_of(std::string{"[]"}) == one{": The plan must be a JSON object"});
    CHECK(faults_of(std::string{R"({"title":"a","title":"b"})"}) ==
          one{": The plan names the field \"title\" twice"});
    CHECK(faults_of(std::string{"{"}).size() == 1);
}

TEST_CASE("PH2 times that cannot be read or placed are named, and judged no further")
{
    CHECK(faults_with("/time_zone", "Europe/Londom") ==
          one{"/time_zone: \"Europe/Londom\" is no IANA time zone such as Europe/London"});
    CHECK(faults_with("/starts_at", "tomorrow") ==
          one{"/starts_at: must be a local time such as 2026-12-01T09:00, without offset or zone"});
    CHECK(faults_with("/agenda/0/lasts", "2 hours").size() == 1);
    CHECK(faults_with("/agenda/0/lasts", 7200) == one{"/agenda/0/lasts: must be a string"});
    CHECK(faults_with("/agenda/0/ends_at", "2026-12-01T10:00") ==
          one{"/agenda/0/lasts: and ends_at exclude each other"});
    auto without = minimal();
    without["agenda"][0].erase("lasts");
    CHECK(faults_of(without) == one{"/agenda/0/lasts: or ends_at is required"});
}

TEST_CASE("PH7 faults of shape and faults of rules are found together")
{
    auto written = minimal();
    written["title"] = "";
    written["colour"] = "red";
    written["forums"].push_back({{"id", "f"}, {"title", "Again"}});
    written["agenda"][0]["lasts"] = "PT30S";
    written["agenda"].push_back({{"id", "choose"}, {"kind", "prioritise"}, {"ends_at", "2026-11-30T09:00"}});
    written["policies"] = {{"text_max", 0}};
    const auto found = faults_of(written);
    REQUIRE(found.size() == 6);
    CHECK(found[0] == "/colour: is not a field here");
    const auto names = [&](const std::string& pointer) {
        return std::ranges::any_of(found,
                                   [&](const std::string& each) { return each.starts_with(pointer + ": "); });
    };
    CHECK(names("/title"));
    CHECK(names("/forums/1/id"));
    CHECK(names("/agenda/0/lasts"));
    CHECK(names("/agenda/1/ends_at"));
    CHECK(names("/policies/text_max"));
}

TEST_CASE("plan_in: a plan has at most a mebibyte")
{
    auto text = minimal().dump();
    text.insert(1, std::string(plan_size_max - text.size(), ' '));
    CHECK(faults_of(text).empty());
    text.insert(1, " ");
    CHECK(faults_of(text) == one{": The plan is longer than 1048576 bytes"});
}

TEST_CASE("plan_out: the stored plan is read back as it was, without zones or presets")
{
    auto plan = plan_of(covjam());
    CHECK((decode_stored_plan(encode_plan(plan)).value() == plan));
    plan.mandate.reset();
    plan.policy.limits = {std::nullopt, std::nullopt, std::nullopt};
    plan.policy.facilitators_move_clock = true;
    plan.agenda[0].rules.words_max = 7;
    plan.agenda[1].rules.words_max.reset();
    plan.agenda[1].rules.sample_size = 7;
    plan.policy.dots = 25;
    plan.source = "{\"\\u0000\": \"\U0001F600\"}";
    CHECK((decode_stored_plan(encode_plan(plan)).value() == plan));
}

TEST_CASE("plan_out: a stored plan of another version or with a hole is refused")
{
    auto written = json::parse(encode_plan(plan_of(minimal())));
    const auto fault_of = [](const json& stored) {
        const auto read = decode_stored_plan(stored.dump());
        return read ? "" : read.error().pointer + " " + read.error().message;
    };
    CHECK(fault_of(written).empty());
    auto newer = written;
    newer["v"] = 2;
    CHECK(fault_of(newer) == "/v must be from 1 to 1");
    auto holed = written;
    holed["agenda"][0].erase("kind");
    CHECK(fault_of(holed) == "/agenda/0/kind is required");
    auto odd = written;
    odd["agenda"][0]["switches"]["ballot"] = "dots";
    CHECK(fault_of(odd).empty());
    odd["agenda"][0]["switches"]["ballot"] = "hands";
    CHECK(fault_of(odd) ==
          "/agenda/0/switches/ballot must be one of none, support, agree, score, dots, pairwise");
    auto older = written;  // before dots and samples
    older["policies"].erase("dots");
    older["agenda"][0]["switches"].erase("sample_size");
    CHECK((decode_stored_plan(older.dump()).value() == plan_of(minimal())));
}

TEST_CASE("plan: ways in are read, kept with the log and read back")
{
    auto written = minimal();
    const auto plain = plan_of(written);
    CHECK(plain.policy.admission == sessions::admission_policy{});
    CHECK(encode_plan(plain).find("admission") == std::string::npos);
    written["audiences"] = {{{"id", "all"}, {"title", "All"}}, {{"id", "new"}, {"title", "New"}}};
    written["policies"]["admission"] = {
        {"email", {{"newcomers", true}, {"audience", "new"}, {"domains", {"city.example"}}}},
        {"oidc", {{"open", false}}},
        {"code", {{"open", true}}},
        {"pseudonyms", true}};
    const auto read = plan_of(written);
    const auto& ways = read.policy.admission;
    CHECK(ways.email == sessions::admission_way{true, true, "new"_slug, {"city.example"}});
    CHECK(ways.oidc == sessions::admission_way{false, false, {}, {}});
    CHECK(ways.code == sessions::admission_way{true, true, {}, {}});
    CHECK(ways.has_pseudonyms);
    const auto kept = decode_stored_plan(encode_plan(read));
    REQUIRE(kept.has_value());
    CHECK(kept->policy == read.policy);
    written["policies"]["admission"]["email"]["audience"] = "nobody";
    CHECK(faults_of(written.dump()) ==
          std::vector<std::string>{"/policies/admission/email/audience: is no audience of this plan"});
}
