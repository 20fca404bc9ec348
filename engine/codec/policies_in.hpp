// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/object_in.hpp"
#include "sessions/model/plan.hpp"

namespace jamhall::codec {

/// The member `policies` of a plan as its organizer wrote it; what is not written has its default.
sessions::policies written_policies(object_in& root);

}  // namespace jamhall::codec
