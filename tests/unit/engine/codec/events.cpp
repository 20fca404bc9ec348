// SPDX-License-Identifier: Apache-2.0
#include "engine/base/encoding.hpp"
#include "engine/codec/event_chain.hpp"
#include "engine/codec/event_in.hpp"
#include "engine/codec/event_out.hpp"
#include "engine/codec/json_in.hpp"
#include "engine/codec/json_out.hpp"
#include "sessions/rules/evolve.hpp"
#include "tests/unit/engine/codec/golden.hpp"
#include "tests/unit/engine/codec/sample_jam.hpp"
#include "tests/unit/engine/codec/shared_data.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace jamhall;
using namespace jamhall::codec;
using namespace jamhall::codec_test;

namespace {

event_names sample_names()
{
    return names_of(sample_state(1));
}

/// A stored event as its fixture shows it.
std::string described(const stored_event& e, const base::sha256_digest& hash)
{
    std::string made;
    json_out out{made};
    out.begin_object()
        .member("offset", e.offset.value)
        .member("at_ms", e.at.ms)
        .member("actor", e.actor.value);
    out.member("type", e.type).raw_member("body", e.body).name("texts").begin_array();
    for (const auto& text : e.texts) {
        out.begin_object().member("field", text.field).member("person", text.person.value);
        out.member("salt", base::hex_of(text.salt)).member("text", text.text).end_object();
    }
    out.end_array().member("hash", base::hex_of(hash)).end_object();
    return made;
}

stored_event stored_announcement()
{
    const auto log = sample_log();
    return encode_event(log.at(after_first("announced") - 1), sample_names(), counted_salts{});
}

std::string fault_of(const stored_event& stored, missing_texts missing = missing_texts::are_damage)
{
    const auto read = decode_event(stored, sample_names(), missing);
    return read ? "" : read.error().pointer + " " + read.error().message;
}

}  // namespace

TEST_CASE("events: every type is written as its golden file says, and chained")
{
    std::set<std::string> seen;
    for (const auto& log : {sample_log(), steered_log()}) {
        auto hash = chain_start;
        sessions::jam_state state;
        const salt_source salts = counted_salts{};
        for (const auto& happened : log) {
            sessions::evolve(state, happened);
            const auto stored = encode_event(happened, names_of(state), salts);
            hash = chain_hash(hash, stored.offset, stored.at, stored.actor, stored.type, stored.body);
            if (seen.insert(stored.type).second)
                check_golden("events/v1/" + stored.type + ".json", described(stored, hash));
        }
    }
    const auto names = sample_names();
    const sessions::event cancelled{{1}, sample_start, {1}, sessions::jam_cancelled{"Too few signed up."}};
    const auto stored = encode_event(cancelled, names, counted_salts{});
    seen.insert(stored.type);
    check_golden("events/v1/jam_cancelled.json",
                 described(stored, chain_hash(chain_start, stored.offset, stored.at, stored.actor,
                                              stored.type, stored.body)));
    CHECK(seen.size() == std::variant_size_v<sessions::event_body>);
}

TEST_CASE("events: every golden file is read back as the event it was")
{
    const auto names = sample_names();
    std::set<std::string> types;
    auto whole = sample_log();
    for (const auto& happened : steered_log())
        whole.push_back(happened);
    for (const auto& happened : whole) {
        const std::string type{sessions::type_of(happened.body)};
        if (!types.insert(type).second)
            continue;
        INFO(type);
        const auto document = json_document::parse(golden_text("events/v1/" + type + ".json")).value();
        stored_event stored{happened.offset, happened.at, happened.actor, type, {}, {}};
        for (const auto each : document.root()) {
            if (each.name() == "texts")
                for (const auto text : each) {
                    auto members = text.begin();
                    auto& made = stored.texts.emplace_back();
                    made.field = (*members++).string();
                    made.person.value = static_cast<std::uint32_t>((*members++).integer());
                    const auto salt = base::bytes_of_hex((*members++).string()).value();
                    std::copy(salt.begin(), salt.end(), made.salt.begin());
                    made.text = (*members).string();
                }
        }
        // The body stands there as JSON; written without layout it is what was stored.
        const auto text = golden_text("events/v1/" + type + ".json");
        const auto begin = text.find(R"("body":)") + 7;
        stored.body = text.substr(begin, text.find(R"(,"texts":)") - begin);
        const auto read = decode_event(stored, names);
        REQUIRE(read.has_value());
        CHECK((*read == happened));
    }
    CHECK(types.size() + 1 == std::variant_size_v<sessions::event_body>);
}

