// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/roster_in.hpp"

#include "engine/codec/email_in.hpp"
#include "tests/unit/engine/codec/sample_jam.hpp"
#include "tests/unit/engine/codec/shared_data.hpp"

#include <catch2/catch.hpp>

using namespace jamhall;
using namespace jamhall::codec;
using namespace jamhall::codec_test;

namespace {

roster_file read(std::string_view csv)
{
    static const auto plan = sample_plan();
    return decode_roster(csv, plan);
}

using bad = std::vector<bad_line>;

}  // namespace

TEST_CASE("roster_in: every column is read, others become attributes")
{
    const auto file = read(
        "\xEF\xBB\xBFName,Email,roles,forums,audience,Unit, ward \r\n"
        "\"Müller, Zoe\u0301\",zoe@example.org,facilitator; Host,known-for ; "
        "getting-about,residents,Parks,\r\n"
        "Ada,ada@example.org,,,,,North\r\n");
    CHECK(file.refused.empty());
    CHECK(file.columns.attributes == std::vector<std::string>{"Unit", "ward"});
    REQUIRE(file.lines.size() == 2);
    const auto& zoe = file.lines[0];
    CHECK(zoe.line == 2);
    CHECK(zoe.email == "zoe@example.org");
    CHECK(zoe.entry.name == "Müller, Zo\u00e9");
    CHECK((zoe.entry.roles == sessions::role_set{sessions::role::facilitator, sessions::role::host}));
    CHECK(zoe.entry.forums == std::vector<sessions::forum_index>{0, 1});
    CHECK(zoe.entry.audience == 1);
    CHECK(zoe.entry.attributes ==
          std::vector<std::pair<std::string, std::string>>{{"Unit", "Parks"}, {"ward", ""}});
    CHECK((file.lines[1].entry.roles == sessions::role_set{sessions::role::participant}));
    CHECK(file.lines[1].entry.audience == 0);
}

TEST_CASE("roster_in: e-mail alone is enough")
{
    const auto file = read("email\na@example.org\n\nb@example.org");
    CHECK(file.refused.empty());
    CHECK(file.lines.size() == 2);
    CHECK(file.lines[1].line == 4);
    CHECK_FALSE(file.columns.has_name);
}

TEST_CASE("roster_in: a header that does not hold refuses the whole file")
{
    const auto refused = [](std::string_view csv) {
        const auto file = read(csv);
        CHECK(file.lines.empty());
        return file.refused;
    };
    CHECK(refused("") == bad{{1, "the file is empty"}});
    CHECK(refused("name\nAda") == bad{{1, "the header names no column email"}});
    CHECK(refused("email;name\na;b") ==
          bad{{1, "the header must have commas between its columns, not semicolons"}});
    CHECK(refused("email,Email\na,b") == bad{{1, "the header names the column \"Email\" twice"}});
    CHECK(refused("email,ward,ward\na,b,c") == bad{{1, "the header names the column \"ward\" twice"}});
    CHECK(refused("email,\na,b") ==
          bad{{1, "the header has a column without a name, or with a name that is too long"}});
    CHECK(refused("\xff\xfe"
                  "e,m\n") == bad{{1, "the file is not UTF-8 text"}});
    CHECK(refused("\"email\nada") == bad{{1, "the header has a quote that is never closed"}});
    std::string wide = "email";
    for (int i = 0; i < 31; ++i)
        wide += ",a" + std::to_string(i);
    CHECK(refused(wide + "\n") == bad{{1, "the header has more than 30 further columns"}});
}

TEST_CASE("roster_in: every bad line is named with its number and reason, the good ones stand")
{
    const auto file = read(
        "email,name,roles,forums,audience\n"
        "good@example.org,\"two\nlines\",,,\n"
        "good2@example.org,Ada,,,staff\n"
        ",Nobody,,,\n"
        "not an address,X,,,\n"
        "a@example.org,X,king,,\n"
        "b@example.org,X,host,nowhere,\n"
        "c@example.org,X,,,martians\n"
        "d@example.org,X\n"
        "GOOD2@example.org,X,,,\n"
        "e@example.org,\xff,,,\n"
        "f@example.org,\"X\"y,,,\n");
    REQUIRE(file.lines.size() == 1);
    CHECK(file.lines[0].line == 4);
    CHECK(file.refused == bad{{2, "has a control character in \"name\""},
                              {5, "has no e-mail address"},
                              {6, "\"not an address\" is no e-mail address"},
                              {7, "\"king\" is no role"},
                              {8, "\"nowhere\" is no forum of the plan"},
                              {9, "\"martians\" is no audience of the plan"},
                              {10, "has 2 fields, the header 5"},
                              {11, "has the same e-mail address as line 4"},
                              {12, "is not UTF-8 text"},
                              {13, "has text after a closing quote"}});
}

