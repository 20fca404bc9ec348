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

/// Changes the state of a post and what follows from it: a forum's published ideas, the spotlight of a post that is
/// published no longer and, when it is held no longer, the held comments and the last instants of its thread and
/// forum.
void enter_state(jam_state& state, post_id id, post_state next);

/// Adds whom a text of a post names to those it has named, each once. Source: rule PO14.
void note_mentions(post& naming, const std::vector<person_id>& named);

/// A new post at the end of all, not yet in a thread or forum.
post& append_post(jam_state& state, post_id id, post_kind kind, person_id author, instant at);

// fold_ballots.cpp
void fold(jam_state& state, const event& happened, const ballot_cast& body);

/// Moves the standing ballots of a person from one audience's tallies to another's.
void move_ballots(jam_state& state, person_id who, audience_index from, audience_index to);

/// Moves the ballot of a person from one idea to another. It only goes away where one stands on the other already.
void move_ballot(jam_state& state, phase_index phase, person_id who, post_id from, post_id to, log_offset at);

// fold_lifecycle.cpp
void fold(jam_state& state, const event& happened, const jam_created& body);
void fold(jam_state& state, const event& happened, const phase_began& body);
void fold(jam_state& state, const event& happened, const clock_extended& body);
void fold(jam_state& state, const event& happened, const clock_paused& body);
void fold(jam_state& state, const event& happened, const clock_resumed& body);
void fold(jam_state& state, const event& happened, const jam_closed& body);
void fold(jam_state& state, const event& happened, const jam_cancelled& body);

// fold_steering.cpp
void fold(jam_state& state, const event& happened, const post_spotlighted& body);
void fold(jam_state& state, const event& happened, const spotlight_ended& body);
void fold(jam_state& state, const event& happened, const posts_connected& body);
void fold(jam_state& state, const event& happened, const post_moved& body);
void fold(jam_state& state, const event& happened, const post_merged& body);
void fold(jam_state& state, const event& happened, const support_moved& body);
void fold(jam_state& state, const event& happened, const post_split& body);
void fold(jam_state& state, const event& happened, const thread_claimed& body);
void fold(jam_state& state, const event& happened, const thread_released& body);
void fold(jam_state& state, const event& happened, const summary_published& body);
void fold(jam_state& state, const event& happened, const guest_introduced& body);

// fold_polls.cpp
void fold(jam_state& state, const event& happened, const poll_opened& body);
void fold(jam_state& state, const event& happened, const poll_answered& body);
void fold(jam_state& state, const event& happened, const poll_closed& body);

// fold_moderation.cpp
void fold(jam_state& state, const event& happened, const flag_raised& body);
void fold(jam_state& state, const event& happened, const post_hidden& body);
void fold(jam_state& state, const event& happened, const post_approved& body);
void fold(jam_state& state, const event& happened, const post_restored& body);
void fold(jam_state& state, const event& happened, const edit_asked& body);
void fold(jam_state& state, const event& happened, const appealed& body);
void fold(jam_state& state, const event& happened, const appeal_decided& body);
void fold(jam_state& state, const event& happened, const person_muted& body);
void fold(jam_state& state, const event& happened, const person_unmuted& body);

/// Closes the case of a post that its author withdrew.
void drop_case(jam_state& state, post_id id);

// fold_shifts.cpp
void fold(jam_state& state, const event& happened, const shift_taken& body);
void fold(jam_state& state, const event& happened, const shift_dropped& body);
void fold(jam_state& state, const event& happened, const shift_offered& body);
void fold(jam_state& state, const event& happened, const handed_over& body);
void fold(jam_state& state, const event& happened, const said& body);

// fold_responses.cpp
void fold(jam_state& state, const event& happened, const responded& body);

// fold_organizing.cpp
void fold(jam_state& state, const event& happened, const person_removed& body);
void fold(jam_state& state, const event& happened, const person_readmitted& body);
void fold(jam_state& state, const event& happened, const unseal_asked& body);
void fold(jam_state& state, const event& happened, const unsealed& body);
void fold(jam_state& state, const event& happened, const plan_changed& body);

// fold_records.cpp
void fold(jam_state& state, const event& happened, const erasure_asked& body);
void fold(jam_state& state, const event& happened, const erased& body);
void fold(jam_state& state, const event& happened, const erasure_refused& body);
void fold(jam_state& state, const event& happened, const legal_hold_set& body);
void fold(jam_state& state, const event& happened, const legal_hold_lifted& body);
void fold(jam_state& state, const event& happened, const exported& body);

}  // namespace jamhall::sessions