TEST_CASE("events: what is read is what was written, for a whole log")
{
    for (const auto& log : {sample_log(), steered_log()}) {
        sessions::jam_state state;
        const salt_source salts = counted_salts{};
        for (const auto& happened : log) {
            const auto before = names_of(state);
            sessions::evolve(state, happened);
            const auto stored = encode_event(happened, names_of(state), salts);
            // A new jam names nothing before it is there; everything else is read with the names so far.
            const auto read = decode_event(stored, before);
            INFO(stored.type << " " << stored.body);
            REQUIRE(read.has_value());
            CHECK((*read == happened));
        }
    }
}

TEST_CASE("events: no personal text enters a body")
{
    const std::vector<std::string> texts{"Trams",  "pays",     "Welcome", "Ben",       "Okafor", "Parks",
                                         "CovJam", "streets",  "drivers", "Rude",      "mocks",  "kindly",
                                         "fuel",   "Overhead", "Line 3",  "Transport", "Lunch",  "breath"};
    sessions::jam_state state;
    for (const auto& happened : steered_log()) {
        sessions::evolve(state, happened);
        const auto stored = encode_event(happened, names_of(state), counted_salts{});
        for (const auto& text : texts)
            CHECK(stored.body.find(text) == std::string::npos);
    }
}

TEST_CASE("events: a text that does not fit its digest is damage")
{
    auto stored = stored_announcement();
    CHECK(fault_of(stored).empty());
    stored.texts.front().text += ".";
    CHECK(fault_of(stored) == "/text does not fit the digest of its text");
    stored = stored_announcement();
    stored.texts.front().salt.back() ^= 1U;
    CHECK(fault_of(stored) == "/text does not fit the digest of its text");
    stored = stored_announcement();
    stored.texts.push_back({"/note", {}, {}, "smuggled in"});
    CHECK(fault_of(stored) == " has a text beside it that its body does not name");
}

TEST_CASE("events: a missing text is damage unless it was erased")
{
    auto stored = stored_announcement();
    stored.texts.clear();
    CHECK(fault_of(stored) == "/text has no text");
    const auto read = decode_event(stored, sample_names(), missing_texts::were_erased);
    REQUIRE(read.has_value());
    CHECK(std::get<sessions::announced>(read->body).text.empty());
    CHECK(std::get<sessions::announced>(read->body).post == sessions::post_id{5});
}

