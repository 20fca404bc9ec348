// SPDX-License-Identifier: Apache-2.0
#include "engine/report/data_package.hpp"

#include "engine/codec/csv_in.hpp"
#include "engine/codec/json_in.hpp"
#include "tests/unit/sessions/views/told_jam.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <catch2/catch.hpp>

#include <map>
#include <memory>
#include <random>
#include <set>

using namespace jamhall::sessions;
using jamhall::report::data_package;
using jamhall::report::random_source;
using jamhall::report::renumbering;

namespace {

using files = std::map<std::string, std::string>;
using table = std::vector<std::map<std::string, std::string>>;

constexpr instant later{1'796'200'000'000};

files unzipped(const std::string& bytes)
{
    const std::unique_ptr<archive, decltype(&archive_read_free)> from{archive_read_new(), archive_read_free};
    archive_read_support_format_zip(from.get());
    REQUIRE(archive_read_open_memory(from.get(), bytes.data(), bytes.size()) == ARCHIVE_OK);
    files found;
    archive_entry* entry = nullptr;
    while (archive_read_next_header(from.get(), &entry) == ARCHIVE_OK) {
        std::string& content = found[archive_entry_pathname(entry)];
        content.resize(static_cast<std::size_t>(archive_entry_size(entry)));
        REQUIRE(archive_read_data(from.get(), content.data(), content.size()) ==
                static_cast<la_ssize_t>(content.size()));
    }
    return found;
}

std::vector<std::string> header_of(const std::string& csv)
{
    jamhall::codec::csv_in read{csv};
    jamhall::codec::csv_record line;
    REQUIRE(read.next(line));
    return line.fields;
}

table rows_of(const std::string& csv)
{
    const auto header = header_of(csv);
    jamhall::codec::csv_in read{csv};
    jamhall::codec::csv_record line;
    read.next(line);
    table rows;
    while (read.next(line)) {
        REQUIRE(line.fields.size() == header.size());
        auto& row = rows.emplace_back();
        for (std::size_t i = 0; i < header.size(); ++i)
            row[header[i]] = line.fields[i];
    }
    return rows;
}

random_source seeded(std::uint64_t seed)
{
    const auto dice = std::make_shared<std::mt19937_64>(seed);
    return [dice] { return (*dice)(); };
}

plan two_ballots(std::size_t audience_count = 1)
{
    return told_jam::plan_of({told_jam::phase_of("ideas"_slug, phase_kind::ideate),
                              told_jam::phase_of("choose"_slug, phase_kind::prioritise),
                              told_jam::phase_of("results"_slug, phase_kind::reveal)},
                             audience_count);
}

/// Twelve people who each post an idea; each agrees with their own and the `also`th idea.
struct small_jam {
    told_jam jam{two_ballots()};
    std::vector<person_id> people = jam.people(12);
    std::vector<post_id> ideas;

    explicit small_jam(std::size_t also = 0)
    {
        jam.ring_until("ideas"_slug);
        for (const person_id each : people)
            ideas.push_back(jam.idea(each, "Idea of number " + std::to_string(each.value)));
        jam.ring_until("choose"_slug);
        for (std::size_t i = 0; i < people.size(); ++i) {
            jam.ballot(people[i], ideas[i], choice::agree);
            if (also > 0)
                jam.ballot(people[i], ideas[(i + also) % ideas.size()], choice::disagree);
        }
    }

    files package(std::uint64_t seed = 1)
    {
        std::vector<post_version_row> versions;
        for (const post& p : jam.state().posts)
            versions.push_back({p.id, 1, p.text, p.at});
        return unzipped(data_package(jam.state(), versions, later, seeded(seed)));
    }
};

}  // namespace

