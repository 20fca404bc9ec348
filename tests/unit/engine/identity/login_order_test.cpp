// SPDX-License-Identifier: Apache-2.0
// What is ended stays ended, in whatever order things are stored and whatever the file takes: seen by the next start.
#include "engine/identity/logins.hpp"
#include "engine/store/store_error.hpp"
#include "tests/unit/engine/identity/hall_file.hpp"

#include <catch2/catch.hpp>

#include <future>
#include <thread>

using namespace jamhall;
using namespace jamhall::identity;
using identity::logins;

namespace {

/// While this lives, hall.db removes no login.
class nothing_removed {
public:
    explicit nothing_removed(const hall_file& file)
        : on_{store::database::open(file.folder / "hall.db", store::access::write)}
    {
        on_.execute("CREATE TRIGGER fails BEFORE DELETE ON login BEGIN SELECT raise(FAIL, 'full'); END");
    }
    ~nothing_removed() { on_.execute("DROP TRIGGER fails"); }
    nothing_removed(const nothing_removed&) = delete;
    nothing_removed& operator=(const nothing_removed&) = delete;

private:
    store::database on_;
};

/// Returns when the worker has done what it was given so far.
void wait_for_writer(hall_file& file, logins& all)
{
    file.sign_out(all, "another");
}

/// Ends the logins of Ada while the worker takes nothing more.
void end_while_full(hall_file& file, logins& all)
{
    std::promise<void> goes_on;
    const auto ignored = [](const std::exception_ptr&) {};
    file.writer.submit([going = goes_on.get_future().share()] { going.wait(); }, ignored);
    while (file.writer.submit([] {}, ignored)) {
    }
    all.end_logins_of(covjam, {person_id{7}});
    goes_on.set_value();
    while (file.writer.queued() > 0)
        std::this_thread::yield();
}

/// Storing it takes so long that whoever ends it meanwhile is there first, where nothing keeps the order.
std::string long_device()
{
    return std::string(8'000'000, 'x');
}

/// Somebody with a number of their own in each jam.
proof in_both_jams()
{
    proof both = person_in(covjam, 7);
    both.people.emplace_back(other_jam, person_id{3});
    return both;
}

}  // namespace

TEST_CASE("logins: one that the file did not let go of is ended when its owner tries again, or by itself",
          "[identity]")
{
    hall_file file;
    logins all{*file.kept, file.writer, start};
    const auto desk = file.sign_in(all, std::nullopt, person_in(covjam, 7));
    const auto phone = file.sign_in(all, std::nullopt, person_in(covjam, 7));
    const auto bens = file.sign_in(all, std::nullopt, person_in(covjam, 8));
    const auto me = all.find(desk, start).value();
    const auto ben = all.find(bens, start).value();
    const auto id = all.find(phone, start)->id;
    {
        const nothing_removed full{file};
        CHECK_THROWS_AS(file.wait(all.end(me, id)), store::store_error);
        CHECK_FALSE(all.find(phone, start));
        CHECK_THROWS_AS(file.wait(all.end(me, id)), store::store_error);
    }
    CHECK(file.kept->logins(start).size() == 3);
    CHECK_FALSE(file.wait(all.end(ben, id)));
    SECTION("when its owner tries again")
    {
        CHECK(file.wait(all.end(me, id)));
    }
    SECTION("by itself")
    {
        all.end_expired(start);
        wait_for_writer(file, all);
    }
    CHECK(file.kept->logins(start).size() == 2);
    CHECK_FALSE(file.wait(all.end(me, id)));
}

