// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/records.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string_view>

namespace jamhall::store {

/// Where a jam's state snapshot is kept: beside its file, so that writing a large one takes nothing from the
/// one writer of the log.
std::filesystem::path snapshot_file_of(const std::filesystem::path& jam_file);

/// Writes a snapshot piece by piece; until keep() the one before it stays.
/// Runs on: any one worker. Errors: all members throw store_error.
class snapshot_writer {
public:
    /// `at` is the last event folded in.
    snapshot_writer(const std::filesystem::path& jam_file, const log_head& at);
    snapshot_writer(const snapshot_writer&) = delete;
    snapshot_writer& operator=(const snapshot_writer&) = delete;
    ~snapshot_writer();

    void add(std::string_view bytes);

    /// Returns once it is durable in place of the one before it.
    void keep();

private:
    void write(std::string_view bytes);

    std::filesystem::path file_;
    std::filesystem::path unfinished_;
    std::size_t unsynced_bytes_ = 0;
    int descriptor_ = -1;
};

/// Removes the snapshot and one that was not finished, durably. Errors: throws store_error.
void remove_snapshot(const std::filesystem::path& jam_file);

/// Removes what a writer that ended left unfinished, durably. Errors: throws store_error.
void remove_unfinished_snapshot(const std::filesystem::path& jam_file);

/// The snapshot beside a jam's file as it was written, if there is one. Whether it belongs to the log and is
/// whole is for the caller to judge. Errors: nothing where it cannot be read.
std::optional<state_snapshot> read_snapshot(const std::filesystem::path& jam_file);

}  // namespace jamhall::store
