// SPDX-License-Identifier: Apache-2.0
// Roles in the hall and join codes: what is known here and what the file has are the same, also when two act at once.
#include "engine/identity/hall_roles.hpp"
#include "engine/identity/join_codes.hpp"
#include "engine/store/store_error.hpp"
#include "tests/unit/engine/identity/hall_file.hpp"

#include <boost/asio/detached.hpp>
#include <catch2/catch.hpp>

using namespace jamhall;
using namespace jamhall::identity;
using store::hall_role;
namespace asio = boost::asio;

namespace {

const std::string olga{"olga@council.example"};

store::hall_role_row row_of(hall_role role)
{
    return {olga, role, "Olga", start};
}

/// Of the file: an administrator, an organizer or nobody.
hall_role stored_role(hall_file& file)
{
    const auto rows = file.kept->roles();
    return rows.empty() ? hall_role::none : rows.front().role;
}

}  // namespace

TEST_CASE("hall roles: one that is taken while it is being given is taken", "[identity]")
{
    hall_file file;
    hall_roles roles{*file.kept, file.writer};
    asio::io_context loop;
    asio::co_spawn(loop, roles.give(row_of(hall_role::administrator)), asio::detached);
    asio::co_spawn(loop, roles.give(row_of(hall_role::none)), asio::detached);
    loop.run();
    CHECK(stored_role(file) == hall_role::none);
    CHECK(roles.role_of(olga) == hall_role::none);
}

TEST_CASE("hall roles: who becomes less while their account comes for the first time stays less",
          "[identity]")
{
    hall_file file;
    hall_roles roles{*file.kept, file.writer};
    file.wait(roles.give(row_of(hall_role::administrator)));
    asio::io_context loop;
    asio::co_spawn(loop, roles.give(row_of(hall_role::organizer)), asio::detached);
    auto holder = asio::co_spawn(loop, roles.held_by(olga, "council.1"), asio::use_future);
    loop.run();
    CHECK(holder.get() == olga);
    CHECK(stored_role(file) == hall_role::organizer);
    CHECK(file.kept->roles().front().subject == "council.1");
    CHECK(roles.role_of(olga) == hall_role::organizer);
    CHECK(file.wait(roles.held_by("", "council.1")) == olga);
}

TEST_CASE("hall roles: of two accounts that come at once one holds the role", "[identity]")
{
    hall_file file;
    hall_roles roles{*file.kept, file.writer};
    file.wait(roles.give(row_of(hall_role::organizer)));
    asio::io_context loop;
    auto first = asio::co_spawn(loop, roles.held_by(olga, "council.1"), asio::use_future);
    auto second = asio::co_spawn(loop, roles.held_by(olga, "council.2"), asio::use_future);
    loop.run();
    CHECK(first.get() == olga);
    CHECK(second.get().empty());
    CHECK(file.kept->roles().front().subject == "council.1");
}

TEST_CASE("hall roles: an account whose holding a role could not be stored does not hold it", "[identity]")
{
    hall_file file;
    hall_roles roles{*file.kept, file.writer};
    file.wait(roles.give(row_of(hall_role::organizer)));
    auto on = store::database::open(file.folder / "hall.db", store::access::write);
    on.execute("CREATE TRIGGER fails BEFORE INSERT ON hall_role BEGIN SELECT raise(FAIL, 'full'); END");
    CHECK_THROWS_AS(file.wait(roles.held_by(olga, "council.1")), store::store_error);
    CHECK(file.wait(roles.held_by("", "council.1")).empty());
    on.execute("DROP TRIGGER fails");
    CHECK(file.wait(roles.held_by(olga, "council.2")) == olga);
    CHECK(file.wait(roles.held_by("", "council.1")).empty());
}

TEST_CASE("join codes: one that is ended while it is being made is ended", "[identity]")
{
    hall_file file;
    join_codes codes{*file.kept, file.writer};
    asio::io_context loop;
    auto made = asio::co_spawn(loop, codes.make(covjam, start, sessions::duration{1'000}), asio::use_future);
    asio::co_spawn(loop, codes.end(covjam), asio::detached);
    loop.run();
    CHECK(file.kept->join_codes().empty());
    CHECK_FALSE(codes.code_of(covjam));
    CHECK_FALSE(codes.jam_of(made.get().code, start));
}

TEST_CASE("join codes: one whose end could not be stored is ended by asking again", "[identity]")
{
    hall_file file;
    join_codes codes{*file.kept, file.writer};
    const auto made = file.wait(codes.make(covjam, start, sessions::duration{1'000}));
    auto on = store::database::open(file.folder / "hall.db", store::access::write);
    on.execute("CREATE TRIGGER fails BEFORE DELETE ON join_code BEGIN SELECT raise(FAIL, 'full'); END");
    CHECK_THROWS_AS(file.wait(codes.end(covjam)), store::store_error);
    CHECK_FALSE(codes.jam_of(made.code, start));
    CHECK_THROWS_AS(file.wait(codes.end(covjam)), store::store_error);
    on.execute("DROP TRIGGER fails");
    file.wait(codes.end(covjam));
    CHECK(file.kept->join_codes().empty());
}
