// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/sha256.hpp"
#include "engine/codec/fault.hpp"
#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::codec {

/// One file of a backup.
struct backed_up_file {
    std::string file;  ///< below the backup's folder, such as "hall.db" or "jams/parks.jam"
    std::uint64_t bytes = 0;
    base::sha256_digest sha256{};
    std::uint32_t format = 0;       ///< SQLite's user_version
    sessions::log_offset offset{};  ///< where a jam's log ends; 0 for hall.db
    sessions::instant at{};         ///< of the last event
    base::sha256_digest head{};     ///< hash of the last event

    friend bool operator==(const backed_up_file&, const backed_up_file&) = default;
};

/// A file that could not be copied soundly, and why, in one sentence.
struct left_out_file {
    std::string file;
    std::string why;

    friend bool operator==(const left_out_file&, const left_out_file&) = default;
};

/// What a finished backup holds: written last, so that a folder without it is no backup.
struct backup_manifest {
    sessions::instant made_at;
    std::string program;  ///< version of the program that made it
    std::vector<backed_up_file> files;
    std::vector<left_out_file> left_out;

    friend bool operator==(const backup_manifest&, const backup_manifest&) = default;
};

std::string encode_manifest(const backup_manifest& made);

/// Errors: a fault with one sentence, also for a manifest of a newer version; for a file named outside its folder.
decoded<backup_manifest> decode_manifest(std::string_view text);

/// What is remembered in the data folder about its last backup.
struct backup_mark {
    sessions::instant made_at;
    std::uint32_t jams = 0;
    bool is_whole = false;  ///< nothing was left out
    std::string folder;

    friend bool operator==(const backup_mark&, const backup_mark&) = default;
};

std::string encode_mark(const backup_mark& made);
decoded<backup_mark> decode_mark(std::string_view text);

}  // namespace jamhall::codec
