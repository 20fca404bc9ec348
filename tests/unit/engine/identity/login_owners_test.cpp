// SPDX-License-Identifier: Apache-2.0
// Whose logins are which, found without going past anybody else's.
#include "engine/identity/login_owners.hpp"

#include "engine/identity/logins.hpp"
#include "tests/unit/engine/identity/hall_file.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace jamhall;
using namespace jamhall::identity;
using identity::logins;

namespace {

store::login login_of(login_id id, std::uint32_t person)
{
    store::login made;
    made.id = id;
    made.people.emplace_back(covjam, person_id{person});
    return made;
}

const owner_key seven = owner_of_person(covjam, person_id{7});
const owner_key eight = owner_of_person(covjam, person_id{8});

}  // namespace

TEST_CASE("login owners: among very many logins one's own are found alone", "[identity]")
{
    login_owners owners;
    for (std::uint32_t person = 1; person <= 10'000; ++person)
        owners.note(login_of(person, person));
    owners.note(login_of(20'000, 7));
    CHECK(owners.logins_of({seven}) == std::vector<login_id>{7, 20'000});
    CHECK(owners.logins_of({eight, seven, eight}) == std::vector<login_id>{7, 8, 20'000});
    CHECK(owners.logins_of({owner_of_person(other_jam, person_id{7})}).empty());
    CHECK(owners.logins_of({}).empty());
    CHECK(owners.count_of(seven) == 2);
}

TEST_CASE("login owners: a login is its people's, its address's, and its account's or the token's",
          "[identity]")
{
    login_owners owners;
    store::login l = login_of(1, 7);
    l.email = "olga@council.example";
    l.is_admin = true;
    owners.note(l);
    const auto token = owners_of(proof{true, {}});
    CHECK(owners.logins_of({seven}).size() == 1);
    CHECK(owners.logins_of({owner_of_email("olga@council.example")}).size() == 1);
    CHECK(owners.logins_of(token).size() == 1);
    owners.forget(l);
    l.subject = "ira";
    owners.note(l);
    CHECK(owners.logins_of(token).empty());
    proof ira;
    ira.subject = "ira";
    CHECK(owners.logins_of(owners_of(ira)).size() == 1);
}

TEST_CASE("login owners: what is forgotten is gone, once for each time it was noted", "[identity]")
{
    login_owners owners;
    owners.note(login_of(1, 7));
    owners.note(login_of(1, 7));  // while its secret is renewed
    CHECK(owners.count_of(seven) == 2);
    CHECK(owners.logins_of({seven}).size() == 1);
    owners.forget(login_of(1, 7));
    CHECK(owners.logins_of({seven}).size() == 1);
    owners.forget(login_of(1, 7));
    owners.forget(login_of(1, 7));
    CHECK(owners.logins_of({seven}).empty());
    CHECK(owners.count_of(seven) == 0);
}

TEST_CASE("logins: are listed and ended as whoever they stand for by now", "[identity]")
{
    hall_file file;
    logins all{*file.kept, file.writer, start};
    const auto secret = file.sign_in(all, std::nullopt, person_in(covjam, 7));
    const auto elsewhere = file.sign_in(all, std::nullopt, person_in(other_jam, 9));
    const auto id = all.find(secret, start)->id;
    CHECK(all.logins_of(other_jam, person_id{9}).size() == 1);

    boost::asio::io_context loop;
    auto joined = boost::asio::co_spawn(loop, all.join(id, other_jam, person_id{9}), boost::asio::use_future);
    loop.run();
    joined.get();
    CHECK(all.logins_of(other_jam, person_id{9}).size() == 2);
    CHECK(all.logins_of(all.find(elsewhere, start).value(), start).size() == 2);

    all.end_logins_of(other_jam, {person_id{9}});
    CHECK(all.logins_of(other_jam, person_id{9}).empty());
    CHECK_FALSE(all.find(elsewhere, start));
    CHECK(all.logins_of(covjam, person_id{7}).size() == 1);
    CHECK(all.logins_of(all.find(secret, start).value(), start).size() == 1);

    file.sign_out(all, secret);
    CHECK(all.logins_of(covjam, person_id{7}).empty());
}
