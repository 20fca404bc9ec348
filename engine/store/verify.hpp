// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/chain_heads.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

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

/// What signed heads say about a file's log.
struct head_check {
    std::size_t good = 0;            ///< heads that the log bears out
    std::size_t of_other_lives = 0;  ///< of the log before a backup was restored
    sessions::log_offset agreed;     ///< of the last head, of this life or another, that the log bears out
    std::size_t beyond_copy = 0;     ///< later than a copy that was never served
    std::string difference;          ///< one sentence; empty when none contradicts
};

/// Holds a file's log against the heads that its hall signed and somebody kept. Together with verify_jam_file it finds
/// every change, removal, reordering and cut before the last head. Errors: throws store_error as verify_jam_file.
head_check check_heads(const std::filesystem::path& file, const std::vector<chain_head>& heads,
                       const base::ed25519_public_key& key);

/// Whether somebody has the file open, or left a write-ahead log beside it.
bool is_beside_a_log(std::filesystem::path file);

}  // namespace jamhall::store
