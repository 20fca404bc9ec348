// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/stored_event.hpp"
#include "engine/store/database.hpp"
#include "engine/store/records.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace jamhall::store {

/// The log's last event, whose hash must follow from the one before it: a cheap look at whether this
/// log may be continued. Errors: throws store_error.
log_head read_head(database& on);

/// Holds the whole log against its hash chain, whatever the format of the tables around it. Errors: throws store_error
/// naming the first event that does not fit.
void require_chain(database& on);

/// Events in (after, upto], in order, at most `limit`, with their texts. Errors: throws store_error.
std::vector<codec::stored_event> read_events(database& on, sessions::log_offset after,
                                             sessions::log_offset upto, std::size_t limit);

/// The same of those that a feed of several people can carry.
std::vector<codec::stored_event> read_feed_events(database& on, sessions::log_offset after,
                                                  sessions::log_offset upto, std::size_t limit);

/// Those at these places, which are in order.
std::vector<codec::stored_event> read_events_at(database& on, std::span<const sessions::log_offset> offsets);

std::vector<codec::stored_event> read_lobby_events(database& on, sessions::log_offset after,
                                                   sessions::log_offset upto, std::size_t limit);

}  // namespace jamhall::store
