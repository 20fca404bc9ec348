// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/command_in.hpp"
#include "engine/codec/command_out.hpp"
#include "engine/codec/json_out.hpp"
#include "engine/codec/plan_in.hpp"
#include "tests/unit/engine/codec/golden.hpp"
#include "tests/unit/engine/codec/sample_jam.hpp"
#include "tests/unit/engine/codec/shared_data.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>
#include <sstream>

using namespace jamhall;
using namespace jamhall::codec;
using sessions::operator""_slug;

namespace {

client_frame read(const std::string& text, bool needs_ref = true)
{
    return decode_frame(text, {.text_max = 20, .needs_ref = needs_ref});
}

/// The refusal as "code field message", or empty.
std::string refusal_of(const std::string& text)
{
    const auto frame = read(text);
    if (frame.asked)
        return "";
    const auto& why = frame.asked.error();
    return std::string{sessions::name_of(why.code)} + " " + why.field + ": " + why.message;
}

client_command asked_in(const std::string& text)
{
    const auto frame = read(text);
    INFO(text);
    REQUIRE(frame.asked.has_value());
    return *frame.asked;
}

template <class Command>
Command command_in(const std::string& text)
{
    return std::get<Command>(std::get<sessions::command>(asked_in(text)));
}

}  // namespace

TEST_CASE("commands: the hall's own never come from outside")
{
    for (const auto* name : {"create_jam", "put_person", "register_person", "enter_person", "record_seen"})
        CHECK(refusal_of(std::string{R"({"ref":1,"do":")"} + name + "\"}").starts_with("unknown_command do"));
}

TEST_CASE("commands: the digest of a key forgets layout, ref and key, and nothing else")
{
    const auto digest = [](const std::string& text) { return read(text).key.value().digest; };
    const auto first = digest(R"({"do":"cast_ballot","ref":1,"key":"a","post":3,"choice":"agree"})");
    CHECK(first == digest(R"({"choice":"agree", "post":3, "key":"b", "ref":"x", "do":"cast_ballot"})"));
    CHECK(first != digest(R"({"do":"cast_ballot","ref":1,"key":"a","post":3,"choice":"disagree"})"));
    CHECK(first != digest(R"({"do":"cast_ballot","ref":1,"key":"a","post":4,"choice":"agree"})"));
    CHECK(digest(R"({"do":"announce","ref":1,"key":"a","text":"e\u0301 ","forum":null})") ==
          digest(R"({"do":"announce","ref":1,"key":"a","text":"\u00e9"})"));
}

TEST_CASE("commands: ref is any string or integer and comes back as it was")
{
    CHECK(read(R"({"do":"close_jam","ref":-9007199254740991})").ref == "-9007199254740991");
    CHECK(read(R"({"do":"close_jam","ref":"a\"\u00e9\n"})").ref == "\"a\\\"\u00e9\\n\"");
    CHECK(read(R"({"do":"close_jam","ref":""})").ref == "\"\"");
    CHECK(read(R"({"do":"no_such","ref":5})").ref == "5");
    CHECK(read(R"({"do":7,"ref":5})").ref == "5");
    for (const auto* ref : {"1.5", "true", "[1]", "{}", "9007199254740992"}) {
        const auto text = std::string{R"({"do":"close_jam","ref":)"} + ref + "}";
        CHECK(read(text).ref == "null");
        CHECK(refusal_of(text).starts_with("bad_field ref: ref must be"));
    }
}

TEST_CASE("commands: ref is needed on a socket, but not over HTTP nor by saw_posts")
{
    CHECK(refusal_of(R"({"do":"close_jam"})") == "bad_field ref: ref is required");
    CHECK(refusal_of(R"({"do":"close_jam","ref":null})") == "bad_field ref: ref is required");
    CHECK(read(R"({"do":"close_jam"})", false).asked.has_value());
    CHECK(refusal_of(R"({"do":"saw_posts","posts":[1]})").empty());
}

TEST_CASE("commands: a frame that is no JSON object is bad_json with ref null")
{
    for (const std::string text :
         {"", "{", "[]", "7", "null", "\"do\"", R"({"do":"close_jam","ref":1,"ref":2})",
          "{\"do\":\"close_jam\",\"ref\":\"\xff\"}", R"({"do":"close_jam","ref":"\ud800"})"}) {
        const auto frame = read(text);
        INFO(text);
        REQUIRE_FALSE(frame.asked.has_value());
        CHECK(frame.asked.error().code == sessions::reject_code::bad_json);
        CHECK(frame.ref == "null");
    }
}

