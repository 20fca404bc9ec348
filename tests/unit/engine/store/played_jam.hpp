// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/jam_store.hpp"
#include "sessions/model/event.hpp"

#include <cstddef>
#include <filesystem>
#include <vector>

namespace jamhall::store {

/// The log of a small jam from plan to close in which something of every kind happens.
std::vector<sessions::event> small_jam();

/// The batch of `count` events of a log from position `from` on, encoded and with their derived rows.
append_batch played_batch(const std::vector<sessions::event>& log, std::size_t from, std::size_t count);

/// Stores a log as a running jam would: encoded, with its derived rows, in batches of the given size.
void play(jam_store& into, const std::vector<sessions::event>& log, std::size_t batch_events = 7);

/// A jam file with `small_jam` in it, closed.
void make_jam_file(const std::filesystem::path& file);

}  // namespace jamhall::store
