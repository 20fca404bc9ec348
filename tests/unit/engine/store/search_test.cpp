// SPDX-License-Identifier: Apache-2.0
#include "engine/store/search.hpp"

#include "tests/unit/engine/store/store_fixture.hpp"

#include <fstream>
#include <numeric>

using namespace jamhall;
using namespace jamhall::store;

namespace {

/// Files of hostile lines that are read where they are when they are there; each also stands for itself here.
const std::vector<std::string> hostile{"\"",
                                       "\"\"",
                                       "'",
                                       "*",
                                       "(",
                                       ")",
                                       "AND",
                                       "OR",
                                       "NOT",
                                       "NEAR(a b)",
                                       "a AND",
                                       "^a",
                                       "text:a",
                                       "{text}:a",
                                       "a*b*",
                                       "-a",
                                       "+",
                                       "a + b",
                                       ":",
                                       "\\",
                                       "%",
                                       "_",
                                       "post_search",
                                       "'; DROP TABLE post; --",
                                       "\xff\xfe",
                                       "a\xc3",
                                       "\xed\xa0\x80",
                                       std::string("a\0b", 3),
                                       std::string(1, '\0'),
                                       "\n\t\r",
                                       std::string(100'000, 'a'),
                                       std::string(100'000, '"'),
                                       std::string(50'000, '('),
                                       "\xE2\x80\xAE",
                                       "🌳🌳",
                                       "“smart” quotes",
                                       "é́́́",
                                       "NEAR/2",
                                       "a NEAR/ b",
                                       "[]{}<>|&^~`"};

std::vector<std::string> lines_of_shared_data()
{
    const auto* root = std::getenv("JAMHALL_DATA");
    const auto folder = std::filesystem::path{root != nullptr ? root : "../shared/data"} / "nasty-text";
    std::vector<std::string> lines;
    if (!std::filesystem::is_directory(folder))
        return lines;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        std::ifstream in{entry.path(), std::ios::binary};
        for (std::string line; std::getline(in, line);)
            lines.push_back(line);
    }
    return lines;
}

}  // namespace

TEST_CASE("Posts are found by words and by the beginning of the last one, whatever their accents and case")
{
    const temporary_folder folder;
    auto writer = jam_store::create(folder / "a.jam");
    writer.append(idea_batch(1, 1, "Plant more trees in the old town"));
    writer.append(idea_batch(2, 2, "Más árboles, por favor"));
    writer.append(idea_batch(3, 3, "Trees, trees and more trees: **plant** them"));
    writer.append(idea_batch(4, 4, "Straßenbäume gießen"));
    jam_reader reader{folder / "a.jam"};
    using posts = std::vector<sessions::post_id>;
    CHECK(reader.search("trees", 10) == posts{{3}, {1}});
    CHECK(reader.search("TREES Plant", 10) == posts{{3}, {1}});
    CHECK(reader.search("tre", 10) == posts{{3}, {1}});
    CHECK(reader.search("tre more", 10).empty());
    CHECK(reader.search("old tow", 10) == posts{{1}});
    CHECK(reader.search("arboles mas", 10) == posts{{2}});
    CHECK(reader.search("straßenbaume", 10) == posts{{4}});
    CHECK(reader.search("trees", 1) == posts{{3}});
    CHECK(reader.search("cars", 10).empty());
    CHECK(reader.search("", 10).empty());
    CHECK(reader.search(" -- ", 10).empty());
    CHECK(reader.search("trees -- \"plant\"", 10) == posts{{3}, {1}});
}

TEST_CASE("A single letter is a word, not the beginning of very many")
{
    CHECK(search_expression("old t") == R"("old" "t")");
    CHECK(search_expression("to") == R"("to"*)");
    CHECK(search_expression("ü") == "\"ü\"*");

    const temporary_folder folder;
    auto writer = jam_store::create(folder / "a.jam");
    writer.append(idea_batch(1, 1, "Plan B for the bridge"));
    jam_reader reader{folder / "a.jam"};
    CHECK(reader.search("plan b", 10).size() == 1);
    CHECK(reader.search("plan t", 10).empty());
}

TEST_CASE("Search follows edits and lets go of what is withdrawn or hidden")
{
    const temporary_folder folder;
    auto writer = jam_store::create(folder / "a.jam");
    writer.append(idea_batch(1, 1, "bicycle lanes"));
    jam_reader reader{folder / "a.jam"};
    const auto change = [&](std::uint64_t offset, std::string_view text, sessions::post_state state) {
        append_batch batch;
        batch.events.push_back(event_of(offset, "post_edited", 1));
        auto row = idea_row(1, text);
        row.state = state;
        batch.rows.emplace_back(row);
        writer.append(batch);
    };
    using posts = std::vector<sessions::post_id>;
    change(2, "bicycle streets", sessions::post_state::published);
    CHECK(reader.search("lanes", 10).empty());
    CHECK(reader.search("streets", 10) == posts{{1}});
    change(3, "bicycle streets", sessions::post_state::hidden);
    CHECK(reader.search("bicycle", 10).empty());
    change(4, "bicycle roads", sessions::post_state::published);
    CHECK(reader.search("roads", 10) == posts{{1}});
    CHECK(reader.search("streets", 10).empty());
    change(5, "bicycle roads", sessions::post_state::withdrawn);
    CHECK(reader.search("roads", 10).empty());
}

TEST_CASE("No text is a wrong query")
{
    const temporary_folder folder;
    auto writer = jam_store::create(folder / "a.jam");
    writer.append(idea_batch(1, 1, "a quiet park"));
    jam_reader reader{folder / "a.jam"};
    for (const auto& typed : hostile) {
        INFO(typed.substr(0, 80));
        CHECK_NOTHROW(reader.search(typed, 10));
    }
    for (const auto& typed : lines_of_shared_data()) {
        INFO(typed);
        CHECK_NOTHROW(reader.search(typed, 10));
    }
    CHECK(reader.search("quiet", 10).size() == 1);
}

TEST_CASE("Hostile text is stored as it is and found by its own words")
{
    const temporary_folder folder;
    auto writer = jam_store::create(folder / "a.jam");
    const std::string text = "Robert'); DROP TABLE post; -- \"quoted\" NEAR(a, b)";
    writer.append(idea_batch(1, 1, text));
    jam_reader reader{folder / "a.jam"};
    CHECK(reader.search(text, 10).size() == 1);
    CHECK(reader.events({}, everything, 1)[0].texts[0].text == text);
}

TEST_CASE("A query is cut to a bounded number of whole words")
{
    std::string many;
    for (int i = 0; i < 100; ++i)
        many += "w" + std::to_string(i) + " ";
    const auto expression = search_expression(many);
    CHECK(expression.starts_with("\"w0\" \"w1\" "));
    CHECK(expression.ends_with(" \"w15\"*"));
    std::string umlauts;
    for (int i = 0; i < 1'000; ++i)
        umlauts += "ü";
    CHECK(search_expression(umlauts).size() == 1'024 + 3);
    CHECK(search_expression("x" + umlauts).size() == 1'023 + 3);
}

TEST_CASE("Where very many posts match, the newest come first")
{
    const temporary_folder folder;
    auto writer = jam_store::create(folder / "a.jam");
    append_batch batch;
    for (std::uint32_t n = 1; n <= 2'500; ++n) {
        batch.events.push_back(event_of(n, "post_added", 1));
        batch.rows.emplace_back(idea_row(n, n == 1 ? "park park park" : "a park among other things"));
    }
    writer.append(batch);
    jam_reader reader{folder / "a.jam"};
    CHECK(reader.search("park", 2) == std::vector<sessions::post_id>{{2'500}, {2'499}});
}