TEST_CASE("logins: signing out everywhere else is done only when the file has let go of all", "[identity]")
{
    hall_file file;
    logins all{*file.kept, file.writer, start};
    const auto desk = file.sign_in(all, std::nullopt, person_in(covjam, 7));
    const auto phone = file.sign_in(all, std::nullopt, person_in(covjam, 7));
    file.sign_in(all, std::nullopt, person_in(covjam, 7));
    const auto bens = file.sign_in(all, std::nullopt, person_in(covjam, 8));
    const auto me = all.find(desk, start).value();
    told_logins told{all};
    {
        const nothing_removed full{file};
        for (int times = 0; times < 2; ++times)
            CHECK_THROWS_AS(file.wait(all.end_others(me, me.id, start)), store::store_error);
    }
    CHECK(told.all.size() == 2);
    CHECK_FALSE(all.find(phone, start));
    CHECK(file.kept->logins(start).size() == 4);
    file.wait(all.end_others(me, me.id, start));
    CHECK(file.kept->logins(start).size() == 2);
    CHECK(all.find(desk, start));
    CHECK(all.find(bens, start));
}

TEST_CASE("logins: one that was too many is taken out of the file later, when it could not be at once",
          "[identity]")
{
    hall_file file;
    logins all{*file.kept, file.writer, start};
    {
        const nothing_removed full{file};
        for (std::size_t i = 0; i <= logins_per_person_max; ++i)
            file.sign_in(all, std::nullopt, person_in(covjam, 7));
        wait_for_writer(file, all);
    }
    CHECK(file.kept->logins(start).size() == logins_per_person_max + 1);
    all.end_expired(start);
    wait_for_writer(file, all);
    CHECK(file.kept->logins(start).size() == logins_per_person_max);
}

TEST_CASE("logins: a renewal waits until the file has let go, and can be asked for again", "[identity]")
{
    hall_file file;
    logins all{*file.kept, file.writer, start};
    const auto secret = file.sign_in(all, std::nullopt, person_in(covjam, 7));
    {
        const nothing_removed full{file};
        CHECK_THROWS_AS(file.wait(all.end_logins_for_good(covjam, {person_id{7}})), store::store_error);
    }
    CHECK_FALSE(all.find(secret, start));
    CHECK(file.kept->logins(start).size() == 1);
    file.wait(all.end_logins_for_good(covjam, {person_id{7}}));
    CHECK(file.kept->logins(start).empty());
}

TEST_CASE("logins: what a renewal ended is ended in the file by itself, when it could not be at once",
          "[identity]")
{
    hall_file file;
    logins all{*file.kept, file.writer, start};
    const proof both = in_both_jams();
    const auto phone = file.sign_in(all, std::nullopt, person_in(covjam, 7));
    const auto desk = file.sign_in(all, std::nullopt, both);
    const auto laptop = file.sign_in(all, std::nullopt, both);
    std::string anew;
    SECTION("and nobody waited")
    {
        const nothing_removed full{file};
        all.end_logins_of(covjam, {person_id{7}});
        wait_for_writer(file, all);
        anew = file.sign_in(all, std::nullopt, person_in(covjam, 7));
    }
    SECTION("and somebody was told so")
    {
        const nothing_removed full{file};
        CHECK_THROWS_AS(file.wait(all.end_logins_for_good(covjam, {person_id{7}})), store::store_error);
        all.end_expired(start);
        wait_for_writer(file, all);
        anew = file.sign_in(all, std::nullopt, person_in(covjam, 7));
    }
    SECTION("because more was to be stored than can wait")
    {
        end_while_full(file, all);
        anew = file.sign_in(all, std::nullopt, person_in(covjam, 7));
    }
    file.sign_out(all, laptop);
    all.end_expired(start);
    wait_for_writer(file, all);
    logins restarted{*file.kept, file.writer, start};
    CHECK_FALSE(restarted.find(phone, start));
    CHECK_FALSE(restarted.find(laptop, start));
    CHECK(restarted.find(desk, start)->people == std::vector{std::pair{other_jam, person_id{3}}});
    // Whoever has the new link stays.
    CHECK(restarted.find(anew, start)->person_in(covjam) == person_id{7});
}

