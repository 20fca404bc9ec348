// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/object_in.hpp"
#include "sessions/model/plan.hpp"

namespace jamhall::codec {

/// Overrides the switches that are written. Values of later versions are refused as not available yet.
void override_switches(object_in& in, sessions::switches& rules);

}  // namespace jamhall::codec
