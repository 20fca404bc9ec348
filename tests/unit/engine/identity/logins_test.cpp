// SPDX-License-Identifier: Apache-2.0
#include "engine/identity/logins.hpp"

#include "engine/identity/device.hpp"
#include "engine/identity/hall_roles.hpp"
#include "tests/unit/engine/identity/hall_file.hpp"

#include <catch2/catch.hpp>

using namespace jamhall;
using namespace jamhall::identity;
using identity::logins;
namespace asio = boost::asio;

TEST_CASE("logins: a sign-in is found by its secret, and again after a restart", "[identity]")
{
    hall_file file;
    std::string secret;
    {
        logins before{*file.kept, file.writer, start};
        secret = file.sign_in(before, std::nullopt, person_in(covjam, 7));
        CHECK(secret.size() == identity::login_secret_size);
        CHECK(before.find(secret, start)->person_in(covjam) == person_id{7});
        CHECK_FALSE(before.find(secret, start)->is_admin);
        CHECK_FALSE(before.find(secret, start)->person_in(other_jam));
        CHECK_FALSE(before.find(std::string(identity::login_secret_size, 'a'), start));
    }
    logins after_restart{*file.kept, file.writer, start};
    CHECK(after_restart.find(secret, start)->person_in(covjam) == person_id{7});
}

TEST_CASE("logins: every sign-in gives a new secret, which takes over what the old one stood for",
          "[identity]")
{
    hall_file file;
    logins all{*file.kept, file.writer, start};
    const auto first = file.sign_in(all, std::nullopt, person_in(covjam, 7));
    const auto second = file.sign_in(all, first, person_in(other_jam, 3));
    const auto third = file.sign_in(all, second, proof{true, {}});
    CHECK(first != second);
    CHECK_FALSE(all.find(first, start));
    CHECK_FALSE(all.find(second, start));
    const auto who = all.find(third, start);
    REQUIRE(who);
    CHECK(who->is_admin);
    CHECK(who->person_in(covjam) == person_id{7});
    CHECK(who->person_in(other_jam) == person_id{3});

    const auto fourth = file.sign_in(all, third, person_in(covjam, 8));
    CHECK(all.find(fourth, start)->person_in(covjam) == person_id{8});
    CHECK(file.kept->logins(start).size() == 1);
}

TEST_CASE("logins: a secret that is not known takes nothing over", "[identity]")
{
    hall_file file;
    logins all{*file.kept, file.writer, start};
    const auto secret =
        file.sign_in(all, std::string(identity::login_secret_size, 'x'), person_in(covjam, 7));
    CHECK(all.find(secret, start)->people.size() == 1);
}

TEST_CASE("logins: one that is bound to an account is found with it alone, and again after a restart",
          "[identity]")
{
    hall_file file;
    proof proved = person_in(covjam, 7);
    proved.account = "ada's";
    std::string secret;
    {
        logins all{*file.kept, file.writer, start};
        secret = file.sign_in(all, std::nullopt, proved);
    }
    logins all{*file.kept, file.writer, start};
    CHECK(all.find(secret, start, "ada's").has_value());
    CHECK_FALSE(all.find(secret, start).has_value());
    CHECK(all.find(secret, start, "ada's").has_value());

    SECTION("another account in the same browser ends it, and takes nothing over")
    {
        std::vector<login_id> told;
        all.tell_changes([&](const std::vector<login_id>& ids) { told = ids; });
        const auto id = all.find(secret, start, "ada's")->id;
        const bool by_looking = GENERATE(true, false);
        if (by_looking) {
            CHECK_FALSE(all.find(secret, start, "ben's").has_value());
        } else {
            const auto next =
                file.wait(all.sign_in(secret, person_in(other_jam, 8), start, "", "ben's"))->secret;
            CHECK_FALSE(all.find(next, start)->person_in(covjam));
        }
        CHECK(told == std::vector<login_id>{id});
        CHECK_FALSE(all.find(secret, start, "ada's").has_value());
    }
    SECTION("what is added to it stays bound")
    {
        const auto next = file.wait(all.sign_in(secret, person_in(other_jam, 8), start, "", "ada's"))->secret;
        CHECK_FALSE(all.find(next, start).has_value());
        CHECK(all.find(next, start, "ada's")->person_in(covjam).has_value());
    }
    SECTION("signing out needs no account")
    {
        file.sign_out(all, secret);
        CHECK_FALSE(all.find(secret, start, "ada's").has_value());
    }
}

