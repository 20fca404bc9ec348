// SPDX-License-Identifier: Apache-2.0
#include "sessions/core/assert.hpp"
#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/core/outcome.hpp"
#include "sessions/core/slug.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <type_traits>

using namespace jamhall::sessions;

TEST_CASE("A slug is 1 to 40 of a-z, 0-9 and hyphen")
{
    CHECK(slug::parse("known-for-2")->view() == "known-for-2");
    CHECK(slug::parse(std::string(40, 'a'))->str() == std::string(40, 'a'));
    CHECK_FALSE(slug::parse(std::string(41, 'a')));
    CHECK_FALSE(slug::parse(""));
    for (const auto* wrong : {"Streets", "a b", "a_b", "ä", "a/b", "a."})
        CHECK_FALSE(slug::parse(wrong));
}

TEST_CASE("Slugs compare by what they say")
{
    CHECK("parks"_slug == *slug::parse("parks"));
    CHECK_FALSE("parks"_slug == "park"_slug);
    CHECK("a"_slug < "b"_slug);
    CHECK("a"_slug < "aa"_slug);
}

TEST_CASE("Ids of different things are different types, and 0 is none")
{
    STATIC_REQUIRE_FALSE(std::is_convertible_v<post_id, person_id>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<std::uint32_t, post_id>);
    CHECK_FALSE(post_id{});
    CHECK(post_id{1});
    CHECK(post_id{1} < post_id{2});
}

TEST_CASE("Instants differ by durations of milliseconds")
{
    const instant noon{1'000'000};
    CHECK((noon + std::chrono::seconds{1}) - noon == duration{1'000});
    CHECK(noon - std::chrono::seconds{1} == instant{999'000});
}

TEST_CASE("Each refusal code has its own word on the wire")
{
    std::set<std::string_view> words;
    for (int code = 0; code <= static_cast<int>(reject_code::legal_hold); ++code)
        words.insert(name_of(static_cast<reject_code>(code)));
    CHECK(words.size() == static_cast<std::size_t>(reject_code::legal_hold) + 1);
    CHECK(words.contains("phase_closed"));
    CHECK_FALSE(words.contains("unknown"));
}

TEST_CASE("Reading a refusal as a value is a bug, not a crash")
{
    const outcome<int> refused = refuse(reject_code::bad_field, "minutes", "Too many.");
    CHECK_THROWS_AS(refused.value(), std::logic_error);
}

TEST_CASE("A broken invariant names what does not hold")
{
    CHECK_NOTHROW(ensure(true, "the sky is blue"));
    CHECK_THROWS_WITH(ensure(false, "the sky is blue"), "broken invariant: the sky is blue");
}
