// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/stored_event.hpp"
#include "sessions/model/event.hpp"

#include <cstdint>
#include <functional>

namespace jamhall::codec {

/// The version every body is written in, its member `v`. Older ones are brought up to date when read.
inline constexpr std::int64_t event_version = 1;

/// Gives a fresh salt for each text: random bytes in the engine, counted ones in tests.
using salt_source = std::function<text_salt()>;

/// Writes an event for the log. Each free text, name, note and roster attribute is replaced in the body
/// by the hex SHA-256 of salt and text; of a new jam the whole plan is one such text.
/// Runs on: any worker.
stored_event encode_event(const sessions::event& happened, const event_names& names,
                          const salt_source& salts);

}  // namespace jamhall::codec
