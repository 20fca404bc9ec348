// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/json_out.hpp"
#include "sessions/model/jam_state.hpp"
#include "sessions/views/polls.hpp"

#include <string>

namespace jamhall::codec {

/// {"poll","forum","question","options","kind","results","opened_at_ms","closes_at_ms","closed_at_ms","answered",
/// "counts"}, the same for everybody.
void append_poll(json_out& out, const sessions::jam_state& state, const sessions::poll_view& shown);

/// What a poll asks, into an open object: from `poll` to `results`.
void append_poll_question(json_out& out, const sessions::jam_state& state, sessions::poll_id poll,
                          const sessions::poll_question& asks);

/// How it stands, into an open object: `answered` and `counts`.
void append_poll_counts(json_out& out, const sessions::poll_view& shown);

/// GET …/polls.
std::string polls_page(const sessions::jam_state& state);

}  // namespace jamhall::codec