TEST_CASE("commands: a field that is not listed is refused by name")
{
    CHECK(refusal_of(R"({"do":"close_jam","ref":1,"why":"so"})") == "bad_field why: why is not a field here");
    CHECK(refusal_of(R"({"do":"close_jam","ref":1,"why":null})") == "bad_field why: why is not a field here");
    CHECK(refusal_of(R"({"do":"edit_post","ref":1,"post":1,"text":"x","forum":"f"})") ==
          "bad_field forum: forum is not a field here");
}

TEST_CASE("commands: commands of later versions and unknown ones are unknown_command")
{
    for (const auto* name : {"erase_jam", "", "ADD_POST", "add post"})
        CHECK(
            refusal_of(std::string{R"({"ref":1,"do":")"} + name + R"("})").starts_with("unknown_command do"));
    CHECK(refusal_of(R"({"ref":1})") == "bad_field do: do is required");
    CHECK(refusal_of(R"({"ref":1,"do":[]})") == "bad_field do: do must be a string");
}

TEST_CASE("commands: a key has 1 to 64 characters")
{
    const auto with_key = [](const std::string& key) {
        return R"({"do":"close_jam","ref":1,"key":)" + key + "}";
    };
    CHECK(read(with_key("\"k\"")).key->key == "k");
    std::string accents;
    for (int i = 0; i < 64; ++i)
        accents += "\u00e9";
    CHECK(read(with_key("\"" + accents + "\"")).key->key == accents);
    CHECK(refusal_of(with_key("\"" + accents + "x\"")) == "bad_field key: key must be 1 to 64 characters");
    CHECK(refusal_of(with_key("\"\"")) == "bad_field key: key must be 1 to 64 characters");
    CHECK(refusal_of(with_key("\"a\\u0000\"")) == "bad_field key: key holds a control character");
    CHECK(refusal_of(with_key("7")) == "bad_field key: key must be a string");
    CHECK_FALSE(read(with_key("null")).key);
    CHECK_FALSE(read(R"({"do":"no_such","ref":1,"key":"k"})").key);
}

TEST_CASE("commands: parent belongs to comments, builds_on to ideas")
{
    const auto post = [](const std::string& rest) {
        return R"({"do":"add_post","ref":1,"forum":"f","text":"x",)" + rest + "}";
    };
    CHECK(command_in<sessions::add_post>(post(R"("kind":"comment","parent":3)")).parent ==
          sessions::post_id{3});
    CHECK(command_in<sessions::add_post>(post(R"("kind":"idea","builds_on":3)")).builds_on ==
          sessions::post_id{3});
    CHECK(command_in<sessions::add_post>(
              post(R"("kind":"idea","builds_on":null,"parent":null,"drafted_in":null)"))
              .builds_on == sessions::post_id{});
    CHECK(command_in<sessions::add_post>(post(R"("kind":"prompt")")).kind == sessions::post_kind::prompt);
    CHECK(refusal_of(post(R"("kind":"comment")")) == "bad_field parent: parent is required");
    CHECK(refusal_of(post(R"("kind":"comment","parent":null)")) == "bad_field parent: parent is required");
    CHECK(refusal_of(post(R"("kind":"comment","parent":0)"))
              .starts_with("bad_field parent: parent must be from 1"));
    CHECK(refusal_of(post(R"("kind":"idea","parent":1)")) ==
          "bad_field parent: parent belongs to a comment only");
    CHECK(refusal_of(post(R"("kind":"comment","parent":1,"builds_on":1)")) ==
          "bad_field builds_on: builds_on belongs to an idea only");
    CHECK(refusal_of(post(R"("kind":"summary")")) == "bad_field kind: kind must be idea, comment or prompt");
    CHECK(refusal_of(post(R"("kind":"idea","drafted_in":"No Slug")")) ==
          "bad_field drafted_in: drafted_in must be 1 to 40 of a-z, 0-9 and hyphen");
}

TEST_CASE("PO1 text is normalised, then bounded by code points")
{
    const auto with_text = [](const std::string& text) {
        return R"({"do":"edit_post","ref":1,"post":1,"text":)" + text + "}";
    };
    CHECK(command_in<sessions::edit_post>(with_text(R"(" a\r\nb\r\tc\u2003")")).text == "a\nb\n\tc");
    CHECK(command_in<sessions::edit_post>(with_text(R"("e\u0301\u202e")")).text == "\u00e9\u202e");
    CHECK(refusal_of(with_text("\" \\n\\u3000 \"")) == "bad_field text: text is empty");
    CHECK(refusal_of(with_text("\"\"")) == "bad_field text: text is empty");
    CHECK(
        refusal_of(with_text("\"a\\u0000\"")).starts_with("bad_field text: text holds a control character"));
    CHECK(
        refusal_of(with_text("\"a\\u009fb\"")).starts_with("bad_field text: text holds a control character"));
    std::string faces;
    for (int i = 0; i < 20; ++i)
        faces += "\U0001F600";
    CHECK(command_in<sessions::edit_post>(with_text("\"  " + faces + "\"")).text == faces);
    CHECK(refusal_of(with_text("\"" + faces + "!\"")) ==
          "text_too_long text: text is longer than 20 characters");
    CHECK(refusal_of(with_text("7")) == "bad_field text: text must be a string");
    CHECK(refusal_of(with_text("null")) == "bad_field text: text is required");
}

TEST_CASE("commands: a wrong field goes before a text that is too long")
{
    const std::string text(21, 'x');
    CHECK(refusal_of(R"({"do":"edit_post","ref":1,"post":"1","text":")" + text + "\"}") ==
          "bad_field post: post must be a whole number");
    CHECK(refusal_of(R"({"do":"edit_post","ref":1,"post":1,"extra":1,"text":")" + text + "\"}") ==
          "bad_field extra: extra is not a field here");
}

