// SPDX-License-Identifier: Apache-2.0
#include "engine/store/hall_store.hpp"

#include "tests/unit/engine/store/store_fixture.hpp"

#include <array>
#include <chrono>

using namespace jamhall;
using namespace jamhall::store;
using sessions::operator""_slug;

namespace {

login login_of(std::string_view cookie, std::int64_t expires_at_ms, bool is_admin = false)
{
    return {.cookie_hash = base::sha256_of(cookie),
            .is_admin = is_admin,
            .created_at = {10},
            .used_at = {20},
            .expires_at = {expires_at_ms},
            .people = {}};
}

hall_jam jam_of(sessions::slug id)
{
    return {.id = id, .title = "Title; of \"it\"", .file = id.str() + ".jam", .created_at = {5}};
}

using people_in_jams = std::vector<std::pair<sessions::slug, sessions::person_id>>;

login login_of(std::string_view cookie, std::int64_t expires_at_ms, people_in_jams people)
{
    auto made = login_of(cookie, expires_at_ms);
    made.people = std::move(people);
    return made;
}

/// A hall with the jams `one` and `two`.
struct hall_of_two {
    temporary_folder folder;
    hall_store hall{folder / "hall.db"};

    hall_of_two()
    {
        hall.add_jam(jam_of("one"_slug));
        hall.add_jam(jam_of("two"_slug));
    }
};

}  // namespace

TEST_CASE("The hall keeps its directory, settings and admin token across openings")
{
    const temporary_folder folder;
    const auto token = base::sha256_of("admin");
    {
        hall_store hall{folder / "hall.db"};
        CHECK(hall.jams().empty());
        CHECK_FALSE(hall.admin_token_hash().has_value());
        CHECK_FALSE(hall.setting("public_url").has_value());
        hall.add_jam(jam_of("zebra"_slug));
        hall.add_jam(jam_of("apple"_slug));
        hall.set_setting("public_url", "http://a");
        hall.set_setting("public_url", "http://b");
        hall.set_admin_token_hash(token);
    }
    hall_store hall{folder / "hall.db"};
    CHECK(hall.jams() == std::vector{jam_of("zebra"_slug), jam_of("apple"_slug)});
    CHECK(hall.setting("public_url") == "http://b");
    CHECK(hall.admin_token_hash() == token);
    CHECK(fault_of([&] { hall.add_jam(jam_of("apple"_slug)); }) == store_fault::conflict);
}

