// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/jam_state.hpp"

namespace jamhall::sessions {

/// Whether a poll still takes answers. One that was open when its jam ended does not. Source: rules QP4, QP6.
[[nodiscard]] inline bool is_open(const jam_state& state, const poll& asked)
{
    return state.stage == jam_stage::open && !asked.closed_at;
}

/// Whether this is an answer to the question: sorted, without repetition, options that there are, and one where
/// one is asked for. Source: rule QP3.
[[nodiscard]] bool is_answer(const poll_question& asked, const std::vector<std::uint8_t>& options);

}  // namespace jamhall::sessions