TEST_CASE("BA8: a choice is a word, a whole number, or one idea over another")
{
    const auto with_choice = [](const std::string& choice) {
        return R"({"do":"cast_ballot","ref":1,"post":1,"choice":)" + choice + "}";
    };
    for (const auto* word : {"support", "withdraw", "agree", "disagree", "pass"})
        CHECK(refusal_of(with_choice("\"" + std::string{word} + "\"")).empty());
    const auto says = [&](const std::string& choice) {
        return command_in<sessions::cast_ballot>(with_choice(choice)).says;
    };
    CHECK(says("3") == sessions::choice_of(3));
    CHECK(says("0") == sessions::choice_of(0));
    for (const auto* wrong : {"-1", "201", "2.5"})
        CHECK(refusal_of(with_choice(wrong)).starts_with("bad_field choice"));
    for (const auto* wrong : {"\"maybe\"", "\"over\"", "\"3\""})
        CHECK(refusal_of(with_choice(wrong)) ==
              "bad_field choice: choice must be support, agree, disagree, pass, "
              "withdraw, a score or a number of dots");
    const auto pair = command_in<sessions::cast_ballot>(R"({"do":"cast_ballot","ref":1,"post":1,"over":2})");
    CHECK(pair.says == sessions::choice::over);
    CHECK(pair.over == sessions::post_id{2});
    const auto back = R"({"do":"cast_ballot","ref":1,"post":1,"over":2,"choice":"withdraw"})";
    CHECK(command_in<sessions::cast_ballot>(back).says == sessions::choice::withdraw);
    CHECK(refusal_of(R"({"do":"cast_ballot","ref":1,"post":1,"over":0})").starts_with("bad_field over"));
    CHECK(refusal_of(with_choice("[]")) == "bad_field choice: choice must be a string");
    CHECK(refusal_of(R"({"do":"cast_ballot","ref":1,"post":1})") == "bad_field choice: choice is required");
}

