// SPDX-License-Identifier: Apache-2.0
#include "tests/support/sessions/given_when_then.hpp"

#include "sessions/rules/clock.hpp"
#include "sessions/rules/evolve.hpp"
#include "sessions/rules/invariants.hpp"

#include <catch2/catch.hpp>

namespace jamhall::test {
namespace {

struct named_law {
    std::string name;
    law holds;
};

std::vector<named_law>& laws()
{
    static std::vector<named_law> all{
        {"the fold of the log equals the state",
         [](const auto& log, const auto& state) { CHECK(replay(log) == state); }},
        {"the invariants hold",
         [](const auto&, const auto& state) { CHECK_NOTHROW(check_invariants(state)); }},
    };
    return all;
}

std::string listed(const event_bodies& all)
{
    std::string made;
    for (const auto& each : all)
        made += (made.empty() ? "" : ", ") + described(each);
    return made.empty() ? "nothing" : made;
}

}  // namespace

bool register_law(std::string name, law holds)
{
    laws().push_back({std::move(name), std::move(holds)});
    return true;
}

void check_laws(const std::vector<event>& log, const jam_state& state)
{
    for (const auto& each : laws()) {
        INFO("law: " << each.name);
        each.holds(log, state);
    }
}

scenario::scenario(std::vector<event> log) : log_{std::move(log)}, state_{replay(log_)}
{
    check_laws(log_, state_);
}

void scenario::happen(event_body body, person_id actor, instant at)
{
    log_.push_back(next_event(state_, std::move(body), actor, at));
    evolve(state_, log_.back());
}

scenario& scenario::at(instant now, clock_cause cause)
{
    bells_.clear();
    while (auto due = due_bell(state_, now, cause)) {
        happen(std::move(due->rings), {}, due->at);
        bells_.push_back(log_.back());
    }
    if (!bells_.empty())
        check_laws(log_, state_);
    return *this;
}

scenario& scenario::when(const command& asked, const context& by)
{
    at(by.now);
    answer_ = decide(state_, asked, by);
    if (*answer_) {
        for (const auto& body : **answer_)
            happen(body, by.person, by.now);
        check_laws(log_, state_);
    }
    return *this;
}

scenario& scenario::then(const event_bodies& expected)
{
    accepted();
    INFO("expected: " << listed(expected));
    INFO("happened: " << listed(**answer_));
    CHECK(**answer_ == expected);
    return *this;
}

scenario& scenario::then(reject_code code, std::optional<std::string> field)
{
    const auto refusal = refused();
    INFO("refused: " << refusal.message);
    CHECK(name_of(refusal.code) == name_of(code));
    if (field)
        CHECK(refusal.field == *field);
    return *this;
}

scenario& scenario::accepted()
{
    REQUIRE(answer_.has_value());
    if (!*answer_)
        FAIL("refused " << name_of(answer_->error().code) << " " << answer_->error().field << ": "
                        << answer_->error().message);
    return *this;
}

rejection scenario::refused() const
{
    REQUIRE(answer_.has_value());
    if (*answer_)
        FAIL("accepted: " << listed(**answer_));
    return answer_->error();
}

tally scenario::tally_of(post_id post, audience_index audience) const
{
    const auto counts = state_.boxes[state_.clock.running].tallies_of(post);
    return counts.empty() ? tally{} : counts[audience];
}

std::string described(const event_body& body)
{
    std::string made{type_of(body)};
    std::visit(
        overloaded{
            [&](const post_added& b) { made += " " + std::to_string(b.post.value) + " “" + b.text + "”"; },
            [&](const post_edited& b) { made += " " + std::to_string(b.post.value) + " “" + b.text + "”"; },
            [&](const ballot_cast& b) {
                made += " on " + std::to_string(b.post.value) + ": " + std::string{name_of(b.says)};
            },
            [&](const phase_began& b) {
                made += " " + std::to_string(b.phase) + " by " + std::string{name_of(b.cause)};
            },
            [](const auto&) {},
        },
        body);
    return made;
}

}  // namespace jamhall::test
