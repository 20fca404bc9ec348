// SPDX-License-Identifier: Apache-2.0
// A jam whose log does not hold together: nobody waits for an answer that never comes.
#include "engine/store/snapshot_file.hpp"
#include "engine/store/store_error.hpp"
#include "sessions/core/assert.hpp"
#include "tests/unit/engine/live/running_jam.hpp"

#include <boost/asio/co_spawn.hpp>
#include <catch2/catch.hpp>

using namespace jamhall;
using namespace jamhall::test;
using sessions::ballot_switch;
using sessions::command;
using sessions::tallies_switch;

namespace {

/// What became of a question: the title of the jam, or the word of why there is none.
class asked_title {
public:
    asked_title(running_jam& jam, std::function<std::string(const sessions::jam_state&)> question)
        : runner_{std::make_shared<live::jam_runner>(jam.core().shared_from_this())}
    {
        boost::asio::co_spawn(jam.core().on().at(0).loop, runner_->read<std::string>(std::move(question)),
                              [this](const std::exception_ptr& failed, std::string title) {
                                  answer_ = failed ? word_of(failed) : std::move(title);
                              });
    }

    const std::optional<std::string>& answer() const { return answer_; }

private:
    static std::string word_of(const std::exception_ptr& failed)
    {
        try {
            std::rethrow_exception(failed);
        } catch (const store::store_error& error) {
            return std::string{name_of(error.fault())};
        } catch (const std::exception& error) {
            return error.what();
        }
    }

    std::shared_ptr<live::jam_runner> runner_;
    std::optional<std::string> answer_;
};

std::string title_of(const sessions::jam_state& state)
{
    return state.what->title;
}

/// The next batch cannot be stored, and the log cannot be read again after that.
void break_log(const running_jam& jam, sessions::log_offset last)
{
    store::remove_snapshot(jam.file());
    auto outside = store::database::open(jam.file(), store::access::write);
    outside.execute("UPDATE event SET body = '{' WHERE offset = 2");
    outside.execute("INSERT INTO event SELECT " + std::to_string(last.value + 1) +
                    ", at_ms, type, actor, body, hash FROM event WHERE offset = 1");
}

}  // namespace

TEST_CASE("A question that throws after it had to wait is answered with what it threw", "[live]")
{
    running_jam jam{plan_for_now(ballot_switch::support, tallies_switch::sealed)};
    bool is_told = false;
    jam.core().submit(live::asked_command{
        {sessions::actor_kind::person, ada}, command{idea()}, {}, false, [&](const live::answer&) {
            is_told = true;
        }});
    asked_title early{jam, [](const sessions::jam_state&) -> std::string { throw std::runtime_error{"no"}; }};
    asked_title late{jam, title_of};
    jam.settle([&] { return is_told && early.answer() && late.answer(); });
    CHECK(*early.answer() == "no");
    CHECK(*late.answer() == title_of(jam.core().state()));
}

TEST_CASE("A jam whose log does not hold together answers what waits, and whatever comes after", "[live]")
{
    running_jam jam{plan_for_now(ballot_switch::support, tallies_switch::sealed)};
    break_log(jam, jam.core().state().last_offset);
    std::optional<live::answer> posted;
    jam.core().submit(live::asked_command{
        {sessions::actor_kind::person, ada}, command{idea()}, {}, false, [&](const live::answer& given) {
            posted = given;
        }});
    std::unique_ptr<asked_title> waiting;
    jam.core().post([&](live::jam_core&) { waiting = std::make_unique<asked_title>(jam, title_of); });
    // What is read beside the jam comes back while it tries to store, and waits for that too.
    std::optional<std::optional<int>> read;
    jam.core().post([&](live::jam_core& core) {
        core.read_file<int>([](store::jam_reader&) { return 1; },
                            [&](std::optional<int> found) { read = found; });
    });
    jam.settle([&] { return posted && waiting && waiting->answer() && read; });
    REQUIRE_FALSE(posted->has_value());
    CHECK(*waiting->answer() == "damaged");
    CHECK_FALSE(read->has_value());

    asked_title after{jam, title_of};
    jam.settle([&] { return after.answer().has_value(); });
    CHECK(*after.answer() == "damaged");
    CHECK_FALSE(jam.ask(ben, command{idea()}).has_value());
    bool is_job_told = false;
    jam.core().submit(live::job{[](live::batch&) {}, [&](const std::exception_ptr&) { is_job_told = true; }});
    jam.settle([&] { return is_job_told; });
    bool has_stopped = false;
    jam.core().stop([&] { has_stopped = true; });
    CHECK(has_stopped);
}
