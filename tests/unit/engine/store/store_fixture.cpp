// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/engine/store/store_fixture.hpp"

#include "tests/unit/engine/store/played_jam.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>

namespace jamhall::store {

using namespace sessions;

temporary_folder::temporary_folder()
{
    auto pattern = (std::filesystem::temp_directory_path() / "jamhall-store-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
}

temporary_folder::~temporary_folder()
{
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string read_file(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    REQUIRE(in.good());
    return {std::istreambuf_iterator<char>{in}, {}};
}

void write_file(const std::filesystem::path& file, std::string_view content)
{
    std::ofstream out{file, std::ios::binary | std::ios::trunc};
    out << content;
    REQUIRE(out.good());
}

void make_jam_file(const std::filesystem::path& file)
{
    static const std::string content = [] {
        const temporary_folder folder;
        {
            auto writer = jam_store::create(folder / "a.jam");
            play(writer, small_jam());
        }
        return read_file(folder / "a.jam");
    }();
    write_file(file, content);
}

codec::stored_event event_of(std::uint64_t offset, std::string_view type, std::uint32_t actor,
                             std::vector<codec::stored_text> texts)
{
    return {.offset = {offset},
            .at = {1'000 + static_cast<std::int64_t>(offset)},
            .actor = {actor},
            .type = std::string{type},
            .body = R"({"v":1,"n":)" + std::to_string(offset) + "}",
            .texts = std::move(texts)};
}

codec::stored_text text_of(std::string_view field, std::uint32_t person, std::string_view text)
{
    codec::stored_text made{
        .field = std::string{field}, .person = {person}, .salt = {}, .text = std::string{text}};
    made.salt.fill(0x5a);
    return made;
}

post_row idea_row(std::uint32_t post, std::string_view text)
{
    post_row row;
    row.id = {post};
    row.forum = "ideas"_slug;
    row.kind = post_kind::idea;
    row.author = {1};
    row.text = text;
    row.at = {2'000};
    return row;
}

append_batch idea_batch(std::uint64_t offset, std::uint32_t post, std::string_view text)
{
    append_batch batch;
    batch.events.push_back(event_of(offset, "post_added", 1, {text_of("/text", 1, text)}));
    batch.rows.emplace_back(idea_row(post, text));
    return batch;
}

void add_ballot(append_batch& batch, std::uint64_t offset, std::uint32_t post, std::uint32_t person,
                choice says)
{
    batch.events.push_back(event_of(offset, "ballot_cast", person));
    batch.rows.emplace_back(ballot_row{.phase = "choose"_slug,
                                       .post = {post},
                                       .person = {person},
                                       .says = says,
                                       .at = batch.events.back().at});
    batch.keys.push_back({.person = {person},
                          .key = "key-" + std::to_string(offset),
                          .digest = {},
                          .offset = {offset},
                          .post = {}});
}

}  // namespace jamhall::store
