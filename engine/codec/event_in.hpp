// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/fault.hpp"
#include "engine/codec/stored_event.hpp"
#include "sessions/model/event.hpp"

namespace jamhall::codec {

/// What a text that the body names but that is not there means: damage, or that it was erased. Only the
/// log knows which; it says `erased` for events that an erasure names.
enum class missing_texts { are_damage, were_erased };

/// Reads an event back, bringing bodies of older versions up to date. Every text is checked against its
/// digest; an erased one is empty.
/// Errors: a fault naming what does not fit: the log is damaged or of a newer version.
decoded<sessions::event> decode_event(const stored_event& stored, const event_names& names,
                                      missing_texts missing = missing_texts::are_damage);

}  // namespace jamhall::codec
