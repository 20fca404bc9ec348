// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/json_out.hpp"
#include "sessions/model/jam_state.hpp"
#include "sessions/views/looks.hpp"

#include <span>

namespace jamhall::codec {

/// [{"post","people":[PERSON]}]; `looks` are in the order of their posts.
void append_looks(json_out& out, const sessions::jam_state& state, std::span<const sessions::look> looks);

}  // namespace jamhall::codec
