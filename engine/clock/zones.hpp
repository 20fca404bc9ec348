// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/local_time.hpp"
#include "sessions/core/instant.hpp"

#include <string_view>

namespace jamhall::clock {

/// Resolves wall times by the system's time zone files. Source: rule PH2.
/// Errors: throws std::runtime_error when the system has no time zone files at all.
/// Runs on: any worker.
base::zone_resolver system_zones();

/// What the wall shows in an IANA zone at an instant, for people to read. UTC for a zone that the system
/// does not know. Runs on: any worker.
base::local_time wall_time(std::string_view zone, sessions::instant at);

}  // namespace jamhall::clock
