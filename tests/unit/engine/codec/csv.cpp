// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/csv_in.hpp"
#include "engine/codec/csv_out.hpp"
#include "tests/unit/engine/codec/shared_data.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <sstream>

using namespace jamhall::codec;
using namespace jamhall::codec_test;

namespace {

using rows = std::vector<std::vector<std::string>>;

rows read(std::string_view text)
{
    rows made;
    csv_record record;
    for (csv_in csv{text}; csv.next(record);) {
        INFO("line " << record.line);
        REQUIRE(record.fault.empty());
        made.push_back(record.fields);
    }
    return made;
}

/// Line and fault of each record, a sound one without a fault.
std::vector<std::pair<std::uint32_t, std::string>> faults_of(std::string_view text)
{
    std::vector<std::pair<std::uint32_t, std::string>> made;
    csv_record record;
    for (csv_in csv{text}; csv.next(record);)
        made.emplace_back(record.line, record.fault);
    return made;
}

}  // namespace

TEST_CASE("csv_in: fields, quotes and line ends of RFC 4180")
{
    CHECK(read("a,b\r\nc,d\r\n") == rows{{"a", "b"}, {"c", "d"}});
    CHECK(read("a,b\nc,d") == rows{{"a", "b"}, {"c", "d"}});
    CHECK(read("\xEF\xBB\xBF\"a\",\"b,\"\"c\"\"\r\nd\"\n") == rows{{"a", "b,\"c\"\r\nd"}});
    CHECK(read(",\n,,") == rows{{"", ""}, {"", "", ""}});
    CHECK(read("\"\"\n\n") == rows{{""}, {""}});
    CHECK(read("").empty());
    CHECK(read("a\rb") == rows{{"a\rb"}});
    CHECK(read(" a , \xc3\xa9 ") == rows{{" a ", " \xc3\xa9 "}});
}

TEST_CASE("csv_in: a broken record costs that record, and lines are counted inside quotes")
{
    using found = std::vector<std::pair<std::uint32_t, std::string>>;
    CHECK(faults_of("a\nb\"c\nd") ==
          found{{1, ""}, {2, "has a quote inside a field that does not begin with one"}, {3, ""}});
    CHECK(faults_of("\"a\nb\"x,y\nd") == found{{1, "has text after a closing quote"}, {3, ""}});
    CHECK(faults_of("a\n\"b\nc") == found{{1, ""}, {2, "has a quote that is never closed"}});
    CHECK(faults_of("a\n" + std::string(csv_in::fields_max, ',') + "\nb") ==
          found{{1, ""}, {2, "has too many fields"}, {3, ""}});
}

TEST_CASE("csv_in: every file of csv-spectrum reads as its JSON says")
{
    const auto folder = shared_data("csv-spectrum");
    if (folder.empty())
        return;
    int judged = 0;
    for (const auto& path : files_in(folder / "csvs")) {
        INFO(path.filename().string());
        auto text = bytes_of_file(path);
        // Copies made through git have lost the CR that these files are named for.
        if (path.stem().string().ends_with("_crlf") && text.find('\r') == std::string::npos)
            for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2))
                text.insert(at, 1, '\r');
        const auto records = read(text);
        auto made = nlohmann::json::array();
        for (std::size_t i = 1; i < records.size(); ++i) {
            auto row = nlohmann::json::object();
            for (std::size_t column = 0; column < records[0].size(); ++column)
                row[records[0][column]] = records[i].at(column);
            made.push_back(row);
        }
        const auto name = path.stem().string() + ".json";
        CHECK(made == nlohmann::json::parse(bytes_of_file(folder / "json" / name)));
        ++judged;
    }
    CHECK(judged == 11);
}

TEST_CASE("csv_in: a field that is far too long is a fault of its record alone")
{
    const std::string longest(csv_in::field_size_max, 'x');
    for (const std::string quote : {"", "\""}) {
        const std::string text =
            quote + longest + quote + ",a\n" + quote + longest + "x" + quote + ",b\nc,d\n";
        csv_in in{text};
        csv_record record;
        REQUIRE(in.next(record));
        CHECK(record.fault.empty());
        CHECK(record.fields == std::vector<std::string>{longest, "a"});
        REQUIRE(in.next(record));
        CHECK_FALSE(record.fault.empty());
        REQUIRE(in.next(record));
        CHECK(record.fields == std::vector<std::string>{"c", "d"});
    }
}

TEST_CASE("csv_out: cells that a spreadsheet would run get an apostrophe")
{
    std::string text;
    csv_out out{text};
    out.text("=1+1").text("+1").text("-1").text("@x").text("\tx").text("\rx").text("a=1").text("'").text("");
    out.end_row().text("\nx").text("\uFF1D1").text("\uFF0B1").text("\uFF0D1").text("\uFF20x").text("\uFF1C");
    out.end_row().number(-5).number(std::nullopt).share(1.0 / 3).share(std::nullopt).empty().end_row();
    CHECK(text ==
          "'=1+1,'+1,'-1,'@x,'\tx,\"'\rx\",a=1,',\r\n\"'\nx\",'\uFF1D1,'\uFF0B1,'\uFF0D1,'\uFF20x,\uFF1C\r\n-"
          "5,,0.333333,,\r\n");
}

TEST_CASE("csv_out: what is written is read back")
{
    const rows written{{"plain", "with,comma", "with \"quotes\"", "two\nlines", "", " spaces "},
                       {"\"", "\"\"", ",", "x\r\n"}};
    std::string text;
    csv_out out{text};
    for (const auto& row : written) {
        for (const auto& cell : row)
            out.text(cell);
        out.end_row();
    }
    CHECK(read(text) == written);
}

TEST_CASE("csv_out: no recorded formula survives as one")
{
    const auto folder = shared_data("nasty-text");
    if (folder.empty())
        return;
    std::istringstream lines{bytes_of_file(folder / "csv-formula-injection.txt")};
    for (std::string line; std::getline(lines, line);) {
        std::string text;
        csv_out{text}.text(line).end_row();
        const auto cell = read(text).at(0).at(0);
        INFO(line);
        CHECK(std::string_view{"=+-@\t\r"}.find(cell.front()) == std::string_view::npos);
        CHECK(cell.ends_with(line));
    }
}
