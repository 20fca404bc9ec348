// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/sha256.hpp"
#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/core/slug.hpp"
#include "sessions/model/event.hpp"
#include "sessions/model/jam_state.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::codec {

using text_salt = std::array<std::uint8_t, 32>;

/// A personal text of an event, a row of `event_text`: kept beside the hash chain, so that it can be
/// erased without breaking it. In the event's body stands its digest.
struct stored_text {
    std::string field;           ///< JSON pointer of the digest in the body
    sessions::person_id person;  ///< whose text it is; 0 = nobody's
    text_salt salt{};
    std::string text;

    friend bool operator==(const stored_text&, const stored_text&) = default;
};

/// One entry of the log as its columns hold it (contract section 7).
struct stored_event {
    sessions::log_offset offset;
    sessions::instant at;
    sessions::person_id actor;  ///< 0: the hall itself, its administrator or the clock
    std::string type;
    std::string body;  ///< JSON, never a personal text
    std::vector<stored_text> texts;

    friend bool operator==(const stored_event&, const stored_event&) = default;
};

/// SHA-256 of the salt's bytes, then the text's.
base::sha256_digest digest_of(const text_salt& salt, std::string_view text);

/// The written ids that bodies use instead of positions, so that whoever reads the `event` table reads
/// words. They never change while a jam lives; an immutable copy serves any worker.
struct event_names {
    std::vector<sessions::slug> forums;
    std::vector<sessions::slug> phases;
    std::vector<sessions::slug> audiences;
};

/// Whether the names are others after this event.
bool changes_names(const sessions::event_body& body);

/// Empty before the jam is created.
event_names names_of(const sessions::jam_state& state);

}  // namespace jamhall::codec
