// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/page_out.hpp"
#include "sessions/model/jam_state.hpp"

#include <string>
#include <string_view>

namespace jamhall::codec {

/// GET …/mine: what is new for a person since they read it last, and what became of their own posts.
std::string my_jam_page(const sessions::jam_state& state, sessions::person_id who,
                        const private_marks& marks);

/// GET …/responses: the ledger "you said, we answered", newest first.
std::string responses_page(const sessions::jam_state& state);

/// GET …/mentionable: people whose name holds the words, at most ten.
std::string mentionable_page(const sessions::jam_state& state, std::string_view words);

}  // namespace jamhall::codec
