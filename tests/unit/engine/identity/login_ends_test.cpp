// SPDX-License-Identifier: Apache-2.0
// What a login stands for when somebody signs in again in its browser, and when it ends.
#include "engine/identity/hall_roles.hpp"
#include "engine/identity/logins.hpp"
#include "engine/store/store_error.hpp"
#include "tests/unit/engine/identity/hall_file.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace jamhall;
using namespace jamhall::identity;
using identity::logins;
using std::chrono::hours;
namespace asio = boost::asio;

namespace {

constexpr login_lifetimes short_ones{hours{30}, hours{90}, hours{10}, hours{20}};

/// What a provider says about an account that may be somebody in the jam.
proof by_provider(const std::string& account, bool is_admin, std::uint32_t person = 0)
{
    proof made;
    if (person != 0)
        made.people.emplace_back(covjam, person_id{person});
    made.is_admin = is_admin;
    made.subject = is_admin ? account : "";
    made.says_who_is_admin = true;
    return made;
}

proof by_mail(const std::string& email)
{
    proof made;
    made.email = email;
    return made;
}

void give(hall_roles& roles, const std::string& email, store::hall_role role)
{
    asio::io_context loop;
    auto done = asio::co_spawn(loop, roles.give({email, role, "Olga", start}), asio::use_future);
    loop.run();
    done.get();
}

/// Whether the login that a secret stands for is there, and still the administrator's.
bool is_admin(logins& all, const std::string& secret, sessions::instant now = start)
{
    const auto who = all.find(secret, now);
    REQUIRE(who.has_value());
    return who->is_admin;
}

}  // namespace

TEST_CASE("logins: whom a provider calls administrator is it no longer than the provider says so",
          "[identity]")
{
    hall_file file;
    logins all{*file.kept, file.writer, start};
    told_logins told{all};
    const auto first = file.sign_in(all, std::nullopt, by_provider("ira", true));
    const auto id = all.find(first, start)->id;
    const auto again = file.sign_in(all, first, by_provider("ira", true));
    CHECK(is_admin(all, again));
    CHECK(told.all.empty());
    CHECK(all.stands_for(id, covjam, {}));
    SECTION("the claim was taken away")
    {
        CHECK_FALSE(is_admin(all, file.sign_in(all, again, by_provider("ira", false))));
    }
    SECTION("another person signs in at the provider in the same browser")
    {
        CHECK_FALSE(is_admin(all, file.sign_in(all, again, by_provider("ben", false, 8))));
    }
    CHECK(told.all == std::vector{id});
    CHECK_FALSE(all.stands_for(id, covjam, {}));
    CHECK_FALSE(file.kept->logins(start).front().is_admin);
    CHECK(file.kept->logins(start).front().subject.empty());
}

TEST_CASE("logins: what a provider said of one person does not stay for another who signs in otherwise",
          "[identity]")
{
    hall_file file;
    identity::hall_roles roles{*file.kept, file.writer};
    give(roles, "olga@council.example", store::hall_role::administrator);
    logins all{*file.kept, file.writer, start, {}, &roles};
    const auto ira = file.sign_in(all, std::nullopt, by_provider("ira", true, 7));
    CHECK_FALSE(is_admin(all, file.sign_in(all, ira, person_in(covjam, 8))));

    // Who has the hall's token may try others' links: the token is nobody's.
    const auto token =
        file.sign_in(all, file.sign_in(all, std::nullopt, proof{true, {}}), person_in(covjam, 7));
    CHECK(is_admin(all, file.sign_in(all, token, person_in(covjam, 8))));

    const auto olga = file.sign_in(all, std::nullopt, by_mail("olga@council.example"));
    CHECK(is_admin(all, olga));
    CHECK_FALSE(is_admin(all, file.sign_in(all, olga, by_provider("ben", false, 8))));
}

TEST_CASE("logins: administrators by a provider see and end their own logins, and not each other's",
          "[identity]")
{
    hall_file file;
    std::string ira_here;
    std::string token_here;
    std::string ben_here;
    {
        logins before{*file.kept, file.writer, start};
        ira_here = file.sign_in(before, std::nullopt, by_provider("ira", true));
        file.sign_in(before, std::nullopt, by_provider("ira", true));
        ben_here = file.sign_in(before, std::nullopt, by_provider("ben", true));
        token_here = file.sign_in(before, std::nullopt, proof{true, {}});
        file.sign_in(before, std::nullopt, proof{true, {}});
    }
    logins all{*file.kept, file.writer, start};  // and after a restart
    const auto ira = all.find(ira_here, start).value();
    const auto ben = all.find(ben_here, start).value();
    const auto token = all.find(token_here, start).value();
    CHECK(all.logins_of(ira, start).size() == 2);
    CHECK(all.logins_of(ben, start).size() == 1);
    CHECK(all.logins_of(token, start).size() == 2);
    CHECK_FALSE(file.wait(all.end(ira, ben.id)));
    CHECK_FALSE(file.wait(all.end(ira, token.id)));
    CHECK_FALSE(file.wait(all.end(token, ira.id)));
    CHECK(file.wait(all.end(ben, ben.id)));
    CHECK_FALSE(all.find(ben_here, start));
}

