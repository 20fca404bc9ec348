// SPDX-License-Identifier: Apache-2.0
#include "engine/identity/code_tries.hpp"

#include "engine/identity/spoken_code.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <set>
#include <unordered_set>

using namespace jamhall::identity;
using namespace std::chrono_literals;
using when = code_tries::clock::time_point;

namespace {

constexpr when start{1'000h};

/// How long one that is looked up at once would have to wait.
auto wait_of(code_tries& tries, std::optional<std::uint64_t> address, when now)
{
    const auto wait = tries.begin(address, now);
    if (!wait)
        tries.end(address);
    return wait;
}

}  // namespace

TEST_CASE("An address has five wrong tries, then waits ever longer, up to a quarter of an hour")
{
    code_tries tries;
    when now = start;
    for (int i = 0; i < 5; ++i) {
        CHECK_FALSE(wait_of(tries, 1, now));
        tries.note_wrong(1, now);
    }
    std::vector<code_tries::clock::duration> waits;
    for (int i = 0; i < 8; ++i) {
        const auto wait = wait_of(tries, 1, now);
        REQUIRE(wait.has_value());
        waits.push_back(*wait);
        now += *wait;
        CHECK_FALSE(wait_of(tries, 1, now));
        tries.note_wrong(1, now);
    }
    CHECK(waits.front() == 12s);
    CHECK(waits[1] == 24s);
    CHECK(std::is_sorted(waits.begin(), waits.end()));
    CHECK(waits.back() <= 15min);
    CHECK_FALSE(wait_of(tries, 2, now));
    CHECK_FALSE(wait_of(tries, 1, now + 3h));
}

TEST_CASE("A hall behind one address is not held up by the few who mistype")
{
    code_tries tries;
    when now = start;
    std::mt19937 draws{1};
    int held_up = 0;
    for (int person = 0; person < 500; ++person, now += 120ms) {
        if (wait_of(tries, 7, now))
            ++held_up;
        else if (draws() % 20 == 0)
            tries.note_wrong(7, now);
        else
            tries.note_right(7, now);
    }
    CHECK(held_up == 0);
}

TEST_CASE("Codes sent at once get no more looks than one after the other")
{
    code_tries tries;
    int looked_at = 0;
    for (int i = 0; i < 100; ++i)
        looked_at += !tries.begin(1, start);
    CHECK(looked_at == 5);
    CHECK(tries.begin(1, start) == code_tries::clock::duration{1s});
    for (int i = 0; i < 5; ++i) {
        tries.note_wrong(1, start);
        tries.end(1);
    }
    CHECK(tries.begin(1, start) == code_tries::clock::duration{12s});
    CHECK_FALSE(tries.begin(1, start + 12s));  // one, and no second beside it
    CHECK(tries.begin(1, start + 12s).has_value());
    tries.note_right(1, start + 12s);
    tries.end(1);
    CHECK_FALSE(tries.begin(1, start + 12s));

    code_tries all;
    looked_at = 0;
    for (std::uint64_t i = 0; i < 10'000; ++i)
        looked_at += !all.begin(i, start);
    CHECK(looked_at == 600);
}

TEST_CASE("Over all addresses 600 wrong tries a minute are looked at")
{
    code_tries tries;
    std::uint64_t looked_at = 0;
    for (std::uint64_t i = 0; i < 10'000; ++i)
        if (!wait_of(tries, i, start)) {
            tries.note_wrong(i, start);
            ++looked_at;
        }
    CHECK(looked_at == 600);
    CHECK(wait_of(tries, 99'999, start).has_value());
    CHECK(wait_of(tries, std::nullopt, start).has_value());
    CHECK_FALSE(wait_of(tries, 99'999, start + 1s));
}

TEST_CASE("Ten million tries from a hundred thousand addresses find no code of a hall")
{
    // A year of attack at the limit is 3.2e8 tries of 2^40 codes: with ten codes open all year, 0.003 are hit.
    constexpr int tries_made = 10'000'000;
    code_tries tries;
    std::unordered_set<std::uint64_t> open;
    std::mt19937_64 draws{20261126};
    constexpr std::uint64_t space = std::uint64_t{1} << (5 * join_code_size);
    while (open.size() < 10)
        open.insert(draws() % space);
    when now = start;
    int looked_at = 0;
    int hits = 0;
    for (int i = 0; i < tries_made; ++i, now += 20ms) {
        const std::uint64_t from = static_cast<std::uint64_t>(i) % 100'000;
        if (wait_of(tries, from, now))
            continue;
        ++looked_at;
        if (open.contains(draws() % space))
            ++hits;
        else
            tries.note_wrong(from, now);
    }
    const double minutes = std::chrono::duration<double, std::ratio<60>>(now - start).count();
    CHECK(hits == 0);
    CHECK(looked_at <= 600 * (minutes + 1));
    CHECK(looked_at > 500'000);  // the brakes brake, they do not shut
}

TEST_CASE("One address alone gets nowhere with ten million tries")
{
    code_tries tries;
    when now = start;
    int looked_at = 0;
    for (int i = 0; i < 10'000'000; ++i, now += 10ms)
        if (!wait_of(tries, 1, now)) {
            ++looked_at;
            tries.note_wrong(1, now);
        }
    // A bit more than a day.
    CHECK(looked_at < 600);
}

TEST_CASE("Codes are of 32 letters and digits that are not mistaken for each other, however they are typed")
{
    std::set<char> seen;
    for (int i = 0; i < 300; ++i)
        for (const char c : make_spoken_code(join_code_size))
            seen.insert(c);
    CHECK(seen.size() == 32);
    for (const char c : {'I', 'L', 'O', 'U'})
        CHECK_FALSE(seen.contains(c));
    CHECK(normal_code(" k7qm-3xrt ") == "K7QM3XRT");
    CHECK(normal_code("O1Il oo") == "011100");
    CHECK(normal_code(std::string(1'000, 'A')).size() == 64);
    CHECK(grouped_code("K7QM3XRT") == "K7QM-3XRT");
    CHECK(hash_of_code("A") != hash_of_code("B"));
}
