// SPDX-License-Identifier: Apache-2.0
#include "engine/store/search.hpp"

#include "engine/store/blob.hpp"

namespace jamhall::store {
namespace {

constexpr std::size_t typed_bytes_max = 1'024;
constexpr std::size_t words_max = 16;

/// Ranking looks at every match; up to so many it takes a few milliseconds.
constexpr std::int64_t ranked_matches_max = 2'000;

/// ASCII that no word holds. Everything above ASCII is left to the tokenizer, which knows Unicode.
bool parts_words(char c)
{
    const bool is_word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return static_cast<unsigned char>(c) < 0x80 && !is_word;
}

std::string_view cut(std::string_view typed)
{
    if (typed.size() <= typed_bytes_max)
        return typed;
    std::size_t size = typed_bytes_max;
    while (size > 0 && (static_cast<unsigned char>(typed[size]) & 0xc0U) == 0x80)
        --size;
    return typed.substr(0, size);
}

}  // namespace

std::string search_expression(std::string_view typed)
{
    typed = cut(typed);
    std::string expression;
    std::size_t words = 0;
    std::size_t last_bytes = 0;
    for (std::size_t at = 0; at < typed.size() && words < words_max;) {
        if (parts_words(typed[at])) {
            ++at;
            continue;
        }
        const std::size_t begin = at;
        while (at < typed.size() && !parts_words(typed[at]))
            ++at;
        expression += words++ == 0 ? "\"" : " \"";
        expression += typed.substr(begin, at - begin);
        expression += '"';
        last_bytes = at - begin;
    }
    // A single ASCII letter begins so many words that looking through them takes long and finds nothing.
    if (last_bytes > 1)
        expression += '*';
    return expression;
}

std::vector<sessions::post_id> search_posts(database& on, std::string_view typed, std::size_t limit)
{
    const std::string expression = search_expression(typed);
    if (expression.empty())
        return {};
    bool is_ranked = false;
    {
        auto count =
            on.prepare("SELECT count(*) FROM (SELECT 1 FROM post_search WHERE post_search MATCH ? LIMIT ?)");
        count.bind_all(expression, ranked_matches_max + 1).step();
        is_ranked = count.integer(0) <= ranked_matches_max;
    }
    auto rows = on.prepare(
        is_ranked
            ? "SELECT rowid FROM post_search WHERE post_search MATCH ? ORDER BY rank, rowid DESC LIMIT ?"
            : "SELECT rowid FROM post_search WHERE post_search MATCH ? ORDER BY rowid DESC LIMIT ?");
    rows.bind_all(expression, static_cast<std::int64_t>(limit));
    std::vector<sessions::post_id> found;
    while (rows.step())
        found.push_back(id_of<sessions::post_id>(rows.integer(0)));
    return found;
}

}  // namespace jamhall::store