TEST_CASE("commands: watch takes offsets and nothing")
{
    const auto made =
        std::get<watch>(asked_in(R"({"do":"watch","ref":1,"feeds":{"lobby":null,"me":0,"thread/4":12}})"));
    REQUIRE(made.feeds.size() == 3);
    CHECK(made.feeds[0].first == "lobby");
    CHECK_FALSE(made.feeds[0].second);
    CHECK(made.feeds[1].second == sessions::log_offset{0});
    CHECK(made.feeds[2].second == sessions::log_offset{12});
    CHECK(refusal_of(R"({"do":"watch","ref":1,"feeds":{"lobby":-1}})").starts_with("bad_field feeds/lobby"));
    CHECK(refusal_of(R"({"do":"watch","ref":1,"feeds":{"lobby":"3"}})").starts_with("bad_field feeds/lobby"));
    CHECK(refusal_of(R"({"do":"watch","ref":1,"feeds":["lobby"]})") ==
          "bad_field feeds: feeds must be an object");
    std::string many = R"({"do":"watch","ref":1,"feeds":{)";
    for (int i = 0; i < 201; ++i)
        many += (i == 0 ? "\"f" : ",\"f") + std::to_string(i) + "\":null";
    CHECK(refusal_of(many + "}}") == "bad_field feeds: feeds names more than 200 feeds");
    CHECK(refusal_of(R"({"do":"watch","ref":1,"feeds":{")" + std::string(81, 'x') + R"(":null}})")
              .starts_with("bad_field feeds: feeds \"xxx"));
    CHECK(refusal_of(R"({"do":"unwatch","ref":1,"feeds":[7]})") ==
          "bad_field feeds/0: feeds/0 must be a string");
}

TEST_CASE("commands: follow names a post or a forum, not both")
{
    CHECK(std::get<follow>(asked_in(R"({"do":"follow","ref":1,"post":3})")).post == sessions::post_id{3});
    CHECK(std::get<unfollow>(asked_in(R"({"do":"unfollow","ref":1,"forum":"f"})")).forum == "f"_slug);
    CHECK(refusal_of(R"({"do":"follow","ref":1})").starts_with("bad_field post"));
    CHECK(refusal_of(R"({"do":"follow","ref":1,"post":3,"forum":"f"})").starts_with("bad_field post"));
}

TEST_CASE("commands: numbers are within their bounds")
{
    CHECK(command_in<sessions::extend_phase>(R"({"do":"extend_phase","ref":1,"minutes":1})").minutes == 1);
    for (const auto* minutes : {"0", "-5", "527041", "1.5", "\"5\"", "null"})
        CHECK(refusal_of(std::string{R"({"do":"extend_phase","ref":1,"minutes":)"} + minutes + "}")
                  .starts_with("bad_field minutes"));
    CHECK(refusal_of(R"({"do":"join","ref":1,"charter":0,"rules":1})").starts_with("bad_field charter"));
    CHECK(refusal_of(R"({"do":"withdraw_post","ref":1,"post":4294967296})").starts_with("bad_field post"));
    CHECK(refusal_of(R"({"do":"grant_role","ref":1,"person":1,"role":"king"})") ==
          "bad_field role: role must be a role of the jam");
    CHECK(refusal_of(R"({"do":"grant_role","ref":1,"person":1,"role":"host","forums":["A"]})")
              .starts_with("bad_field forums/0"));
    CHECK(refusal_of(R"({"do":"saw_posts","ref":1,"posts":[1,0]})").starts_with("bad_field posts/1"));
    CHECK(refusal_of(R"({"do":"mark_read","ref":1,"feed":"lobby","offset":9007199254740992})")
              .starts_with("bad_field offset"));
}

TEST_CASE("commands: every file of the JSON test suite is answered, not obeyed")
{
    const auto folder = codec_test::shared_data("json-suite");
    if (folder.empty())
        return;
    for (const auto& path : codec_test::files_in(folder / "test_parsing")) {
        INFO(path.filename().string());
        const auto frame = decode_frame(codec_test::bytes_of_file(path), {});
        CHECK_FALSE(frame.asked.has_value());
    }
}

TEST_CASE("PO1 every nasty text is taken as it is or refused in words")
{
    const auto folder = codec_test::shared_data("nasty-text");
    if (folder.empty())
        return;
    int taken = 0;
    for (const auto& path : codec_test::files_in(folder)) {
        std::istringstream lines{codec_test::bytes_of_file(path)};
        for (std::string line; std::getline(lines, line);) {
            std::string text;
            append_json_string(text, line);
            const auto frame = decode_frame(R"({"do":"announce","ref":1,"text":)" + text + "}", {});
            if (!frame.asked) {
                CHECK_FALSE(frame.asked.error().message.empty());
                continue;
            }
            ++taken;
            const auto& said = std::get<sessions::announce>(std::get<sessions::command>(*frame.asked)).text;
            const auto again = decode_frame(encode_frame(*frame.asked, "1", ""), {});
            CHECK((std::get<sessions::announce>(std::get<sessions::command>(*again.asked)).text == said));
        }
    }
    CHECK(taken > 1'000);
}
