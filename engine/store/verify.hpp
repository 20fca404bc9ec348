// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace jamhall::store {

/// What `jamhall verify` found.
struct verification {
    bool is_sound = false;
    std::uint64_t events = 0;      ///< read before the first difference
    std::string first_difference;  ///< one sentence; empty when sound
};

/// Checks one jam's file against itself: pages, offsets, times, hash chain, text hashes, every derived
/// table against a replay of the log, search index against the posts, state snapshots. Changes nothing; the jam may be
/// served meanwhile. A log cut at its end is sound in itself: only a head kept elsewhere shows it.
/// Cost: about a replay. Errors: throws store_error when the file cannot be read as a jam file of this
/// version; damage is a difference, not an error.
verification verify_jam_file(const std::filesystem::path& file);

}  // namespace jamhall::store
