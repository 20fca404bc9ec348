// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/sample_jam.hpp"

#include "sessions/rules/clock.hpp"
#include "sessions/rules/decide.hpp"
#include "sessions/rules/evolve.hpp"
#include "tests/support/sessions/builders.hpp"

#include <string>

namespace jamhall::bench {

using namespace sessions;

sample_jam::sample_jam(std::uint32_t people, std::uint32_t ideas)
    : now_{test::start}, people_{people}, ideas_{ideas}
{
    for (const auto& happened : test::opened(test::one_phase(phase_kind::ideate)))
        evolve(state_, happened);
    const auto cast = static_cast<std::uint32_t>(test::cast_size);
    for (std::uint32_t number = cast + 1; number <= cast + people; ++number) {
        auto entry = test::entry_of("Person " + std::to_string(number));
        evolve(state_, next_event(state_, person_added{{number}, std::move(entry)}, {}, test::created));
    }
    while (auto due = due_bell(state_, now_, clock_cause::clock))
        evolve(state_, next_event(state_, std::move(due->rings), {}, due->at));
    for (std::uint32_t number = 0; number < ideas; ++number)
        apply({cast + 1 + number % people}, test::idea("Plant trees in street " + std::to_string(number)));
}

std::vector<event> sample_jam::apply(person_id who, const command& asked)
{
    std::vector<event> happened;
    for (auto& body : decide(state_, asked, test::by(who, now_)).value()) {
        happened.push_back(next_event(state_, std::move(body), who, now_));
        evolve(state_, happened.back());
    }
    return happened;
}

std::vector<event> sample_jam::cast_next_ballot()
{
    const auto turn = ballots_++;
    const auto who = static_cast<std::uint32_t>(test::cast_size) + 1 + turn % people_;
    const auto post = 1 + (turn / people_ + turn % people_) % ideas_;
    return apply({who}, cast_ballot{{post}, choice::support});
}

}  // namespace jamhall::bench
