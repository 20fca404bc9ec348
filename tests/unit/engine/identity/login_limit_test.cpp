// SPDX-License-Identifier: Apache-2.0
// How many logins somebody may have at a time.
#include "engine/identity/logins.hpp"
#include "tests/unit/engine/identity/hall_file.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace jamhall;
using namespace jamhall::identity;
using identity::logins;
using std::chrono::hours;

namespace {

sessions::instant minute(std::size_t number)
{
    return start + sessions::duration{60'000 * static_cast<std::int64_t>(number)};
}

std::size_t living(logins& all, const std::vector<std::string>& secrets, sessions::instant now)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        secrets, [&](const auto& secret) { return all.find(secret, now).has_value(); }));
}

proof of_somebody(std::size_t which)
{
    proof made;
    switch (which) {
    case 0: return person_in(covjam, 7);
    case 1: made.email = "olga@council.example"; break;
    case 2:
        made.is_admin = true;
        made.subject = "ira";
        break;
    default: made.is_admin = true; break;
    }
    return made;
}

}  // namespace

TEST_CASE(
    "logins: whoever signs in for the twenty-first time loses the login that was not used for the longest",
    "[identity]")
{
    hall_file file;
    const auto who = GENERATE(range(std::size_t{0}, std::size_t{4}));
    std::vector<std::string> secrets;
    login_id second = 0;
    std::string somebody_else;
    {
        logins before{*file.kept, file.writer, start};
        somebody_else = file.sign_in(before, std::nullopt, person_in(covjam, 8));
        for (std::size_t i = 0; i < 10; ++i)
            secrets.push_back(file.sign_in(before, std::nullopt, of_somebody(who), minute(i)));
        second = before.find(secrets[1], minute(10))->id;
    }
    logins all{*file.kept, file.writer, minute(10)};  // and over a restart
    told_logins told{all};
    for (std::size_t i = 10; i < logins_per_person_max; ++i)
        secrets.push_back(file.sign_in(all, std::nullopt, of_somebody(who), minute(i)));
    CHECK(living(all, secrets, minute(20)) == logins_per_person_max);
    CHECK(told.all.empty());

    const auto later = minute(90);
    CHECK(all.find(secrets[0], later));  // which is used, now
    secrets.push_back(file.sign_in(all, std::nullopt, of_somebody(who), later));
    CHECK(told.all == std::vector{second});
    CHECK_FALSE(all.find(secrets[1], later));
    CHECK(living(all, secrets, later) == logins_per_person_max);
    CHECK(all.find(somebody_else, later));
    file.writer.stop();
    CHECK(file.kept->logins(later).size() == logins_per_person_max + 1);
}

TEST_CASE("logins: signing in again in the same browser is no further login", "[identity]")
{
    hall_file file;
    logins all{*file.kept, file.writer, start};
    told_logins told{all};
    const auto elsewhere = file.sign_in(all, std::nullopt, person_in(covjam, 7));
    auto secret = file.sign_in(all, std::nullopt, person_in(covjam, 7));
    for (std::size_t i = 0; i < 3 * logins_per_person_max; ++i)
        secret = file.sign_in(all, secret, person_in(covjam, 7), minute(i));
    CHECK(all.find(elsewhere, start));
    CHECK(told.all.empty());
}

TEST_CASE("logins: a browser in which many people signed in takes nobody's other logins", "[identity]")
{
    hall_file file;
    logins all{*file.kept, file.writer, start};
    told_logins told{all};
    std::vector<std::string> secrets;
    std::string shared = file.sign_in(all, std::nullopt, proof{true, {}});
    for (std::uint32_t person = 1; person <= 2 * logins_per_person_max; ++person) {
        secrets.push_back(file.sign_in(all, std::nullopt, person_in(covjam, person)));
        shared = file.sign_in(all, shared, person_in(covjam, person));
    }
    CHECK(living(all, secrets, start) == secrets.size());
}
