// SPDX-License-Identifier: Apache-2.0
#include "engine/live/people_register.hpp"
#include "engine/live/pseudonym.hpp"
#include "tests/unit/engine/live/running_jam.hpp"

#include <boost/asio/co_spawn.hpp>
#include <catch2/catch.hpp>

#include <optional>
#include <vector>

using namespace jamhall;
using namespace jamhall::test;
using Catch::Matchers::EndsWith;
using live::arrival;
using sessions::way_in;

namespace {

sessions::plan open_plan(bool has_pseudonyms = false)
{
    auto planned = plan_for_now(sessions::ballot_switch::support, sessions::tallies_switch::sealed);
    planned.policy.admission = {
        {true, true, {}, {"city.example"}}, {true, true, {}, {}}, {true, true, {}, {}}, has_pseudonyms};
    return planned;
}

sessions::outcome<person_id> admit(running_jam& jam, arrival who)
{
    live::jam_runner runner{jam.core().shared_from_this()};
    std::optional<sessions::outcome<person_id>> got;
    boost::asio::co_spawn(jam.core().on().at(0).loop, runner.admit(std::move(who)),
                          [&](std::exception_ptr, sessions::outcome<person_id> given) { got = given; });
    jam.settle([&] { return got.has_value(); });
    return *got;
}

/// The same for somebody who must get in.
person_id admitted(running_jam& jam, arrival who)
{
    const auto person = admit(jam, std::move(who));
    REQUIRE(person.has_value());
    return *person;
}

arrival by_mail(std::string email, std::string name = "Nia")
{
    arrival who;
    who.email = std::move(email);
    who.name = std::move(name);
    return who;
}

arrival by_provider(std::string subject, std::string email, std::string name = "Omar")
{
    arrival who;
    who.way = way_in::oidc;
    who.subject = std::move(subject);
    who.email = std::move(email);
    who.name = std::move(name);
    return who;
}

}  // namespace

TEST_CASE("PE9: somebody who arrives by mail is added once and known from then on, also after a restart",
          "[live]")
{
    running_jam jam{open_plan()};
    const auto first = admitted(jam, by_mail("nia@city.example"));
    CHECK(first.value == cast_size + 1);
    const auto& nia = jam.core().state().at(first);
    CHECK(nia.entry.name == "Nia");
    CHECK(nia.entry.came_by == way_in::email);
    CHECK(nia.has_registered);
    CHECK(admitted(jam, by_mail("NIA@City.Example", "Somebody else")) == first);
    jam.reopen();
    CHECK(admitted(jam, by_mail("nia@city.example")) == first);
    CHECK(jam.core().state().people.size() == cast_size + 1);
    CHECK(jam.core().state().at(first).entry.came_by == way_in::email);
}

TEST_CASE("PE9: who does not get in leaves nothing behind", "[live]")
{
    running_jam jam{open_plan()};
    CHECK(admit(jam, by_mail("nia@other.example")).error().code == reject_code::not_allowed);
    CHECK(admit(jam, by_mail("nia@city.example", "")).error().field == "name");
    CHECK(admit(jam, by_mail("nia@city.example", jam.core().state().at(olga).entry.name)).error().field ==
          "name");
    auto known_only = by_mail("nia@city.example");
    known_only.may_be_new = false;
    CHECK(admit(jam, known_only).error().code == reject_code::not_allowed);
    CHECK(jam.core().state().people.size() == cast_size);

    running_jam shut{plan_for_now(sessions::ballot_switch::support, sessions::tallies_switch::sealed)};
    CHECK(admit(shut, by_mail("nia@city.example")).error().code == reject_code::not_allowed);
}

TEST_CASE("PE9: a provider's subject stays with the person, whatever becomes of the address", "[live]")
{
    running_jam jam{open_plan()};
    const auto first = admitted(jam, by_provider("https://id.example sub-1", "omar@city.example"));
    CHECK(admitted(jam, by_provider("https://id.example sub-1", "omar.new@city.example")) == first);
    const auto other = admitted(jam, by_provider("https://id.example sub-2", "", "Oona"));
    CHECK(other != first);

    // Somebody who came by mail is known by the provider's verified address, and by its subject from then on.
    const auto nia = admitted(jam, by_mail("nia@city.example"));
    CHECK(admitted(jam, by_provider("https://id.example sub-3", "nia@city.example")) == nia);
    jam.reopen();
    CHECK(admitted(jam, by_provider("https://id.example sub-3", "")) == nia);
    CHECK(admitted(jam, by_provider("https://id.example sub-2", "")) == other);
}