TEST_CASE("logins: two sign-ins at once with one cookie are one login, ended together", "[identity]")
{
    hall_file file;
    logins all{*file.kept, file.writer, start};
    const auto old = file.sign_in(all, std::nullopt, person_in(covjam, 7));
    const auto id = all.find(old, start)->id;
    asio::io_context loop;
    auto one = asio::co_spawn(loop, all.sign_in(old, person_in(covjam, 7), start), asio::use_future);
    auto other = asio::co_spawn(loop, all.sign_in(old, person_in(covjam, 7), start), asio::use_future);
    loop.run();
    const auto secrets = std::array{one.get()->secret, other.get()->secret};
    for (const auto& secret : secrets)
        CHECK(all.find(secret, start)->id == id);
    const auto me = all.find(secrets.front(), start).value();
    CHECK(all.logins_of(me, start).size() == 1);
    SECTION("ended where they are listed")
    {
        CHECK(file.wait(all.end(me, id)));
    }
    SECTION("signed out")
    {
        file.sign_out(all, secrets.back());
    }
    for (const auto& secret : secrets)
        CHECK_FALSE(all.find(secret, start));
    CHECK_FALSE(all.stands_for(id, covjam, person_id{7}));
    CHECK(file.kept->logins(start).empty());
}

TEST_CASE("logins: a sign-in that cannot be stored leaves the one before as it was", "[identity]")
{
    hall_file file;
    logins all{*file.kept, file.writer, start};
    const auto old = file.sign_in(all, std::nullopt, person_in(covjam, 7));
    const auto id = all.find(old, start)->id;
    auto on = store::database::open(file.folder / "hall.db", store::access::write);
    on.execute("CREATE TRIGGER fails BEFORE INSERT ON login BEGIN SELECT raise(FAIL, 'full'); END");
    CHECK_THROWS_AS(file.sign_in(all, old, person_in(other_jam, 3)), store::store_error);
    on.execute("DROP TRIGGER fails");
    CHECK(all.find(old, start)->id == id);
    CHECK(all.stands_for(id, covjam, person_id{7}));
    CHECK_FALSE(all.stands_for(id, other_jam, person_id{3}));
    CHECK(file.wait(all.end(all.find(old, start).value(), id)));
    CHECK_FALSE(all.find(old, start));
}

TEST_CASE("logins: signing in as somebody more does not put off the end of what was there", "[identity]")
{
    hall_file file;
    logins all{*file.kept, file.writer, start, short_ones};
    const auto first = file.opened(all, std::nullopt, person_in(covjam, 7));
    CHECK(first.max_age == hours{90});
    // In use, and with a new secret every day.
    auto secret = first.secret;
    for (int at = 20; at < 80; at += 20) {
        const auto next = file.opened(all, secret, person_in(other_jam, 3), after(hours{at}));
        CHECK(next.max_age == hours{90 - at});
        secret = next.secret;
    }
    const auto who = all.find(secret, after(hours{80})).value();
    const auto own = all.logins_of(who, after(hours{80})).front();
    CHECK(own.signed_in_at == start);
    CHECK(own.ends_at == after(hours{90}));

    // Nothing proven, as by a join code that is typed again, puts off nothing.
    const auto nothing = file.opened(all, secret, proof{}, after(hours{85}));
    CHECK(nothing.max_age == hours{5});
    CHECK(all.find(nothing.secret, after(hours{85}))->people.size() == 2);
    SECTION("and then it is over")
    {
        CHECK_FALSE(all.find(nothing.secret, after(hours{90})));
    }
    SECTION("unless everything is proven anew")
    {
        auto both = person_in(covjam, 7);
        both.people.emplace_back(other_jam, person_id{3});
        const auto anew = file.opened(all, nothing.secret, both, after(hours{86}));
        CHECK(anew.max_age == hours{90});
        CHECK(all.find(anew.secret, after(hours{100})));
    }
}

TEST_CASE("logins: what somebody proved may last less than a login does, and ends with it", "[identity]")
{
    hall_file file;
    logins all{*file.kept, file.writer, start, short_ones};
    proof proved = by_provider("ira", false, 7);
    proved.lasts = hours{12};
    auto secret = file.sign_in(all, std::nullopt, proved);
    SECTION("also where somebody signs in beside it")
    {
        secret = file.sign_in(all, secret, person_in(other_jam, 3), after(hours{11}));
    }
    SECTION("also as part of what is there already")
    {
        const auto before = file.sign_in(all, std::nullopt, person_in(other_jam, 3), after(hours{-5}));
        secret = file.sign_in(all, before, proved);
    }
    CHECK(all.find(secret, after(hours{12}) - sessions::duration{1}));
    CHECK_FALSE(all.find(secret, after(hours{12})));
}

