// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/backup_manifest.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace jamhall::store {

/// Copies one database as it stands at one moment, checks the copy's integrity and gives it its name
/// only then. It may be written meanwhile. `leaving_out` is SQL that is run on the copy before it is checked.
/// Errors: throws store_error; then no copy has that name.
void backup_file(const std::filesystem::path& from, const std::filesystem::path& to,
                 const std::string& leaving_out = {});

struct backup_order {
    std::filesystem::path data;
    std::filesystem::path out;
    std::string program;  ///< its version, for the manifest
    /// With a number of days `out` gets a folder for each backup, named by its time, and those that are older go (see
    /// expire_older); without, `out` is the backup. Beside such folders the hall's lists of erasures are joined in
    /// `erasures`, for whoever restores one of them.
    std::optional<int> keep_days;
};

/// A copied jam and how long its people were told that copies of it are kept.
struct promised_days {
    std::string file;
    std::int64_t days = 0;
};

struct backup_made {
    std::filesystem::path folder;
    codec::backup_manifest manifest;
    std::vector<promised_days> promised{};  ///< of each copied jam
    std::vector<std::filesystem::path> expired;
    std::vector<std::string> notes{};  ///< what to know, a sentence each
    /// What went wrong beside the copies, which are good; a sentence each.
    std::vector<std::string> faults{};
    bool is_noted = true;  ///< in the data folder, see read_backup_mark
};

/// Copies hall.db and every jam it lists, while they are served or not; each copy is checked: pages, chain, derived
/// tables. The hall is copied first, so that everybody and everything it names is in the jams. A copied jam has no
/// epoch, so that it gets a new one when it is served. The folder (mode 0700, files 0600) gets its name only when all
/// is on disk, its manifest last. A jam that is damaged is left out and named; then an older backup is not replaced, and
/// of those that are too old the newest whole one is kept. Only a backup is replaced, and one with nothing else in it.
/// Errors: throws store_error; then `out` is as it was, but for what killed runs left in it.
backup_made make_backup(const backup_order& order);

/// What the data folder remembers of its last backup; nothing before the first. Errors: throws store_error where it is noted and
/// cannot be read.
std::optional<codec::backup_mark> read_backup_mark(const std::filesystem::path& data);

/// The manifest of a finished backup. Errors: throws store_error with one sentence.
codec::backup_manifest read_manifest(const std::filesystem::path& backup);

/// Size and SHA-256 of a file. Errors: throws store_error.
std::pair<std::uint64_t, base::sha256_digest> fingerprint_of(const std::filesystem::path& file);

}  // namespace jamhall::store
