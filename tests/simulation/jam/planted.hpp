// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

namespace jamhall::simulated {

/// Faults that the linker can put between the program's own parts (`--wrap`, see tests/CMakeLists.txt), to see that the
/// simulator finds them. Without one of them chosen, the program is as it ships.
enum class planted : std::uint8_t {
    nothing,
    early_answer,       ///< the store says "kept" and writes with the next batch
    forgotten_sync,     ///< write-ahead logs are not synced
    late_bell,          ///< bells are looked for with a clock that is late
    open_door,          ///< every role may take part
    lost_backfill,      ///< every other backfill is dropped
    repeated_backfill,  ///< a backfill is sent twice
    leaky_seal,         ///< frames of tallies go out while sealed
    forgotten_keys,     ///< keys of commands are not found again
    no_brakes,          ///< no rate is ever too high
    torn_snapshot,      ///< a state kept for a restart differs from the one it was taken of
    left_bytes,         ///< what was erased is not scrubbed from the file and its log
};

inline constexpr std::array<std::pair<planted, std::string_view>, 11> planted_faults{
    {{planted::early_answer, "early_answer"},
     {planted::forgotten_sync, "forgotten_sync"},
     {planted::late_bell, "late_bell"},
     {planted::open_door, "open_door"},
     {planted::lost_backfill, "lost_backfill"},
     {planted::repeated_backfill, "repeated_backfill"},
     {planted::leaky_seal, "leaky_seal"},
     {planted::forgotten_keys, "forgotten_keys"},
     {planted::no_brakes, "no_brakes"},
     {planted::torn_snapshot, "torn_snapshot"},
     {planted::left_bytes, "left_bytes"}}};

/// The one in force; nothing until chosen.
planted& planted_now();

/// What a planted fault keeps between calls, forgotten: a new process begins.
void forget_planted();

}  // namespace jamhall::simulated
