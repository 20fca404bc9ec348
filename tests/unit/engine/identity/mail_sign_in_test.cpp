// SPDX-License-Identifier: Apache-2.0
#include "engine/identity/mail_sign_in.hpp"

#include "engine/identity/tokens.hpp"
#include "engine/store/hall_store.hpp"
#include "tests/unit/engine/store/store_fixture.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <set>

using namespace jamhall;
using namespace jamhall::identity;
using sessions::duration;
using sessions::instant;
using sessions::operator""_slug;
namespace asio = boost::asio;

namespace {

constexpr instant start{1'796'115'600'000};
constexpr duration minute{60 * 1'000};

/// hall.db and the requests in it.
struct mail_hall {
    store::temporary_folder folder;
    store::hall_store kept{folder / "hall.db"};
    store::job_worker writer{"test write", 64};
    mail_sign_in mails{kept.mail(), writer, base::sha256_of("key")};

    ~mail_hall() { writer.stop(); }

    template <class Made>
    static Made wait(base::task<Made> work)
    {
        asio::io_context loop;
        auto made = asio::co_spawn(loop, std::move(work), asio::use_future);
        loop.run();
        return made.get();
    }

    std::optional<std::string> ask(const std::string& email, instant now)
    {
        return wait(mails.ask(email, "covjam"_slug, now));
    }

    /// What the mail that is due carries; takes it out of the outbox.
    mail_secrets next_mail(instant now)
    {
        const auto due = kept.mail().next_due(now);
        REQUIRE(due.has_value());
        kept.mail().take_out(due->number);
        const auto drawn = wait(mails.draw(due->about, now));
        REQUIRE(drawn.has_value());
        return *drawn;
    }

    std::optional<store::mail_request> link(const std::string& secret, const std::string& browser,
                                            instant now)
    {
        return wait(mails.spend_link(secret, browser, now));
    }
    std::optional<store::mail_request> code(const std::string& digits, const std::string& browser,
                                            instant now)
    {
        return wait(mails.spend_code(digits, browser, now));
    }
};

/// A code that is not this one.
std::string other_than(const std::string& code)
{
    std::string made = code;
    made[0] = made[0] == '9' ? '0' : static_cast<char>(made[0] + 1);
    return made;
}

}  // namespace

TEST_CASE("A mail's link is good once, in the browser that asked")
{
    mail_hall hall;
    const auto browser = hall.ask("ada@council.example", start).value();
    const auto sent = hall.next_mail(start);
    CHECK_FALSE(hall.link(sent.link, "another browser", start + minute));
    CHECK_FALSE(hall.link(sent.link, "", start + minute));
    CHECK_FALSE(hall.link("another link", browser, start + minute));
    const auto spent = hall.link(sent.link, browser, start + minute);
    REQUIRE(spent.has_value());
    CHECK(spent->email == "ada@council.example");
    CHECK(spent->jam == "covjam"_slug);
    CHECK_FALSE(hall.link(sent.link, browser, start + minute));
    CHECK_FALSE(hall.code(sent.code, browser, start + minute));
}

TEST_CASE("A mail's code is good once, in the browser that asked")
{
    mail_hall hall;
    const auto browser = hall.ask("ada@council.example", start).value();
    const auto sent = hall.next_mail(start);
    CHECK(sent.code.size() == 6);
    CHECK_FALSE(hall.code(sent.code, "another browser", start + minute));
    CHECK(hall.code(sent.code, browser, start + minute).has_value());
    CHECK_FALSE(hall.code(sent.code, browser, start + minute));
    CHECK_FALSE(hall.link(sent.link, browser, start + minute));
}

TEST_CASE("Link and code end after fifteen minutes, and when the clock was set back")
{
    mail_hall hall;
    const auto browser = hall.ask("ada@council.example", start).value();
    const auto sent = hall.next_mail(start);
    CHECK_FALSE(hall.link(sent.link, browser, start + 15 * minute));
    CHECK_FALSE(hall.code(sent.code, browser, start + 15 * minute));
    CHECK_FALSE(hall.link(sent.link, browser, start - 2 * minute));
    CHECK_FALSE(hall.code(sent.code, browser, start - 2 * minute));
    CHECK(hall.link(sent.link, browser, start + 15 * minute - duration{1}).has_value());
}

TEST_CASE("A new mail ends the one before, in whatever case the address is written")
{
    mail_hall hall;
    const auto first = hall.ask("ada@council.example", start).value();
    const auto old = hall.next_mail(start);
    const auto second = hall.ask("ADA@Council.Example", start + minute).value();
    CHECK(second != first);
    const auto sent = hall.next_mail(start + minute);
    CHECK_FALSE(hall.link(old.link, first, start + minute));
    CHECK_FALSE(hall.code(old.code, first, start + minute));
    CHECK_FALSE(hall.code(old.code, second, start + minute));
    CHECK(hall.link(sent.link, second, start + minute).has_value());
}

TEST_CASE("Five wrong codes spend a mail, link and all")
{
    mail_hall hall;
    const auto browser = hall.ask("ada@council.example", start).value();
    const auto sent = hall.next_mail(start);
    for (int i = 0; i < 5; ++i)
        CHECK_FALSE(hall.code(other_than(sent.code), browser, start + minute));
    CHECK_FALSE(hall.code(sent.code, browser, start + minute));
    CHECK_FALSE(hall.link(sent.link, browser, start + minute));
}

TEST_CASE("Twenty wrong codes in a day shut the codes of an address, not its links")
{
    mail_hall hall;
    instant now = start;
    for (int mail = 0; mail < 4; ++mail, now = now + 11 * minute) {
        const auto browser = hall.ask("ada@council.example", now).value();
        const auto sent = hall.next_mail(now);
        for (int i = 0; i < 5; ++i)
            CHECK_FALSE(hall.code(other_than(sent.code), browser, now));
    }
    const auto browser = hall.ask("ada@council.example", now).value();
    const auto sent = hall.next_mail(now);
    CHECK_FALSE(hall.code(sent.code, browser, now));
    CHECK(hall.link(sent.link, browser, now).has_value());
}

TEST_CASE("A wrong code costs the same whether anybody has the address or not: it is counted")
{
    mail_hall hall;
    // Whoever is on no roster: the mail is never written, so that there is no right code.
    const auto browser = hall.ask("nobody@elsewhere.example", start).value();
    const auto request = hall.kept.mail().next_due(start)->about;
    auto on = store::database::open(hall.folder / "hall.db", store::access::read);
    for (int tries = 1; tries <= 5; ++tries) {
        CHECK_FALSE(hall.code("123456", browser, start + minute));
        CHECK(on.query_integer("SELECT sum(wrong_codes) FROM mail_request") == tries);
    }
    CHECK_FALSE(hall.wait(hall.mails.draw(request, start + minute)));
    CHECK_FALSE(hall.code("123456", browser, start + minute));
    CHECK(on.query_integer("SELECT sum(wrong_codes) FROM mail_request") == 5);
}

TEST_CASE("When very many sign-in mails wait no more are taken, until some went out")
{
    mail_hall hall;
    store::mail_limits few;
    few.waiting_max = 3;
    store::mail_request asked;
    asked.asked_at = start;
    asked.expires_at = start + 15 * minute;
    const auto ask = [&](int who) {
        asked.email = "person@council.example";
        asked.email.front() = static_cast<char>('a' + who);
        return hall.kept.mail().ask(asked, few);
    };
    store::queued_mail link;
    link.kind = store::mail_kind::personal_link;
    link.recipient = "ada@council.example";
    for (int i = 0; i < 5; ++i)
        hall.kept.mail().queue(link);  // these wait longer, and hold nobody up
    for (int who = 0; who < 3; ++who)
        CHECK(ask(who));
    CHECK_FALSE(ask(3));
    hall.kept.mail().take_out(hall.kept.mail().next_due(start)->number);
    CHECK(ask(4));
    CHECK(store::mail_limits{}.waiting_max == 2'000);
}

TEST_CASE("An address is asked for five times in ten minutes and twenty times a day")
{
    mail_hall hall;
    for (int i = 0; i < 5; ++i)
        CHECK(hall.ask(i % 2 == 0 ? "ada@council.example" : "Ada@Council.example", start + duration{i}));
    CHECK_FALSE(hall.ask("ada@council.example", start + 10 * minute - duration{1}));
    CHECK(hall.ask("ben@council.example", start + minute));
    instant now = start + 10 * minute + duration{10};
    int taken = 5;
    for (int i = 0; i < 30; ++i, now = now + 3 * minute)
        taken += hall.ask("ada@council.example", now) ? 1 : 0;
    CHECK(taken == 20);
    CHECK(hall.ask("ada@council.example", start + 24 * 60 * minute + duration{10}));
}

TEST_CASE("What was spent for want of a name can be used again, unless a newer mail was asked for")
{
    mail_hall hall;
    const auto browser = hall.ask("ada@council.example", start).value();
    const auto sent = hall.next_mail(start);
    const auto spent = hall.link(sent.link, browser, start).value();
    hall.wait([](mail_sign_in& mails, std::int64_t number) -> base::task<int> {
        co_await mails.put_back(number);
        co_return 0;
    }(hall.mails, spent.number));
    CHECK(hall.link(sent.link, browser, start).has_value());
    const auto again = hall.link(sent.link, browser, start);
    CHECK_FALSE(again.has_value());
    hall.kept.mail().put_back(spent.number);
    CHECK(hall.ask("ada@council.example", start).has_value());
    hall.kept.mail().put_back(spent.number);
    CHECK_FALSE(hall.link(sent.link, browser, start));
}

TEST_CASE("Neither link nor code can be read from hall.db, and the code's hash needs the key")
{
    mail_hall hall;
    const auto browser = hall.ask("ada@council.example", start).value();
    const auto sent = hall.next_mail(start);
    hall.writer.stop();
    std::string bytes;
    for (const auto* name : {"hall.db", "hall.db-wal"}) {
        std::ifstream in{hall.folder / name, std::ios::binary};
        bytes.append(std::istreambuf_iterator<char>{in}, {});
    }
    CHECK(bytes.find("ada@council.example") != std::string::npos);
    CHECK(bytes.find(sent.link) == std::string::npos);
    CHECK(bytes.find(browser) == std::string::npos);
    const auto text_of = [](const base::sha256_digest& digest) {
        return std::string{digest.begin(), digest.end()};
    };
    CHECK(bytes.find(text_of(hash_of(sent.link))) != std::string::npos);
    CHECK(bytes.find(text_of(hash_of(sent.code))) == std::string::npos);
}

TEST_CASE("The outbox keeps mails over a restart, sign-in mails first")
{
    const store::temporary_folder folder;
    {
        store::hall_store kept{folder / "hall.db"};
        store::queued_mail mail;
        mail.kind = store::mail_kind::personal_link;
        mail.recipient = "ada@council.example";
        mail.jam = "covjam"_slug;
        mail.due_at = start;
        mail.expires_at = start + 60 * minute;
        kept.mail().queue(mail);
        mail.kind = store::mail_kind::sign_in;
        mail.recipient = "ben@council.example";
        mail.due_at = start + minute;
        kept.mail().queue(mail);
    }
    store::hall_store kept{folder / "hall.db"};
    CHECK(kept.mail().queued_count() == 2);
    CHECK(kept.mail().next_due_at() == start);
    CHECK_FALSE(kept.mail().next_due(start - duration{1}));
    CHECK(kept.mail().next_due(start)->recipient == "ada@council.example");
    const auto first = kept.mail().next_due(start + minute);
    CHECK(first->recipient == "ben@council.example");
    kept.mail().put_off(first->number, start + 5 * minute);
    CHECK(kept.mail().next_due(start + minute)->recipient == "ada@council.example");
    CHECK(kept.mail().next_due(start + 5 * minute)->attempts == 1);
    kept.mail().take_out(first->number);
    CHECK(kept.mail().queued_count() == 1);
}

TEST_CASE("Codes are six digits and spread over all of them")
{
    std::set<char> first;
    for (int i = 0; i < 400; ++i) {
        const auto code = make_mail_code();
        REQUIRE(code.size() == 6);
        REQUIRE(code.find_first_not_of("0123456789") == std::string::npos);
        first.insert(code.front());
    }
    CHECK(first.size() == 10);
}

TEST_CASE("The key is drawn once and kept in a file of its own")
{
    const store::temporary_folder folder;
    const auto key = read_or_make_key(folder / "sign_in.key");
    CHECK(read_or_make_key(folder / "sign_in.key") == key);
    CHECK(read_or_make_key(folder / "other.key") != key);
    const auto mode = std::filesystem::status(folder / "sign_in.key").permissions();
    CHECK((mode & (std::filesystem::perms::group_all | std::filesystem::perms::others_all)) ==
          std::filesystem::perms::none);
}
