// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/jam_state.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace jamhall::sessions {

/// A quick poll as everybody may see it: never who answered what (rule BA7), and no counts while its results are
/// sealed. Borrows from the state.
struct poll_view {
    const poll* of = nullptr;
    bool is_open = false;
    std::uint32_t answered = 0;                            ///< people
    std::optional<std::span<const std::uint32_t>> counts;  ///< by option; of a scale, by step from 1
};

[[nodiscard]] poll_view view_of(const jam_state& state, const poll& asked);

/// The polls that take answers now, by number.
[[nodiscard]] std::vector<poll_view> open_polls(const jam_state& state);

}  // namespace jamhall::sessions
