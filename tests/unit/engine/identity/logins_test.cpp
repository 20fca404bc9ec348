// SPDX-License-Identifier: Apache-2.0
#include "engine/identity/logins.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>

using namespace jamhall;
using identity::logins;
using identity::proof;
using sessions::person_id;
using sessions::slug;
using namespace sessions;
namespace asio = boost::asio;
namespace fs = std::filesystem;

namespace {

constexpr slug covjam = "covjam"_slug;
constexpr slug other_jam = "other"_slug;
constexpr instant start{1'000'000};

instant after(std::chrono::hours span)
{
    return start + std::chrono::duration_cast<duration>(span);
}

proof person_in(slug jam, std::uint32_t person)
{
    return {false, std::pair{jam, person_id{person}}};
}

/// hall.db in a folder of its own, with the worker that writes it.
struct hall_file {
    hall_file()
    {
        std::string pattern = (fs::temp_directory_path() / "jamhall-logins-XXXXXX").string();
        folder = ::mkdtemp(pattern.data());
        kept.emplace(folder / "hall.db");
        for (const slug& jam : {covjam, other_jam})
            kept->add_jam({jam, "A jam", jam.str() + ".jam", start});
    }
    ~hall_file()
    {
        writer.stop();
        kept.reset();
        fs::remove_all(folder);
    }
    hall_file(const hall_file&) = delete;
    hall_file& operator=(const hall_file&) = delete;

    std::string sign_in(logins& in, std::optional<std::string> old_secret, proof proved, instant now = start)
    {
        asio::io_context loop;
        auto opened =
            asio::co_spawn(loop, in.sign_in(std::move(old_secret), std::move(proved), now), asio::use_future);
        loop.run();
        return opened.get().secret;
    }

    void sign_out(logins& in, std::string secret)
    {
        asio::io_context loop;
        auto done = asio::co_spawn(loop, in.sign_out(std::move(secret)), asio::use_future);
        loop.run();
        done.get();
    }

    fs::path folder;
    std::optional<store::hall_store> kept;
    store::job_worker writer{"test write", 100};
};

}  // namespace

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
    const auto third = file.sign_in(all, second, proof{true, std::nullopt});
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
        file.sign_in(all, file.sign_in(all, std::nullopt, person_in(covjam, 7)), proof{true, std::nullopt});
    const auto ben = file.sign_in(all, std::nullopt, person_in(covjam, 8));

    all.end_logins_of(covjam, {person_id{9}, person_id{7}});
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
    const auto admin = file.sign_in(all, std::nullopt, proof{true, std::nullopt});

    CHECK(all.find(used, after(hours{9})));
    CHECK_FALSE(all.find(idle, after(hours{10})));
    CHECK(all.find(used, after(hours{18})));
    CHECK_FALSE(all.find(used, after(hours{24})));
    CHECK(all.find(admin, after(hours{1})));
    CHECK_FALSE(all.find(admin, after(hours{3})));
}
