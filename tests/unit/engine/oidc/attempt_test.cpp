// SPDX-License-Identifier: Apache-2.0
#include "engine/oidc/attempt.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace jamhall;
using namespace jamhall::oidc;
using namespace jamhall::sessions;

namespace {

constexpr instant start{1'800'000'000'000};
constexpr std::string_view browser = "the secret of a browser's cookie";

attempt begun()
{
    return new_attempt("council", "covjam"_slug, start);
}

}  // namespace

TEST_CASE("attempt: what was sealed comes back once, in the same browser", "[oidc]")
{
    attempt_seal seal;
    const attempt what = begun();
    const std::string state = seal.seal(what, browser);
    CHECK(state.find(what.verifier) == std::string::npos);
    CHECK_FALSE(seal.open_once(state, "another browser's", start));
    CHECK_FALSE(seal.open_once(state, "", start));
    CHECK(seal.open_once(state, browser, start) == what);
    CHECK_FALSE(seal.open_once(state, browser, start));
    CHECK(seal.look_into(state, browser) == what);
    CHECK_FALSE(seal.look_into(state, "another browser's"));

    const attempt nowhere = new_attempt("council", std::nullopt, start);
    CHECK(seal.open_once(seal.seal(nowhere, browser), browser, start) == nowhere);
}

TEST_CASE("attempt: a state that was tampered with, of another hall or too old opens nothing", "[oidc]")
{
    attempt_seal seal;
    const std::string state = seal.seal(begun(), browser);
    for (std::size_t i = 0; i < state.size(); ++i) {
        std::string changed = state;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        CHECK_FALSE(seal.open_once(changed, browser, start));
        CHECK_FALSE(seal.open_once(state.substr(0, i), browser, start));
    }
    CHECK_FALSE(seal.open_once(state + "A", browser, start));
    CHECK_FALSE(seal.open_once(std::string(100'000, 'A'), browser, start));
    CHECK_FALSE(attempt_seal{}.open_once(state, browser, start));
    CHECK_FALSE(seal.open_once(state, browser, start + attempt_lasts));
    CHECK(seal.open_once(state, browser, start + attempt_lasts - duration{1}));
}

TEST_CASE("attempt: every one has secrets of its own", "[oidc]")
{
    attempt_seal seal;
    std::set<std::string> seen;
    const attempt same = begun();
    for (int i = 0; i < 100; ++i) {
        const attempt made = begun();
        CHECK(made.verifier.size() == 43);
        CHECK(seen.insert(made.verifier).second);
        CHECK(seen.insert(made.nonce).second);
        CHECK(seen.insert(seal.seal(same, browser)).second);
    }
}

TEST_CASE(
    "attempt: whoever wastes states shuts out nobody: the oldest is forgotten, no more than the bound kept",
    "[oidc]")
{
    constexpr std::size_t bound = 100;
    attempt_seal seal{bound};
    const attempt old = begun();
    const std::string oldest = seal.seal(old, browser);
    REQUIRE(seal.open_once(oldest, browser, start));
    const attempt what = new_attempt("council", std::nullopt, start + duration{1});
    const std::string first = seal.seal(what, browser);
    REQUIRE(seal.open_once(first, browser, start + duration{1}));
    for (std::size_t i = 2; i < bound; ++i)
        REQUIRE(seal.open_once(seal.seal(what, browser), browser, start + duration{1}));
    CHECK_FALSE(seal.open_once(oldest, browser, start + duration{1}));
    CHECK(seal.open_once(seal.seal(what, browser), browser, start + duration{1}));
    CHECK_FALSE(seal.open_once(first, browser, start + duration{1}));
    CHECK(seal.open_once(oldest, browser, start + duration{1}));
}

TEST_CASE(
    "attempt: a state that was used is good no more until it is too old, also when the clock is set back",
    "[oidc]")
{
    attempt_seal seal;
    const std::string state = seal.seal(begun(), browser);
    const duration nearly = std::chrono::duration_cast<duration>(attempt_lasts) - duration{1};
    REQUIRE(seal.open_once(state, browser, start - nearly));
    const attempt other = new_attempt("council", std::nullopt, start + nearly);
    REQUIRE(seal.open_once(seal.seal(other, browser), browser, start + nearly));
    CHECK_FALSE(seal.open_once(state, browser, start + nearly));
    CHECK_FALSE(seal.open_once(state, browser, start));
}
