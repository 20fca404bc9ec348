// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/sha256.hpp"
#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"

#include <string>
#include <vector>

namespace jamhall::store {

/// A personal text of an event, kept outside the hash chain so that it can be erased. `event.body`
/// holds SHA-256(salt, text) in its place.
struct stored_text {
    std::string field;           ///< where it belongs in the body
    sessions::person_id person;  ///< whose text it is; 0 = nobody's
    base::sha256_digest salt{};
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

/// hash of the event whose predecessor has `previous` (all zero before the first).
/// Source: contract section 7. Cost: one SHA-256.
base::sha256_digest chain_hash(const base::sha256_digest& previous, const stored_event& e);

}  // namespace jamhall::store
