// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/event.hpp"
#include "sessions/model/jam_state.hpp"

namespace jamhall::sessions {

/// How each event changes the state, in the file of its noun; `evolve` picks it. Each checks that the
/// event follows from the state before it changes anything.

// fold_people.cpp
void fold(jam_state& state, const event& happened, const person_added& body);
void fold(jam_state& state, const event& happened, const person_updated& body);
void fold(jam_state& state, const event& happened, const person_registered& body);
void fold(jam_state& state, const event& happened, const person_entered& body);
void fold(jam_state& state, const event& happened, const joined& body);
void fold(jam_state& state, const event& happened, const role_granted& body);
void fold(jam_state& state, const event& happened, const role_revoked& body);

// fold_posts.cpp
void fold(jam_state& state, const event& happened, const post_added& body);
void fold(jam_state& state, const event& happened, const post_edited& body);
void fold(jam_state& state, const event& happened, const post_withdrawn& body);
void fold(jam_state& state, const event& happened, const announced& body);
void fold(jam_state& state, const event& happened, const posts_seen& body);

// fold_ballots.cpp
void fold(jam_state& state, const event& happened, const ballot_cast& body);

/// Moves the standing ballots of a person from one audience's tallies to another's.
void move_ballots(jam_state& state, person_id who, audience_index from, audience_index to);

// fold_lifecycle.cpp
void fold(jam_state& state, const event& happened, const jam_created& body);
void fold(jam_state& state, const event& happened, const phase_began& body);
void fold(jam_state& state, const event& happened, const clock_extended& body);
void fold(jam_state& state, const event& happened, const clock_paused& body);
void fold(jam_state& state, const event& happened, const clock_resumed& body);
void fold(jam_state& state, const event& happened, const jam_closed& body);
void fold(jam_state& state, const event& happened, const jam_cancelled& body);

}  // namespace jamhall::sessions