TEST_CASE("events: bodies that this version cannot mean are refused, naming the place")
{
    auto stored = stored_announcement();
    stored.type = "post_spotlit";
    CHECK(fault_of(stored) == " is an event of type \"post_spotlit\", which this version does not know");
    stored = stored_announcement();
    stored.body.replace(stored.body.find("\"v\":1"), 5, "\"v\":2");
    CHECK(fault_of(stored) == "/v was written by a newer version of this program");
    const stored_event ballot{{1}, sample_start, {2}, "ballot_cast", {}, {}};
    const auto with_body = [&](std::string body) {
        auto made = ballot;
        made.body = std::move(body);
        return fault_of(made);
    };
    CHECK(with_body(R"({"v":1,"phase":"ideas","post":1,"choice":"agree"})").empty());
    CHECK(with_body(R"({"v":1,"phase":"nowhere","post":1,"choice":"agree"})") ==
          "/phase \"nowhere\" is not in the plan");
    CHECK(with_body(R"({"v":1,"phase":"ideas","post":0,"choice":"agree"})") ==
          "/post must be from 1 to 4294967295");
    CHECK(with_body(R"({"v":1,"phase":"ideas","post":1,"choice":"score"})") ==
          "/choice \"score\" is no word of this version");
    CHECK(with_body(R"({"v":1,"phase":"ideas","post":1,"choice":"agree","x":1})") ==
          "/x is not a field here");
    CHECK(with_body(R"({"phase":"ideas","post":1,"choice":"agree"})") == "/v is required");
    CHECK(with_body("{") == " its body is not JSON: wrong at byte 2");
    CHECK(with_body("[]") == " must be an object");
}

TEST_CASE("events: the hash covers every column and the one before")
{
    const std::string type = "jam_closed";
    const std::string body = R"({"v":1})";
    const auto hash = chain_hash(chain_start, {7}, {1'796'115'600'000}, {3}, type, body);
    std::string bytes{"jamhall.event.v1"};
    bytes.append(32, '\0');
    bytes += std::string{"\0\0\0\0\0\0\0\x07", 8};
    bytes += std::string{"\0\0\x01\xa2\x30\xd5\x12\x80", 8};
    bytes += std::string{"\0\0\0\0\0\0\0\x03", 8};
    bytes += std::string{"\0\0\0\x0a", 4} + type;
    bytes += std::string{"\0\0\0\x07", 4} + body;
    CHECK(hash == base::sha256_of(bytes));
    CHECK(hash != chain_hash(hash, {7}, {1'796'115'600'000}, {3}, type, body));
    CHECK(hash != chain_hash(chain_start, {8}, {1'796'115'600'000}, {3}, type, body));
    CHECK(hash != chain_hash(chain_start, {7}, {1'796'115'600'001}, {3}, type, body));
    CHECK(hash != chain_hash(chain_start, {7}, {1'796'115'600'000}, {2}, type, body));
    CHECK(hash != chain_hash(chain_start, {7}, {1'796'115'600'000}, {3}, "jam_close", "d" + body));
}

TEST_CASE("events: nasty texts come back byte for byte")
{
    const auto folder = shared_data("nasty-text");
    std::vector<std::string> texts{
        "=1+1", "\u202eabc", std::string{"a\0b", 3}, "\U0001F468\u200d\U0001F469", "</script>", "\x7f"};
    if (!folder.empty()) {
        const auto list =
            json_document::parse(bytes_of_file(folder / "blns.json"), {.size_max = 1 << 20}).value();
        for (const auto each : list.root())
            texts.emplace_back(each.string());
    }
    const auto names = sample_names();
    for (const auto& text : texts) {
        const sessions::event happened{{9}, sample_start, {2}, sessions::post_edited{{1}, 2, text}};
        const auto stored = encode_event(happened, names, counted_salts{});
        const auto read = decode_event(stored, names);
        REQUIRE(read.has_value());
        CHECK((*read == happened));
    }
    CHECK((folder.empty() || texts.size() > 500));
}

TEST_CASE("events: a newcomer's event says by which way they came, a roster's says nothing")
{
    sessions::event happened;
    happened.offset = {9};
    sessions::person_added added{sessions::person_id{9}, {}};
    added.entry.name = "Nia";
    for (const auto way : sessions::all_ways_in) {
        added.entry.came_by = way;
        happened.body = added;
        const auto stored = encode_event(happened, sample_names(), counted_salts{});
        CHECK((stored.body.find("came_by") != std::string::npos) == (way != sessions::way_in::roster));
        const auto read = decode_event(stored, sample_names());
        REQUIRE(read.has_value());
        CHECK(read->body == happened.body);
    }
}
