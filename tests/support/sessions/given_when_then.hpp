// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/outcome.hpp"
#include "sessions/rules/decide.hpp"
#include "tests/support/sessions/builders.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace jamhall::test {

/// Something that must hold after every accepted step of every scenario of the test program. It says
/// so with Catch's own macros.
using law = std::function<void(const std::vector<event>& log, const jam_state& state)>;

/// Adds a law to those of the domain (the fold of the log equals the state, the invariants hold).
/// Call it from a constant of the test file that owns the law:
///
///     const bool registered = register_law("decoding what was encoded gives the same", [](auto& log, auto&) {...});
///
/// Whoever brings a law may assume that the log grew by one command since it was asked last.
bool register_law(std::string name, law holds);

/// Checks all laws now.
void check_laws(const std::vector<event>& log, const jam_state& state);

/// given(log).when(command, context).then(events or refusal), as often as the story needs.
class scenario {
public:
    explicit scenario(std::vector<event> log);

    /// Rings every bell due at `by.now`, judges the command and, when accepted, folds its events in.
    scenario& when(const command& asked, const context& by);

    /// Rings what is due, as a tick does. Missed bells of a restart have the cause `recovery`.
    scenario& at(instant now, clock_cause cause = clock_cause::clock);

    /// The last command was accepted and became exactly these events.
    scenario& then(const event_bodies& expected);

    /// The last command was refused with this code and, where given, for this field.
    scenario& then(reject_code code, std::optional<std::string> field = std::nullopt);

    /// The last command was accepted, whatever it became.
    scenario& accepted();

    /// The bells rung by the last `when` or `at`, in order.
    const std::vector<event>& bells() const { return bells_; }

    rejection refused() const;
    const jam_state& state() const { return state_; }
    const std::vector<event>& log() const { return log_; }
    const post& posted(std::uint32_t number) const { return state_.at(post_id{number}); }

    /// The tally of a post in the running phase, of one audience.
    tally tally_of(post_id post, audience_index audience = 0) const;

private:
    void happen(event_body body, person_id actor, instant at);

    std::vector<event> log_;
    jam_state state_;
    std::vector<event> bells_;
    std::optional<outcome<event_bodies>> answer_;
};

inline scenario given(std::vector<event> log)
{
    return scenario{std::move(log)};
}

/// A jam of this plan with the cast on its roster, at its start.
inline scenario given(const plan& written)
{
    return std::move(scenario{opened(written)}.at(start));
}

/// One event in words, for messages.
std::string described(const event_body& body);

}  // namespace jamhall::test
