// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/instant.hpp"

#include <chrono>

namespace jamhall::clock {

/// The time of day by the machine's clock, which may be set back; the only place that asks for it.
/// Runs on: any worker.
sessions::instant now();

/// A reading that never goes back, for durations; means nothing by itself.
std::chrono::steady_clock::time_point monotonic_now();

}  // namespace jamhall::clock
