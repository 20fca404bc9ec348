// SPDX-License-Identifier: Apache-2.0
// The door to a jam: links for people who are in, and what is read for one person at a time.
#include "engine/identity/tokens.hpp"
#include "tests/unit/engine/live/running_jam.hpp"

#include <boost/asio/co_spawn.hpp>
#include <catch2/catch.hpp>

#include <future>

using namespace jamhall;
using namespace jamhall::test;
using sessions::ballot_switch;
using sessions::tallies_switch;

namespace {

template <class Result>
using answer_to = std::shared_ptr<std::optional<Result>>;

template <class Result>
answer_to<Result> begin(running_jam& jam, boost::asio::awaitable<Result> asked)
{
    auto got = std::make_shared<std::optional<Result>>();
    boost::asio::co_spawn(jam.core().on().at(0).loop, std::move(asked),
                          [got](const std::exception_ptr& failed, Result result) {
                              if (!failed)
                                  *got = std::move(result);
                          });
    return got;
}

}  // namespace

TEST_CASE("Who gets a link and is in already stays in, unless it is to renew theirs", "[live]")
{
    running_jam jam{plan_for_now(ballot_switch::support, tallies_switch::sealed)};
    const auto runner = std::make_shared<live::jam_runner>(jam.core().shared_from_this());
    const std::string email = "ada@council.example";
    store::identity row;
    row.person = ada;
    row.email = email;
    jam.core().people().put(row);
    jam.core().people().put_subject(ada, "the account");
    jam.core().people().put_token(ada, identity::make_token().hash);
    const auto socket = jam.enter(ada);
    const auto mint = [&](live::jam_runner::renewal how) {
        const auto made = begin(jam, runner->mint_links({sessions::actor_kind::hall, {}}, how, email));
        jam.settle([&] { return made->has_value(); });
        REQUIRE((*made)->has_value());
        REQUIRE((*made)->value().size() == 1);
        CHECK(jam.core().people().with_token(identity::hash_of((*made)->value().front().token)) == ada);
    };
    const auto closed_with = [&] { return static_cast<const line&>(*socket.line).closed_with; };

    mint(live::jam_runner::renewal::one_who_stays);
    CHECK(jam.ask(ben, sessions::command{idea()}).has_value());
    CHECK_FALSE(closed_with());
    CHECK(jam.core().people().with_subject("the account") == ada);

    mint(live::jam_runner::renewal::one);
    jam.settle([&] { return closed_with().has_value(); });
    CHECK(closed_with() == live::close_code::signed_out);
    CHECK_FALSE(jam.core().people().with_subject("the account"));
}

TEST_CASE("What is kept about a person is read once at a time for them, and for others meanwhile", "[live]")
{
    running_jam jam{plan_for_now(ballot_switch::support, tallies_switch::sealed)};
    const auto runner = std::make_shared<live::jam_runner>(jam.core().shared_from_this());
    std::promise<void> go_on;
    REQUIRE(jam.core().storing().background.submit([waits = go_on.get_future().share()] { waits.wait(); },
                                                   [](const std::exception_ptr&) {}));

    const auto first = begin(jam, runner->data_of(ada));
    const auto second = begin(jam, runner->data_of(ada));
    const auto bens = begin(jam, runner->data_of(ben));
    jam.settle([&] { return second->has_value(); });
    CHECK_FALSE(first->has_value());
    CHECK_FALSE(bens->has_value());
    REQUIRE_FALSE((*second)->has_value());
    CHECK((*second)->error().code == reject_code::rate_limited);
    CHECK((*second)->error().retry_after);

    go_on.set_value();
    jam.settle([&] { return first->has_value() && bens->has_value(); });
    CHECK((*first)->has_value());
    CHECK((*bens)->has_value());
    const auto again = begin(jam, runner->data_of(ada));
    jam.settle([&] { return again->has_value(); });
    CHECK((*again)->has_value());
}