TEST_CASE("The package holds tables whose columns are described, and every row fits")
{
    small_jam told;
    told.jam.ring_until("results"_slug);
    const files package = told.package();
    const auto described = jamhall::codec::json_document::parse(package.at("datapackage.json"));
    REQUIRE(described.has_value());
    std::set<std::string> paths{"README.txt", "datapackage.json", "report.json"};
    for (const auto member : described->root()) {
        if (member.name() != "resources")
            continue;
        for (const auto resource : member) {
            std::string path;
            std::vector<std::string> fields;
            for (const auto each : resource) {
                if (each.name() == "path")
                    path = each.string();
                if (each.name() == "schema")
                    for (const auto field : *each.begin())
                        fields.emplace_back((*field.begin()).string());
            }
            INFO(path);
            REQUIRE(package.contains(path));
            CHECK(header_of(package.at(path)) == fields);
            paths.insert(path);
            rows_of(package.at(path));
        }
    }
    CHECK(paths.size() == package.size());
    CHECK(rows_of(package.at("posts.csv")).size() == 12);
    CHECK(rows_of(package.at("post_versions.csv")).size() == 12);
    CHECK(rows_of(package.at("ballots.csv")).size() == 12);
    CHECK(rows_of(package.at("ideas.csv")).size() == 24);  // one for each of the two phases with ballots
    CHECK(rows_of(package.at("forums.csv")).at(0).at("ideas") == "12");
    CHECK(rows_of(package.at("participation.csv")).at(0).at("supported") == "12");
    CHECK(jamhall::codec::json_document::parse(package.at("report.json")).has_value());
}

TEST_CASE("Two packages of one state differ in the drawn numbers alone")
{
    small_jam told;
    told.jam.ring_until("results"_slug);
    CHECK(told.package(1) == told.package(1));
    files one = told.package(1);
    files other = told.package(2);
    CHECK(one.at("posts.csv") != other.at("posts.csv"));
    CHECK(one.at("ballots.csv") != other.at("ballots.csv"));
    for (const char* drawn : {"posts.csv", "ballots.csv"}) {
        one.erase(drawn);
        other.erase(drawn);
    }
    CHECK(one == other);
}

TEST_CASE("BA7: names are nowhere, and the numbers beside posts say nothing about those beside ballots")
{
    small_jam told;
    told.jam.ring_until("results"_slug);
    for (const auto& [name, content] : told.package()) {
        INFO(name);
        CHECK(content.find("Person ") == std::string::npos);
    }
    // Everybody agreed with their own idea alone, so equal numbers would show as author = person.
    std::size_t equal = 0;
    constexpr std::size_t runs = 200;
    for (std::size_t seed = 0; seed < runs; ++seed) {
        const files package = told.package(seed);
        std::map<std::string, std::string> author_of;
        std::set<std::string> authors;
        for (const auto& row : rows_of(package.at("posts.csv"))) {
            author_of[row.at("post")] = row.at("author");
            authors.insert(row.at("author"));
        }
        CHECK(authors.size() == 12);
        for (const auto& row : rows_of(package.at("ballots.csv")))
            equal += author_of.at(row.at("post")) == row.at("person") ? 1 : 0;
    }
    // One of the twelve on average when drawn apart; all twelve when not.
    CHECK(equal > runs / 2);
    CHECK(equal < runs * 2);
}