TEST_CASE("logins: an administrator stays one no longer by signing in as somebody else too", "[identity]")
{
    hall_file file;
    logins all{*file.kept, file.writer, start, short_ones};
    auto secret = file.sign_in(all, std::nullopt, proof{true, {}});
    for (int at = 5; at < 20; at += 5)
        secret = file.sign_in(all, secret, person_in(covjam, 7), after(hours{at}));
    CHECK(is_admin(all, secret, after(hours{19})));
    CHECK_FALSE(all.find(secret, after(hours{20})));
}

TEST_CASE("logins: what has lasted longer than an administrator's may is not taken over by one", "[identity]")
{
    hall_file file;
    logins all{*file.kept, file.writer, start, short_ones};
    told_logins told{all};
    const auto old = file.sign_in(all, std::nullopt, person_in(covjam, 7));
    const auto old_id = all.find(old, start)->id;
    const auto admin = file.opened(all, old, proof{true, {}}, after(hours{25}));
    CHECK(admin.max_age == hours{20});
    const auto who = all.find(admin.secret, after(hours{25})).value();
    CHECK(who.is_admin);
    CHECK(who.people.empty());
    CHECK(told.all == std::vector{old_id});
    CHECK_FALSE(all.stands_for(old_id, covjam, person_id{7}));

    // One that is younger is, and ends as an administrator's.
    const auto young = file.sign_in(all, std::nullopt, person_in(covjam, 8), after(hours{25}));
    const auto both = file.opened(all, young, proof{true, {}}, after(hours{30}));
    CHECK(both.max_age == hours{15});
    CHECK(all.find(both.secret, after(hours{30}))->person_in(covjam) == person_id{8});
}

TEST_CASE("logins: who is made administrator later is so no longer than one from the beginning", "[identity]")
{
    hall_file file;
    identity::hall_roles roles{*file.kept, file.writer};
    give(roles, "olga@council.example", store::hall_role::organizer);
    logins all{*file.kept, file.writer, start, short_ones, &roles};
    told_logins told{all};
    const auto secret = file.sign_in(all, std::nullopt, by_mail("olga@council.example"));
    const auto id = all.find(secret, after(hours{15}))->id;
    give(roles, "olga@council.example", store::hall_role::administrator);
    CHECK(is_admin(all, secret, after(hours{19})));
    CHECK(all.logins_of(all.find(secret, after(hours{19})).value(), after(hours{19})).front().ends_at ==
          after(hours{20}));
    all.end_expired(after(hours{20}));
    CHECK(told.all == std::vector{id});
    CHECK_FALSE(all.find(secret, after(hours{20})));
}

TEST_CASE("logins: a clock that is set back makes nothing last longer", "[identity]")
{
    hall_file file;
    const auto back = hours{-1'000};
    std::string idle;
    std::string used;
    {
        logins all{*file.kept, file.writer, start, short_ones};
        idle = file.sign_in(all, std::nullopt, person_in(covjam, 1));
        used = file.sign_in(all, std::nullopt, person_in(covjam, 2));
        const auto idle_id = all.find(idle, start)->id;
        CHECK(all.find(used, after(hours{20})));
        all.end_expired(after(hours{25}));
        all.end_expired(after(back));  // it is 25 hours later in truth
        CHECK(all.stands_for(idle_id, covjam, person_id{1}));
        CHECK(all.find(used, after(back + hours{4})));
        all.end_expired(after(back + hours{5}));
        CHECK_FALSE(all.find(idle, after(back + hours{5})));
        CHECK(all.find(used, after(back + hours{30})));
        all.end_expired(after(back + hours{30}));
        CHECK(all.find(used, after(back + hours{50})));
        all.end_expired(after(back + hours{50}));
        CHECK_FALSE(all.find(used, after(back + hours{65})));
        used = file.sign_in(all, std::nullopt, person_in(covjam, 4), after(back + hours{65}));
    }
    // Set back again while the hall was down.
    logins all{*file.kept, file.writer, after(2 * back), short_ones};
    CHECK(all.find(used, after(2 * back)));
    CHECK_FALSE(all.find(used, after(2 * back + hours{30})));
    CHECK_FALSE(all.find(idle, after(2 * back)));
}

TEST_CASE("logins: what has ended is gone for good, also when only its cookie told of it", "[identity]")
{
    hall_file file;
    logins all{*file.kept, file.writer, start, short_ones};
    const auto secret = file.sign_in(all, std::nullopt, person_in(covjam, 1));
    CHECK_FALSE(all.find(secret, after(hours{30})));
    file.sign_out(all, "another");  // waits for what was to be stored before
    CHECK(file.kept->logins(start).empty());
}
