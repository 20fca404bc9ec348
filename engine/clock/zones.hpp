// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/local_time.hpp"

namespace jamhall::clock {

/// Resolves wall times by the system's time zone files. Source: rule PH2.
/// Errors: throws std::runtime_error when the system has no time zone files at all.
/// Runs on: any worker.
base::zone_resolver system_zones();

}  // namespace jamhall::clock