TEST_CASE("BA7: people are numbered evenly at random")
{
    std::vector<person_id> people;
    for (std::uint32_t i = 1; i <= 4; ++i)
        people.push_back(person_id{i});
    const auto random = seeded(7);
    std::map<std::int64_t, int> first;
    for (int i = 0; i < 4'000; ++i) {
        const renumbering drawn{people, random};
        std::set<std::int64_t> all;
        for (const person_id each : people)
            all.insert(drawn.number_of(each));
        REQUIRE(all == std::set<std::int64_t>{1, 2, 3, 4});
        ++first[drawn.number_of(people.front())];
    }
    for (const auto& [number, times] : first) {
        INFO(number);
        CHECK(times > 850);
        CHECK(times < 1'150);
    }
}

TEST_CASE("BA7: ballots of a running phase stay out, and rows stand in the order of the drawn numbers")
{
    auto planned = two_ballots();
    planned.agenda[1].rules.tallies = tallies_switch::live;
    told_jam jam{planned};
    const auto people = jam.people(6);
    jam.ring_until("ideas"_slug);
    const auto idea = jam.idea(people[0]);
    jam.ring_until("choose"_slug);
    for (const person_id each : people)
        jam.ballot(each, idea, choice::pass);
    CHECK(rows_of(unzipped(data_package(jam.state(), {}, later, seeded(1))).at("ballots.csv")).empty());
    jam.ring_until("results"_slug);
    const auto rows = rows_of(unzipped(data_package(jam.state(), {}, later, seeded(1))).at("ballots.csv"));
    REQUIRE(rows.size() == 6);
    for (std::size_t i = 0; i < rows.size(); ++i)
        CHECK(rows[i].at("person") == std::to_string(i + 1));
}

TEST_CASE("BA2: a sealed package has no ballots nor anything from them, and says so")
{
    small_jam told{1};
    small_jam other{5};
    const files package = told.package();
    CHECK(package == other.package());
    for (const char* absent : {"ballots.csv", "tallies.csv", "ideas.csv", "exposure.csv"})
        CHECK(!package.contains(absent));
    CHECK(package.at("README.txt").find("SEALED") != std::string::npos);
    CHECK(rows_of(package.at("participation.csv")).at(0).at("supported").empty());
    told.jam.ring_until("results"_slug);
    CHECK(told.package().at("README.txt").find("SEALED") == std::string::npos);
}

TEST_CASE("PH9: nameless posts bear no number, and no post does while names are hidden")
{
    auto planned = two_ballots();
    planned.agenda[0].rules.names = names_switch::hidden;
    planned.agenda[1].rules.ideas = ideas_switch::open;
    told_jam jam{planned};
    const auto author = jam.person();
    jam.ring_until("ideas"_slug);
    jam.idea(author);
    jam.ring_until("choose"_slug);
    jam.state().clock.phases[jam.state().clock.running].rules.names = names_switch::shown;
    jam.idea(author);
    const auto authors = [&] {
        std::vector<std::string> found;
        for (const auto& row :
             rows_of(unzipped(data_package(jam.state(), {}, later, seeded(1))).at("posts.csv")))
            found.push_back(row.at("author"));
        return found;
    };
    CHECK(authors() == std::vector<std::string>{"", "1"});
    jam.state().clock.phases[jam.state().clock.running].rules.names = names_switch::hidden;
    CHECK(authors() == std::vector<std::string>{"", ""});
}

TEST_CASE("Withdrawn texts are in no version, hidden phases keep posts out, formulas are guarded")
{
    told_jam jam{two_ballots()};
    const auto author = jam.person();
    jam.ring_until("ideas"_slug);
    const auto gone = jam.idea(author, "Regretted");
    jam.withdraw(gone);
    jam.idea(author, "=1+1");
    jam.idea(author, "@sum, \"quoted\"\nand a line");
    const std::vector<post_version_row> versions{{gone, 1, "Regretted", later}};
    files package = unzipped(data_package(jam.state(), versions, later, seeded(1)));
    for (const auto& [name, content] : package)
        CHECK(content.find("Regretted") == std::string::npos);
    const auto posts = rows_of(package.at("posts.csv"));
    CHECK(posts.at(0).at("state") == "withdrawn");
    CHECK(posts.at(1).at("text") == "'=1+1");
    CHECK(posts.at(2).at("text") == "'@sum, \"quoted\"\nand a line");
    jam.state().clock.phases[jam.state().clock.running].rules.others = others_switch::hidden;
    package = unzipped(data_package(jam.state(), versions, later, seeded(1)));
    CHECK(rows_of(package.at("posts.csv")).empty());
    CHECK(rows_of(package.at("post_versions.csv")).empty());
}

TEST_CASE("BA7: small groups are empty cells in the tables too")
{
    told_jam jam{two_ballots(2)};
    for (std::size_t i = 0; i < 20; ++i)
        jam.person({role::participant}, i < 18 ? 0 : 1, {{"unit", i < 18 ? "Parks" : "Mayor"}});
    const auto idea = (jam.ring_until("ideas"_slug), jam.idea(person_id{1}));
    jam.ring_until("choose"_slug);
    for (std::uint32_t i = 1; i <= 20; ++i)
        jam.ballot(person_id{i}, idea, choice::agree);
    jam.ring_until("results"_slug);
    const files package = unzipped(data_package(jam.state(), {}, later, seeded(1)));
    for (const auto& row : rows_of(package.at("participation.csv")))
        CHECK((row.at("breakdown") == "all" || row.at("breakdown") == "admitted") ==
              !row.at("invited").empty());
    const auto tallies = rows_of(package.at("tallies.csv"));
    REQUIRE(tallies.size() == 6);  // everybody and two audiences, in each of two phases
    CHECK(tallies[0].at("phase") == "ideas");
    CHECK(tallies[0].at("support") == "0");
    CHECK(tallies[3].at("phase") == "choose");
    CHECK(tallies[3].at("agree") == "20");
    CHECK(tallies[4].at("agree").empty());
    CHECK(tallies[5].at("agree").empty());
}