TEST_CASE("PE9: a person keeps the first account, and a second provider knows them by the address alone",
          "[live]")
{
    running_jam jam{open_plan()};
    const auto first = admitted(jam, by_provider("council.1", "omar@city.example"));
    for (int i = 0; i < 2; ++i) {
        CHECK(admitted(jam, by_provider("other.7", "omar@city.example")) == first);
        // Neither of the two takes the place of the other.
        CHECK(admitted(jam, by_provider("council.1", "omar.new@city.example")) == first);
        CHECK(admit(jam, by_provider("council.2", "omar@city.example")).error().code ==
              reject_code::not_allowed);
        jam.reopen();
    }
    auto elsewhere = by_provider("other.7", "");
    elsewhere.may_be_new = false;
    CHECK(admit(jam, elsewhere).error().code == reject_code::not_allowed);
}

TEST_CASE("PE9: who was removed does not come in again by another way", "[live]")
{
    running_jam jam{open_plan()};
    const auto nia = admitted(jam, by_mail("nia@city.example"));
    REQUIRE(jam.ask(olga, sessions::command{sessions::remove_person{nia, "Spam."}}).has_value());
    CHECK(admit(jam, by_mail("nia@city.example")).error().code == reject_code::not_allowed);
}

TEST_CASE("PE9: who was removed is signed out everywhere, and once more when they are let in again", "[live]")
{
    std::vector<person_id> told;
    running_jam jam{open_plan(), [&](live::jam_setting& setting) {
                        setting.sign_out_everywhere = [&](const auto& of, const auto& people) {
                            CHECK(of == jam.core().id());
                            told.insert(told.end(), people.begin(), people.end());
                        };
                    }};
    const auto nia = admitted(jam, by_mail("nia@city.example"));
    REQUIRE(jam.ask(olga, sessions::command{sessions::remove_person{nia, "Spam."}}).has_value());
    jam.settle([&] { return !told.empty(); });
    REQUIRE(jam.ask(olga, sessions::command{sessions::readmit_person{nia, ""}}).has_value());
    jam.settle([&] { return told.size() > 1; });
    CHECK(told == std::vector{nia, nia});
}

TEST_CASE("ER1: who was erased does not come in again, even by an address that was put back", "[live]")
{
    running_jam jam{open_plan()};
    const auto nia = admitted(jam, by_mail("nia@city.example"));
    REQUIRE(
        jam.ask(rosa, sessions::command{sessions::erase_person{nia, sessions::erasure_scope::identity, ""}})
            .has_value());
    store::identity row;
    row.person = nia;
    row.email = "nia@city.example";
    jam.core().people().put(row);
    CHECK(admit(jam, by_mail("nia@city.example")).error().code == reject_code::not_allowed);
}

TEST_CASE("PE10: with pseudonyms nobody's own name is kept", "[live]")
{
    running_jam jam{open_plan(true)};
    const auto nia = admitted(jam, by_mail("nia@city.example", "Nia Real"));
    const auto& name = jam.core().state().at(nia).entry.name;
    CHECK(name.find("Nia") == std::string::npos);
    CHECK_THAT(name, EndsWith(" " + std::to_string(nia.value)));
}

TEST_CASE("A register finds people by each of their ways, and no longer by what was replaced")
{
    live::people_register people;
    store::identity row;
    row.person = person_id{3};
    row.email = "Ada@City.Example";
    row.token_hash = base::sha256_of("token");
    row.code_hash = base::sha256_of("code");
    row.subject = "https://id.example 7";
    people.put(row);
    CHECK(people.with_email("ada@city.example") == person_id{3});
    CHECK(people.with_token(base::sha256_of("token")) == person_id{3});
    CHECK(people.with_code(base::sha256_of("code")) == person_id{3});
    CHECK(people.with_subject("https://id.example 7") == person_id{3});
    CHECK_FALSE(people.with_email(""));
    CHECK_FALSE(people.with_subject(""));
    CHECK(people.row_of(person_id{3}) == row);
    people.put_code(person_id{3}, base::sha256_of("other code"));
    CHECK_FALSE(people.with_code(base::sha256_of("code")));
    people.drop_token(person_id{3});
    CHECK_FALSE(people.with_token(base::sha256_of("token")));
    CHECK_FALSE(people.with_code(base::sha256_of("other code")));
    CHECK(people.row_of(person_id{3}).subject == "https://id.example 7");
}