TEST_CASE("roster_in: a file of bad lines is read no further than it takes to see that it is no roster")
{
    std::string text{"email\nada@example.org\n"};
    for (std::size_t i = 0; i < 3 * refused_lines_max; ++i)
        text += "nobody\n";
    const auto file = read(text + "ben@example.org\n");
    REQUIRE(file.refused.size() == refused_lines_max);
    CHECK(file.refused.back().line == refused_lines_max + 2);
    CHECK(file.refused.back().reason == "and what follows was not read, because too many lines are wrong");
    CHECK(file.lines.size() == 1);
}

TEST_CASE("roster_in: names and attributes are bounded")
{
    const std::string longest(200, 'x');
    CHECK(read("email,name,unit\na@b.org," + longest + "," + longest + "\n").lines.size() == 1);
    CHECK(read("email,name\na@b.org,x" + longest + "\n").refused ==
          bad{{2, "has a \"name\" longer than 200 characters"}});
    CHECK(read("email,unit\na@b.org,x" + longest + "\n").refused ==
          bad{{2, "has a \"unit\" longer than 200 characters"}});
}

TEST_CASE("roster_in: an update leaves alone what the file does not name")
{
    sessions::roster_entry standing{
        "Ada", {sessions::role::organizer}, {1}, 1, {{"unit", "Parks"}, {"ward", "N"}}};
    const auto only_ward = read("email,ward,grade\na@b.org,S,7\n");
    auto expected = standing;
    expected.attributes = {{"unit", "Parks"}, {"ward", "S"}, {"grade", "7"}};
    CHECK((updated_entry(standing, only_ward.columns, only_ward.lines.at(0).entry) == expected));
    const auto all = read("email,name,roles,forums,audience\na@b.org,B,,,\n");
    CHECK((updated_entry(standing, all.columns, all.lines.at(0).entry) ==
           sessions::roster_entry{"B", {sessions::role::participant}, {}, 0, standing.attributes}));
}

TEST_CASE("roster_in: a hundred thousand lines are read in one go")
{
    std::string csv = "email,name\n";
    for (int i = 0; i < 100'000; ++i)
        csv += "p" + std::to_string(i) + "@example.org,Person " + std::to_string(i) + "\n";
    const auto file = read(csv);
    CHECK(file.lines.size() == 100'000);
    CHECK(file.refused.empty());
}

TEST_CASE("email_in: plain addresses are taken")
{
    for (const auto* address : {"a@b", "ada.okafor+jam@council.example.org", "o'hara@example.co.uk",
                                "x_y-z@a-b.c4", "1@2.3", "!#$%&'*+-/=?^_`{|}~@example.org"})
        CHECK(is_email(address));
}

TEST_CASE("email_in: what could be read as two recipients or none is refused")
{
    const std::string local(65, 'a');
    const std::string label(64, 'b');
    std::string domain = "a";
    while (domain.size() < 250)
        domain += ".aaaa";
    for (const std::string address : {"",
                                      "@",
                                      "a",
                                      "a@",
                                      "@b",
                                      "a@b@c",
                                      "a b@c.org",
                                      "a@b .org",
                                      "a@b..org",
                                      ".a@b.org",
                                      "a.@b.org",
                                      "a..b@c.org",
                                      "a@-b.org",
                                      "a@b-.org",
                                      "a@.org",
                                      "a@b.",
                                      "\"a\"@b.org",
                                      "a@[127.0.0.1]",
                                      "Ada <a@b.org>",
                                      "a@b.org,c@d.org",
                                      "a@b.org;c@d.org",
                                      "a@b.org\n",
                                      "a\u0301@b.org",
                                      "a@b\u00fccher.org",
                                      "a(c)@b.org",
                                      "mailto:a@b.org"})
        CHECK_FALSE(is_email(address));
    CHECK_FALSE(is_email(local + "@b.org"));
    CHECK_FALSE(is_email("a@" + label + ".org"));
    CHECK_FALSE(is_email("abcd@" + domain));
}

TEST_CASE("email_in: every recorded error is refused and every plain valid address is taken")
{
    const auto folder = shared_data("email-addresses");
    if (folder.empty())
        return;
    const auto xml = bytes_of_file(folder / "isemail-tests.xml");
    const auto between = [&](std::size_t from, const std::string& tag) {
        const auto begin = xml.find("<" + tag + ">", from) + tag.size() + 2;
        return xml.substr(begin, xml.find("</" + tag + ">", begin) - begin);
    };
    int refused = 0;
    int taken = 0;
    for (auto at = xml.find("<test "); at != std::string::npos; at = xml.find("<test ", at + 1)) {
        const auto address = between(at, "address");
        const auto category = between(at, "category");
        INFO(address << " " << between(at, "diagnosis"));
        // Symbols of control characters and escaped markup never make a plain address.
        if (category == "ISEMAIL_ERR" && address.find("<address") == std::string::npos) {
            CHECK_FALSE(is_email(address));
            ++refused;
        }
        const bool is_plain = address.find_first_of("\"&[") == std::string::npos;
        if ((category == "ISEMAIL_VALID_CATEGORY" || category == "ISEMAIL_DNSWARN") && is_plain) {
            CHECK(is_email(address));
            ++taken;
        }
    }
    CHECK(refused > 40);
    CHECK(taken > 5);
}