TEST_CASE("logins: signing out ends one login for good", "[identity]")
{
    hall_file file;
    logins all{*file.kept, file.writer, start};
    const auto mine = file.sign_in(all, std::nullopt, person_in(covjam, 7));
    const auto elsewhere = file.sign_in(all, std::nullopt, person_in(covjam, 7));
    file.sign_out(all, mine);
    CHECK_FALSE(all.find(mine, start));
    CHECK(all.find(elsewhere, start));
    logins after_restart{*file.kept, file.writer, start};
    CHECK_FALSE(after_restart.find(mine, start));
}

TEST_CASE("logins: a renewed token ends its person's logins in that jam and no others", "[identity]")
{
    hall_file file;
    logins all{*file.kept, file.writer, start};
    const auto ada = file.sign_in(all, std::nullopt, person_in(covjam, 7));
    const auto ada_twice =
        file.sign_in(all, file.sign_in(all, std::nullopt, person_in(covjam, 7)), person_in(other_jam, 7));
    const auto admin =
        file.sign_in(all, file.sign_in(all, std::nullopt, person_in(covjam, 7)), proof{true, {}});
    const auto ben = file.sign_in(all, std::nullopt, person_in(covjam, 8));

    told_logins told{all};
    all.end_logins_of(covjam, {person_id{9}, person_id{7}});
    CHECK(told.times == 1);
    CHECK(told.all.size() == 3);
    CHECK_FALSE(all.find(ada, start));
    CHECK_FALSE(all.find(ada_twice, start)->person_in(covjam));
    CHECK(all.find(ada_twice, start)->person_in(other_jam) == person_id{7});
    CHECK(all.find(admin, start)->is_admin);
    CHECK_FALSE(all.find(admin, start)->person_in(covjam));
    CHECK(all.find(ben, start)->person_in(covjam) == person_id{8});

    file.writer.stop();
    logins after_restart{*file.kept, file.writer, start};
    CHECK_FALSE(after_restart.find(ada, start));
    CHECK(after_restart.find(ben, start));
}

TEST_CASE("logins: end when not used, and in any case, an administrator's sooner", "[identity]")
{
    using std::chrono::hours;
    hall_file file;
    const identity::login_lifetimes lasting{hours{10}, hours{24}, hours{2}, hours{5}};
    logins all{*file.kept, file.writer, start, lasting};
    const auto idle = file.sign_in(all, std::nullopt, person_in(covjam, 1));
    const auto used = file.sign_in(all, std::nullopt, person_in(covjam, 2));
    const auto admin = file.sign_in(all, std::nullopt, proof{true, {}});

    CHECK(all.find(used, after(hours{9})));
    CHECK_FALSE(all.find(idle, after(hours{10})));
    CHECK(all.find(used, after(hours{18})));
    CHECK_FALSE(all.find(used, after(hours{24})));
    CHECK(all.find(admin, after(hours{1})));
    CHECK_FALSE(all.find(admin, after(hours{3})));
}