TEST_CASE("Logins are kept with their people until they expire or are removed")
{
    hall_of_two scene;
    auto& hall = scene.hall;
    auto ada = login_of("ada", 1'000, {{"one"_slug, {3}}, {"two"_slug, {7}}});
    auto ben = login_of("ben", 2'000, {{"one"_slug, {4}}});
    const auto admin = login_of("admin", 3'000, true);
    for (const auto& l : {ada, ben, admin})
        hall.put_login(l);
    CHECK(hall.logins({999}).size() == 3);
    CHECK(hall.logins({1'000}).size() == 2);

    const std::pair used{ben.cookie_hash, sessions::instant{55}};
    hall.touch_logins({&used, 1});
    ben.used_at = {55};
    ada.people.erase(ada.people.begin());
    hall.put_login(ada);
    const auto kept = hall.logins({0});
    CHECK(std::ranges::find(kept, ben) != kept.end());
    CHECK(std::ranges::find(kept, ada) != kept.end());

    constexpr std::array<sessions::person_id, 2> leave{{{9}, {4}}};
    hall.remove_logins_of("one"_slug, leave);
    CHECK(hall.logins({0}).size() == 2);
    hall.remove_login(ada.cookie_hash);
    CHECK(hall.logins({0}) == std::vector{admin});
    hall.remove_expired_logins({3'000});
    CHECK(hall.logins({0}).empty());
}

TEST_CASE("A login keeps its other jams when one ends, and an admin login needs none")
{
    hall_of_two scene;
    auto& hall = scene.hall;
    auto both = login_of("both", 1'000, {{"one"_slug, {3}}, {"two"_slug, {7}}});
    hall.put_login(both);
    hall.put_login(login_of("admin", 1'000, true));
    constexpr std::array<sessions::person_id, 1> leaves{{{3}}};
    hall.remove_logins_of("one"_slug, leaves);
    const auto left = hall.logins({0});
    REQUIRE(left.size() == 2);
    both.people.erase(both.people.begin());
    CHECK(std::ranges::find(left, both) != left.end());
}

TEST_CASE("Who is to get a mail with their link already is not sent a second one")
{
    const temporary_folder folder;
    hall_store hall{folder / "hall.db"};
    const auto mail_to = [](mail_kind kind, const char* recipient, sessions::slug jam) {
        return queued_mail{
            .kind = kind, .recipient = recipient, .jam = jam, .due_at = {1}, .expires_at = {1'000}};
    };
    const auto everybody = [&](mail_kind kind) {
        return std::vector{mail_to(kind, "ada@example.org", "jam"_slug),
                           mail_to(kind, "ben@example.org", "jam"_slug)};
    };
    auto& mails = hall.mail();
    mails.queue_all(everybody(mail_kind::personal_link));
    mails.take_out(mails.next_due({5})->number);  // ada's is sent
    mails.queue_all(everybody(mail_kind::personal_link));
    CHECK(mails.queued_count() == 2);
    mails.queue_all(std::vector{mail_to(mail_kind::personal_link, "ben@example.org", "other"_slug)});
    CHECK(mails.queued_count() == 3);
    // One that is to end the link of before is another; once it waits, no more is needed.
    mails.queue_all(everybody(mail_kind::renewed_link));
    CHECK(mails.queued_count() == 5);
    mails.queue_all(everybody(mail_kind::renewed_link));
    mails.queue_all(everybody(mail_kind::personal_link));
    CHECK(mails.queued_count() == 5);
}

TEST_CASE("ER1: people who are erased from a jam are forgotten together, with the mails on their way to them")
{
    hall_of_two scene;
    auto& [folder, hall] = scene;
    auto ada = login_of("ada", 1'000, {{"one"_slug, {3}}, {"two"_slug, {7}}});
    const auto ben = login_of("ben", 2'000, {{"one"_slug, {4}}});
    const auto cleo = login_of("cleo", 2'000, {{"one"_slug, {5}}});
    for (const auto& l : {ada, ben, cleo})
        hall.put_login(l);
    for (const auto* who : {"ada@forgotten.example", "ben@forgotten.example", "cleo@kept.example"})
        hall.mail().queue({.kind = mail_kind::personal_link,
                           .recipient = who,
                           .jam = "one"_slug,
                           .due_at = {1},
                           .expires_at = {9'000}});
    using leaving = std::pair<sessions::person_id, std::string>;
    const std::vector<leaving> gone{
        {{3}, "Ada@Forgotten.example"}, {{4}, "ben@forgotten.example"}, {{9}, ""}};
    hall.forget_people("one"_slug, gone);
    const auto left = hall.logins({0});
    REQUIRE(left.size() == 2);
    ada.people.erase(ada.people.begin());
    CHECK(std::ranges::find(left, ada) != left.end());
    CHECK(std::ranges::find(left, cleo) != left.end());
    CHECK(hall.mail().queued_count() == 1);
    for (const auto* beside : {"hall.db", "hall.db-wal"})
        CHECK(read_file(folder / beside).find("forgotten.example") == std::string::npos);
    CHECK(read_file(folder / "hall.db").find("cleo@kept.example") != std::string::npos);
}

namespace {

/// How often an address stands in the hall's file and beside it.
std::size_t left_of_address(const temporary_folder& folder, std::string_view address)
{
    std::size_t found = 0;
    for (const auto& file : std::filesystem::directory_iterator{folder.path()}) {
        const auto bytes = read_file(file.path());
        for (auto at = bytes.find(address); at != std::string::npos; at = bytes.find(address, at + 1))
            ++found;
    }
    return found;
}

queued_mail letter_to(std::string_view recipient)
{
    return {.kind = mail_kind::personal_link,
            .recipient = std::string{recipient},
            .jam = "one"_slug,
            .due_at = {1},
            .expires_at = {9'000}};
}

const std::vector<std::pair<sessions::person_id, std::string>> ada_leaves{{{3}, "ada@forgotten.example"}};

}  // namespace

TEST_CASE("ER4: an address is forgotten for good also where its mail was sent before")
{
    hall_of_two scene;
    auto& [folder, hall] = scene;
    hall.mail().queue(letter_to("ada@forgotten.example"));
    hall.mail().take_out(hall.mail().next_due({5})->number);
    REQUIRE(left_of_address(folder, "forgotten.example") > 0);
    hall.forget_people("one"_slug, ada_leaves);
    CHECK(left_of_address(folder, "forgotten.example") == 0);
    CHECK_FALSE(hall.needs_scrub());
}

TEST_CASE("ER4: whoever reads hall.db keeps an address from being forgotten for good, and nothing else")
{
    hall_of_two scene;
    auto& [folder, hall] = scene;
    hall.mail().queue(letter_to("ada@forgotten.example"));
    hall.mail().queue(letter_to("ben@kept.example"));
    auto outside = database::open(folder / "hall.db", access::read);
    outside.execute("BEGIN");
    REQUIRE(outside.query_integer("SELECT count(*) FROM queued_mail") == 2);
    const auto begun = std::chrono::steady_clock::now();
    hall.forget_people("one"_slug, ada_leaves);
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds{2});
    CHECK(hall.mail().queued_count() == 1);
    CHECK(hall.needs_scrub());
    // Trying again writes nothing anew.
    const auto log_bytes = std::filesystem::file_size(folder / "hall.db-wal");
    hall.forget_people("one"_slug, {});
    CHECK(hall.needs_scrub());
    CHECK(std::filesystem::file_size(folder / "hall.db-wal") == log_bytes);
    outside.execute("COMMIT");
    hall.forget_people("one"_slug, {});
    CHECK_FALSE(hall.needs_scrub());
    CHECK(left_of_address(folder, "forgotten.example") == 0);
    CHECK(left_of_address(folder, "kept.example") > 0);
}
