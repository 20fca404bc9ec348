// SPDX-License-Identifier: Apache-2.0
// F8: bytes choose commands, people and times; the rules and a plain model must agree after every one.
#include "sessions/rules/clock.hpp"
#include "sessions/rules/decide.hpp"
#include "sessions/rules/evolve.hpp"
#include "sessions/rules/invariants.hpp"
#include "tests/fuzz/bytes_in.hpp"
#include "tests/support/sessions/ballot_book.hpp"
#include "tests/support/sessions/permission_table.hpp"
#include "tests/support/sessions/random_jam.hpp"

#include <vector>

using namespace jamhall::test;
namespace fuzz = jamhall::fuzz;

namespace {

constexpr std::size_t commands_max = 200;

class walk {
public:
    explicit walk(fuzz::bytes_in in)
        : in_{in}, random_{in_.below(0x10000)}, commands_{random_}, log_{opened(random_plan(random_))}
    {
        state_ = replay(log_);
    }

    void run()
    {
        for (std::size_t i = 0; i < commands_max && !in_.empty(); ++i) {
            const auto step = in_.byte();
            now_ = step % 16 == 0 ? now_ - minutes{step}
                                  : now_ + seconds{step % 16 == 1 ? step * 60 : step % 20};
            ring();
            random_ = random_source{in_.below(0x10000)};
            const auto [asked, by] = commands_.next(state_, now_);
            take(asked, by);
        }
        check_invariants(state_);
        fuzz::require(replay(log_) == state_, "the log gives the state again");
        fuzz::require(ballots_.difference_from(state_).empty(),
                      "every ballot is counted once, as it was cast");
    }

private:
    void happen(event_body body, person_id actor, instant at)
    {
        log_.push_back(next_event(state_, std::move(body), actor, at));
        evolve(state_, log_.back());
        fuzz::require(ballots_.note(state_, log_.back()), "support that moves stood before");
    }

    void ring()
    {
        while (auto due = due_bell(state_, now_, clock_cause::clock)) {
            fuzz::require(due->at >= state_.last_at, "no bell rings in the past");
            happen(std::move(due->rings), {}, due->at);
        }
    }

    void take(const command& asked, const context& by)
    {
        const auto deadline = next_deadline(state_);
        const auto answer = decide(state_, asked, by);
        if (!answer)
            return fuzz::require(!answer.error().message.empty(), "a refusal says why");
        if (answer->empty())
            return;
        fuzz::require(is_permitted(state_, asked, by), "nobody does what they may not");
        fuzz::require(!deadline || *deadline > now_, "nothing is taken after the bell");
        if (const auto* cast = std::get_if<cast_ballot>(&asked))
            fuzz::require(
                cast->post != cast->over && state_.clock.now_running().rules.ballot != ballot_switch::none,
                "ballots are cast where they are taken");
        for (const auto& body : *answer)
            happen(body, by.person, by.now);
    }

    fuzz::bytes_in in_;
    random_source random_;
    random_commands commands_;
    std::vector<event> log_;
    jam_state state_;
    instant now_ = start - minutes{10};
    ballot_book ballots_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    walk{{bytes, size}}.run();
    return 0;
}
