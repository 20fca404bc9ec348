// SPDX-License-Identifier: Apache-2.0
#include "engine/net/client_brakes.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace jamhall;
using namespace jamhall::net;
using namespace jamhall::sessions;
using namespace std::chrono_literals;

namespace {

const client_brakes::clock::time_point start{1h};

client from(std::string_view address)
{
    client made;
    made.address = address_key::of(parse_address(address).value());
    return made;
}

const client one = from("192.0.2.1");
const client other = from("192.0.2.2");

/// How often it works before it is refused.
template <class Try>
int times(Try once, int most = 100'000)
{
    int count = 0;
    while (count < most && once())
        ++count;
    return count;
}

}  // namespace

TEST_CASE("client brakes: the limits are exact and each address has its own", "[net]")
{
    client_brakes brakes{{}};
    CHECK(times([&] { return brakes.take_request(one, start).has_value(); }) == 30'000);
    CHECK(times([&] { return brakes.take_upgrade(one, start).has_value(); }) == 3'000);
    CHECK(times([&] { return brakes.take_sign_in(one, start).has_value(); }) == 600);
    CHECK(brakes.take_request(other, start).has_value());
    CHECK(brakes.take_upgrade(other, start).has_value());
    CHECK(brakes.take_sign_in(other, start).has_value());

    const auto refused = brakes.take_sign_in(one, start + 1ms);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == reject_code::rate_limited);
    CHECK(refused.error().retry_after->count() == 99);
    CHECK_FALSE(brakes.take_sign_in(one, start + 99ms).has_value());
    CHECK(brakes.take_sign_in(one, start + 100ms).has_value());
    CHECK_FALSE(brakes.take_sign_in(one, start + 100ms).has_value());
    CHECK(times([&] { return brakes.take_sign_in(one, start + 1h).has_value(); }) == 600);
}

TEST_CASE("client brakes: a sign-in that fails costs ten", "[net]")
{
    client_brakes brakes{{}};
    const auto guess = [&] {
        if (!brakes.take_sign_in(one, start))
            return false;
        brakes.note_failed_sign_in(one, start);
        return true;
    };
    CHECK(times(guess) == 60);
    // Guessing on and on, it gets one in a second.
    int guessed = 0;
    for (auto now = start; now < start + 60s; now += 100ms) {
        if (brakes.take_sign_in(one, now)) {
            brakes.note_failed_sign_in(one, now);
            ++guessed;
        }
    }
    CHECK(guessed == 60);
    CHECK(brakes.take_sign_in(other, start).has_value());
}

TEST_CASE(
    "client brakes: five hundred people behind one address all get a mail, and nobody floods the outbox",
    "[net]")
{
    client_brakes brakes{{}};
    for (int person = 0; person < 500; ++person)
        CHECK(brakes.take_sign_in_mail(one, start + person * 1ms).has_value());
    CHECK(times([&] { return brakes.take_sign_in_mail(one, start + 500ms).has_value(); }) == 100);
    const auto refused = brakes.take_sign_in_mail(one, start + 500ms);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().retry_after->count() > 0);
    CHECK(refused.error().retry_after->count() <= 1'000);
    CHECK(times([&] { return brakes.take_sign_in_mail(one, start + 60s).has_value(); }) == 60);
    CHECK(brakes.take_sign_in_mail(other, start).has_value());
    CHECK(brakes.take_sign_in(one, start + 60s).has_value());
}

TEST_CASE("client brakes: five hundred people behind one address all get in within the opening minute",
          "[net]")
{
    client_brakes brakes{{}};
    const auto peer = parse_address("192.0.2.1").value();
    std::vector<client_brakes::place> lines;
    for (int person = 1; person <= 500; ++person) {
        const auto now = start + person * 60'000ms / 500;
        for (int line = 0; line < 6; ++line) {
            auto place = brakes.take_line(peer, now);
            REQUIRE(place.has_value());
            lines.push_back(std::move(*place));
        }
        for (int request = 0; request < 45; ++request)
            REQUIRE(brakes.take_request(one, now).has_value());
        REQUIRE(brakes.take_sign_in(one, now).has_value());
        for (int tab = 0; tab < 3; ++tab)
            REQUIRE(brakes.take_upgrade(one, now).has_value());
        for (int request = 0; request < 15; ++request)
            REQUIRE(brakes.take_in_jam(one, "covjam"_slug, person_id{static_cast<std::uint32_t>(person)}, now)
                        .has_value());
    }
}

TEST_CASE("client brakes: a person and a jam have their limits wherever they ask from", "[net]")
{
    client_limits limits;
    limits.requests_per_jam = 3'000;
    client_brakes brakes{limits};
    int asked = 0;
    const auto ask = [&](client_brakes::clock::time_point now) {
        return brakes.take_in_jam(asked++ % 2 == 0 ? one : other, "a"_slug, person_id{7}, now).has_value();
    };
    CHECK(times([&] { return ask(start); }) == 1'200);
    CHECK(times([&] { return ask(start + 50ms); }) == 1);
    CHECK(brakes.take_in_jam(one, "b"_slug, person_id{7}, start).has_value());
    CHECK(times([&] { return brakes.take_in_jam(one, "a"_slug, person_id{8}, start + 50ms).has_value(); }) ==
          1'200);
    CHECK(times([&] { return brakes.take_in_jam(one, "a"_slug, {}, start + 50ms).has_value(); }) == 601);
    const auto refused = brakes.take_in_jam(one, "a"_slug, {}, start + 50ms);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().retry_after->count() == 10);
}

TEST_CASE("client brakes: what a copy of the jam is made for costs its person five requests", "[net]")
{
    client_brakes brakes{{}};
    const auto ask = [&brakes](person_id who) {
        return brakes.take_in_jam(one, "a"_slug, who, start).has_value() &&
               brakes.take_beside(one, "a"_slug, who, start).has_value();
    };
    CHECK(times([&] { return ask(person_id{7}); }) == 240);
    const auto refused = brakes.take_beside(one, "a"_slug, person_id{7}, start);
    CHECK(refused.error().code == sessions::reject_code::rate_limited);
    const auto later = start + *refused.error().retry_after;
    CHECK(brakes.take_in_jam(one, "a"_slug, person_id{7}, later).has_value());
    CHECK(brakes.take_beside(one, "a"_slug, person_id{7}, later).has_value());
    CHECK(ask(person_id{8}));
    CHECK(brakes.take_beside(one, "a"_slug, {}, start).has_value());

    client_limits low;
    low.requests_per_person = 3;
    client_brakes slow{low};
    CHECK(slow.take_in_jam(one, "a"_slug, person_id{7}, start).has_value());
    CHECK(slow.take_beside(one, "a"_slug, person_id{7}, start).has_value());
}

TEST_CASE("client brakes: an address holds so many lines at a time, and gets a place back when one ends",
          "[net]")
{
    client_limits limits;
    limits.open_lines_per_address = 3;
    client_brakes brakes{limits};
    const auto peer = parse_address("2001:db8::1").value();
    const auto neighbour = parse_address("2001:db8::2").value();
    const auto stranger = parse_address("2001:db8:0:1::1").value();
    std::vector<client_brakes::place> open;
    const auto take = [&](const ip_address& who) {
        auto place = brakes.take_line(who, start);
        if (place)
            open.push_back(std::move(*place));
        return place.has_value();
    };
    CHECK(take(peer));
    CHECK(take(neighbour));
    CHECK(take(peer));
    CHECK_FALSE(take(neighbour));
    CHECK(take(stranger));
    open.erase(open.begin());
    CHECK(take(peer));
    CHECK_FALSE(take(peer));
    open.clear();
    CHECK(times([&] { return take(peer); }) == 3);
}

TEST_CASE("client brakes: lines are not opened faster than their limit, however soon they end", "[net]")
{
    client_brakes brakes{{}};
    const auto peer = parse_address("192.0.2.1").value();
    CHECK(times([&] { return brakes.take_line(peer, start).has_value(); }) == 12'000);
    CHECK(brakes.take_line(parse_address("192.0.2.2").value(), start).has_value());
    CHECK(brakes.take_line(peer, start + 5ms).has_value());
    CHECK_FALSE(brakes.take_line(peer, start + 5ms).has_value());
}

TEST_CASE("client brakes: nothing lifts a limit, loopback is spared unless told otherwise", "[net]")
{
    client_limits lifted;
    lifted.requests_per_address = lifted.sign_ins_per_address = lifted.upgrades_per_address = std::nullopt;
    lifted.lines_per_address = lifted.open_lines_per_address = std::nullopt;
    lifted.requests_per_person = lifted.requests_per_jam = std::nullopt;
    client_brakes none{lifted};
    const auto peer = parse_address("192.0.2.1").value();
    const auto all = [&](client_brakes& brakes, const client& who, const ip_address& at) {
        brakes.note_failed_sign_in(who, start);
        const bool has_place = brakes.take_line(at, start).has_value();
        return has_place && brakes.take_request(who, start).has_value() &&
               brakes.take_sign_in(who, start).has_value() && brakes.take_upgrade(who, start).has_value() &&
               brakes.take_in_jam(who, "a"_slug, person_id{1}, start).has_value();
    };
    CHECK(times([&] { return all(none, one, peer); }) == 100'000);

    const auto loopback = parse_address("127.0.0.1").value();
    client local = from("127.0.0.1");
    local.is_local = true;
    client_brakes usual{{}};
    CHECK(times([&] { return all(usual, local, loopback); }) == 100'000);
    client_limits strict;
    strict.spares_loopback = false;
    client_brakes unsparing{strict};
    CHECK(times([&] { return all(unsparing, local, loopback); }) < 600);

    // Behind a proxy nobody named there is no telling who; by name they are braked all the same.
    client nobody = from("127.0.0.1");
    nobody.is_known = false;
    client_brakes again{{}};
    CHECK(times([&] { return again.take_request(nobody, start).has_value(); }) == 100'000);
    CHECK(times([&] { return again.take_in_jam(nobody, "a"_slug, person_id{1}, start).has_value(); }) ==
          1'200);
}
