// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/json_out.hpp"
#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/model/jam_state.hpp"
#include "sessions/views/jam_view.hpp"

#include <string>

namespace jamhall::codec {

/// What a jam says of itself, the same for everybody: hello's `jam`.
void append_jam(json_out& out, const sessions::jam_state& state, sessions::instant now);

/// Phase of the contract (section 5).
void append_phase(json_out& out, const sessions::phase_view& shown);

/// The agenda as it stands: the plan's phases and the implicit ones.
void append_agenda(json_out& out, const sessions::jam_state& state);

/// What hello tells everybody alike, as JSON: encoded once for all who come while the state stands still.
struct jam_for_all {
    std::string jam;
    std::string phase;
    std::string forums;
    std::string spotlights;
    std::string polls;   ///< open ones
    std::string unseal;  ///< who wishes to, or null
};

jam_for_all jam_for_all_of(const sessions::jam_state& state, sessions::instant now);

/// The members hello and GET /api/v1/jams/JAM share, into an open object: `jam`, `phase`, `forums`, `spotlights`, `polls`,
/// `unseal`, `plan_changes`, `guests`, `nudge_words`, `you`,
/// `versions`, `accepted`, `offset`, `now_ms`. `viewer` 0 is the administrator.
void append_jam_members(json_out& out, const sessions::jam_state& state, const jam_for_all& shared,
                        sessions::person_id viewer, sessions::instant now);

/// GET /api/v1/jams/JAM.
std::string jam_page(const sessions::jam_state& state, sessions::person_id viewer, sessions::instant now);

/// One line of the directory: {"id","title","state","starts_at_ms","ends_at_ms"}.
std::string directory_entry(const sessions::jam_state& state, sessions::instant now);

/// What POST /api/v1/plans/check says of a plan without faults: its agenda with begins and ends.
std::string checked_plan(const sessions::plan& planned, sessions::instant now);

}  // namespace jamhall::codec