TEST_CASE("logins: what is ended while it is being stored is not there after a restart", "[identity]")
{
    hall_file file;
    logins all{*file.kept, file.writer, start};
    SECTION("a sign-in, by a renewal")
    {
        for (int round = 0; round < 5; ++round) {
            std::thread signs_in{
                [&] { file.wait(all.sign_in(std::nullopt, person_in(covjam, 7), start, long_device())); }};
            while (all.logins_of(covjam, person_id{7}).empty())
                std::this_thread::yield();
            all.end_logins_of(covjam, {person_id{7}});
            signs_in.join();
            wait_for_writer(file, all);
            CHECK(file.kept->logins(start).empty());
        }
    }
    SECTION("a jam that its owner was put into, by signing out")
    {
        for (int round = 0; round < 5; ++round) {
            const auto made =
                file.wait(all.sign_in(std::nullopt, person_in(covjam, 7), start, long_device())).value();
            const auto id = all.find(made.secret, start)->id;
            std::thread joins{[&] { file.wait(all.join(id, other_jam, person_id{9})); }};
            while (!all.stands_for(id, other_jam, person_id{9}))
                std::this_thread::yield();
            file.sign_out(all, made.secret);
            joins.join();
            wait_for_writer(file, all);
            CHECK(file.kept->logins(start).empty());
        }
    }
    SECTION("the secret of before, while its owner is put into a jam")
    {
        for (int round = 0; round < 5; ++round) {
            const auto before = file.sign_in(all, std::nullopt, person_in(covjam, 7));
            const auto id = all.find(before, start)->id;
            std::string anew;
            std::thread signs_in{[&] {
                anew = file.wait(all.sign_in(before, person_in(covjam, 7), start, long_device()))->secret;
            }};
            while (all.logins_of(covjam, person_id{7}).size() < 2)
                std::this_thread::yield();
            file.wait(all.join(id, other_jam, person_id{9}));
            signs_in.join();
            wait_for_writer(file, all);
            CHECK(file.kept->logins(start).size() == 1);
            CHECK(all.find(anew, start)->people.size() == 2);
            file.sign_out(all, anew);
            CHECK(file.kept->logins(start).empty());
        }
    }
}

TEST_CASE("logins: a sign-in that was under way when the link was renewed is not that person any more",
          "[identity]")
{
    hall_file file;
    logins all{*file.kept, file.writer, start};
    proof proved = in_both_jams();
    proved.as_of = all.ends_so_far();
    all.end_logins_of(covjam, {person_id{9}, person_id{7}});
    const auto who = all.find(file.sign_in(all, std::nullopt, proved), start).value();
    CHECK_FALSE(who.person_in(covjam));
    CHECK(who.person_in(other_jam) == person_id{3});
    CHECK(all.logins_of(covjam, person_id{7}).empty());

    // Whoever is looked up after it has the new link.
    proved.as_of = all.ends_so_far();
    CHECK(all.find(file.sign_in(all, std::nullopt, proved), start)->person_in(covjam) == person_id{7});
}

TEST_CASE("logins: a sign-in of somebody who was ended meanwhile, and is nobody else, is none", "[identity]")
{
    hall_file file;
    logins all{*file.kept, file.writer, start};
    const auto bens = file.sign_in(all, std::nullopt, person_in(covjam, 8));
    proof proved = person_in(covjam, 7);
    proved.as_of = all.ends_so_far();
    all.end_logins_of(covjam, {person_id{7}});
    CHECK_FALSE(file.wait(all.sign_in(std::nullopt, proved, start)));
    wait_for_writer(file, all);
    // Who was signed in there before is so still.
    CHECK_FALSE(file.wait(all.sign_in(bens, proved, start)));
    CHECK(all.find(bens, start)->person_in(covjam) == person_id{8});
    CHECK(file.kept->logins(start).size() == 1);

    proved.is_admin = true;
    CHECK(file.wait(all.sign_in(std::nullopt, proved, start)));
}
