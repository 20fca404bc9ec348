// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/plan.hpp"

#include <string>
#include <string_view>

namespace jamhall::sessions {

/// What people call a phase of this kind, in the client's words: a phase has no title of its own.
[[nodiscard]] std::string_view title_of(phase_kind kind);

/// The same for a phase of the agenda by its place from 0, so that two of a kind differ: "phase 2 (Prioritise)".
[[nodiscard]] std::string place_in_words(std::size_t place, phase_kind kind);

}  // namespace jamhall::sessions
