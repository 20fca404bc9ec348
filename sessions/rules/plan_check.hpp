// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/plan.hpp"

#include <optional>
#include <string>
#include <vector>

namespace jamhall::sessions {

/// One thing wrong with a plan: where (JSON pointer, RFC 6901) and what, for people.
struct plan_fault {
    std::string pointer;
    std::string message;

    friend bool operator==(const plan_fault&, const plan_fault&) = default;
};

/// Everything wrong with a decoded plan beyond its shape: double ids, lengths, phases that end before
/// they begin or last under a minute, reserved phase ids, switches that contradict each other.
/// Empty when the plan may be held. Source: rules PH2, PH7, PH8.
[[nodiscard]] std::vector<plan_fault> check_plan(const plan& written);

/// What is wrong with a sound plan when the jam is made at `now`: that it would be over already.
[[nodiscard]] std::optional<plan_fault> fault_of_start(const plan& written, instant now);

}  // namespace jamhall::sessions
