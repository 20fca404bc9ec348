// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/plan.hpp"

#include <string>

namespace jamhall::codec {

class json_out;

/// The complete decoded plan, with every instant resolved and every default written out, so that a
/// replay needs no time zone data and no default that might change. Read back by decode_stored_plan.
std::string encode_plan(const sessions::plan& planned);

/// The value of the ten switches, all of them, as everywhere on the wire.
void append_switches(json_out& out, const sessions::switches& rules);

}  // namespace jamhall::codec