TEST_CASE("logins: one's own are listed by device, and ended one by one, by nobody else", "[identity]")
{
    hall_file file;
    logins all{*file.kept, file.writer, start};
    told_logins told{all};
    const auto here = file.sign_in(all, std::nullopt, person_in(covjam, 7));
    const auto elsewhere =
        file.sign_in(all, std::nullopt, person_in(covjam, 7), after(std::chrono::hours{2}));
    const auto ben = file.sign_in(all, std::nullopt, person_in(covjam, 8));
    const auto me = all.find(here, start).value();
    const auto other = all.find(elsewhere, start).value();
    const auto own = all.logins_of(me, start);
    REQUIRE(own.size() == 2);
    CHECK(own.front().id == other.id);
    CHECK(own.back().id == me.id);
    CHECK(me.id != other.id);

    CHECK_FALSE(file.wait(all.end(all.find(ben, start).value(), other.id)));
    CHECK_FALSE(file.wait(all.end(me, 12'345)));
    CHECK(all.stands_for(other.id, covjam, person_id{7}));
    CHECK(file.wait(all.end(me, other.id)));
    CHECK(file.kept->logins(start).size() == 2);
    CHECK(told.all == std::vector{other.id});
    CHECK_FALSE(all.find(elsewhere, start));
    CHECK_FALSE(all.stands_for(other.id, covjam, person_id{7}));
    CHECK(all.stands_for(me.id, covjam, person_id{7}));
    file.writer.stop();
    logins after_restart{*file.kept, file.writer, start};
    CHECK_FALSE(after_restart.find(elsewhere, start));
    CHECK(after_restart.find(here, start)->id == me.id);
}

TEST_CASE("logins: a renewed secret keeps the name, and what was opened as somebody else is told of",
          "[identity]")
{
    hall_file file;
    logins all{*file.kept, file.writer, start};
    told_logins told{all};
    const auto first = file.sign_in(all, std::nullopt, person_in(covjam, 7));
    const auto id = all.find(first, start)->id;
    const auto second = file.sign_in(all, first, person_in(other_jam, 3));
    CHECK(all.find(second, start)->id == id);
    CHECK(told.all.empty());
    CHECK(all.stands_for(id, covjam, person_id{7}));
    const auto third = file.sign_in(all, second, person_in(covjam, 8));
    CHECK(told.all == std::vector{id});
    CHECK_FALSE(all.stands_for(id, covjam, person_id{7}));
    CHECK(all.stands_for(id, covjam, person_id{8}));
    file.sign_out(all, third);
    CHECK(told.all == std::vector{id, id});
    CHECK_FALSE(all.stands_for(id, other_jam, person_id{3}));
}

TEST_CASE("logins: what has ended by time is told of without being asked for", "[identity]")
{
    using std::chrono::hours;
    hall_file file;
    logins all{*file.kept, file.writer, start, {hours{10}, hours{24}, hours{2}, hours{5}}};
    told_logins told{all};
    const auto idle = file.sign_in(all, std::nullopt, person_in(covjam, 1));
    const auto used = file.sign_in(all, std::nullopt, person_in(covjam, 2));
    const auto idle_id = all.find(idle, start)->id;
    const auto used_id = all.find(used, start)->id;
    all.note_use(used_id, after(hours{9}));  // by its socket alone
    all.end_expired(after(hours{9}));
    CHECK(told.all.empty());
    all.end_expired(after(hours{11}));
    CHECK(told.all == std::vector{idle_id});
    CHECK(all.find(used, after(hours{11})));
    all.end_expired(after(hours{24}));
    CHECK(told.all == std::vector{idle_id, used_id});
}

TEST_CASE("logins: a role in the hall is held by address and counts no longer than it is had", "[identity]")
{
    hall_file file;
    identity::hall_roles roles{*file.kept, file.writer};
    logins all{*file.kept, file.writer, start, {}, &roles};
    const auto give = [&](const char* email, store::hall_role role) {
        asio::io_context loop;
        auto done = asio::co_spawn(loop, roles.give({email, role, "Olga", start}), asio::use_future);
        loop.run();
        done.get();
    };
    give("olga@council.example", store::hall_role::administrator);
    CHECK(roles.role_of("OLGA@Council.Example") == store::hall_role::administrator);
    proof by_mail;
    by_mail.email = "olga@council.example";
    const auto secret = file.sign_in(all, std::nullopt, by_mail);
    const auto id = all.find(secret, start)->id;
    CHECK(all.find(secret, start)->is_admin);
    CHECK(all.stands_for(id, covjam, {}));

    give("olga@council.example", store::hall_role::organizer);
    CHECK_FALSE(all.find(secret, start)->is_admin);
    CHECK(all.find(secret, start)->role == store::hall_role::organizer);
    CHECK_FALSE(all.stands_for(id, covjam, {}));
    give("olga@council.example", store::hall_role::none);
    CHECK(all.find(secret, start)->role == store::hall_role::none);

    give("olga@council.example", store::hall_role::organizer);
    file.writer.stop();
    identity::hall_roles after_restart{*file.kept, file.writer};
    CHECK(after_restart.role_of("olga@council.example") == store::hall_role::organizer);
}

TEST_CASE("logins: a link of init is good once, within its time", "[identity]")
{
    hall_file file;
    const auto hash = base::sha256_of("link");
    file.kept->add_one_time_link(hash, after(std::chrono::hours{24}));
    CHECK_FALSE(file.kept->spend_one_time_link(base::sha256_of("other"), start));
    CHECK(file.kept->spend_one_time_link(hash, start));
    CHECK_FALSE(file.kept->spend_one_time_link(hash, start));
    file.kept->add_one_time_link(hash, after(std::chrono::hours{24}));
    CHECK_FALSE(file.kept->spend_one_time_link(hash, after(std::chrono::hours{24})));
}

TEST_CASE("logins: devices are named in our words, whatever the header says", "[identity]")
{
    using identity::device_of;
    CHECK(device_of("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0") ==
          "Firefox on Windows");
    CHECK(
        device_of(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/17.5 Mobile/15E148 Safari/604.1") == "Safari on an iPhone");
    CHECK(device_of("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
                    "Chrome/126.0.0.0 "
                    "Safari/537.36 Edg/126.0.0.0") == "Edge on Windows");
    CHECK(
        device_of(
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile "
            "Safari/537.36") == "Chrome on Android");
    CHECK(device_of("<script>alert(1)</script>") == "another browser on another device");
    CHECK(device_of("") == "another browser on another device");
}
