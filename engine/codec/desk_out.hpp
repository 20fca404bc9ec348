// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/json_out.hpp"
#include "sessions/model/jam_state.hpp"
#include "sessions/views/looks.hpp"

#include <span>
#include <string>

namespace jamhall::codec {

/// [{"post","people":[PERSON]}]; `looks` are in the order of their posts.
void append_looks(json_out& out, const sessions::jam_state& state, std::span<const sessions::look> looks);

/// GET …/desk: everything the desk of these forums shows, as of `offset`; of the looks those of cases there.
std::string desk_page(const sessions::jam_state& state, std::span<const sessions::forum_index> forums,
                      std::span<const sessions::look> looks, sessions::instant now);

/// GET …/desk/FORUM/handover: the note that wrote itself, and the facts it is made of.
std::string handover_page(const sessions::jam_state& state, sessions::forum_index forum,
                          sessions::instant now);

/// The public account of moderation, into an open object: from `rules` to `median_delay_ms`.
void append_moderation(json_out& out, const sessions::jam_state& state);

/// GET …/moderation: the public table of hides by rule, appeals and the median delay.
std::string moderation_page(const sessions::jam_state& state);

}  // namespace jamhall::codec
