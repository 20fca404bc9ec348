// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/fault.hpp"
#include "sessions/model/jam_state.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace jamhall::codec {

/// A jam's whole state as bytes, so that a restart replays only the events after it: "JAMSTATE", the
/// version, the values (see blob.hpp), the SHA-256 of all that. It is a cache of the log: when it cannot be
/// read, the log is replayed from its start.
/// Cost: the size of the state; in pieces, only that of a piece at a time.
std::string encode_state(const sessions::jam_state& state);
void encode_state(const sessions::jam_state& state, const std::function<void(std::string_view)>& sink);

/// Errors: a fault when the bytes are damaged, cut short or of another version.
decoded<sessions::jam_state> decode_state(std::string_view bytes);

}  // namespace jamhall::codec
