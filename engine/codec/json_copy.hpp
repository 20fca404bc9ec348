// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/json_in.hpp"
#include "engine/codec/json_out.hpp"

namespace jamhall::codec {

/// Writes a value as it was read, without its blanks.
void append_value(json_out& out, json_value value);

}  // namespace jamhall::codec
