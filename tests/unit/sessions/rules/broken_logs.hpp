// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/rules/evolve.hpp"
#include "sessions/rules/invariants.hpp"
#include "tests/support/sessions/given_when_then.hpp"

#include <catch2/catch.hpp>

#include <utility>

namespace jamhall::test {

/// The event does not follow from the state, so folding it breaks the log. Source: rule LO2.
inline void expect_broken(jam_state state, event_body body, person_id actor)
{
    INFO(described(body));
    const auto next = next_event(state, std::move(body), actor, start);
    CHECK_THROWS_AS(evolve(state, next), invariant_broken);
}

/// The state holds together, and no more once it was changed so. Source: rule LO3.
template <class Change>
void expect_uncounted(jam_state state, Change change)
{
    check_invariants(state);
    change(state);
    CHECK_THROWS_AS(check_invariants(state), invariant_broken);
}

}  // namespace jamhall::test
