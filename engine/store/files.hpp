// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>

namespace jamhall::store {

// Of all of these: where a sync failed, the error is `unsynced`, for trying again may succeed although bytes are gone.

/// Makes an empty file with mode 0600 and syncs its folder; leaves a file that is there as it is.
/// Errors: throws store_error.
void create_private_file(const std::filesystem::path& file);

/// Errors: throws store_error unless a regular file is there.
void require_file(const std::filesystem::path& file);

/// Makes a folder with mode 0700, and its parents; leaves a folder that is there as it is.
/// Errors: throws store_error.
void create_private_folder(const std::filesystem::path& folder);

/// Syncs what was written to a file, or the names in a folder. Errors: throws store_error.
void sync_path(const std::filesystem::path& path);

/// Gives a synced file its final name, durably; a folder takes only a place that is free or an empty folder. Errors:
/// throws store_error, `conflict` where it is not.
void rename_durably(const std::filesystem::path& from, const std::filesystem::path& to);

/// Writes a small file with mode 0600 whole or not at all. Root gives it to the owner of `owned_as`, where that is named: who else
/// runs the program reads it too. Errors: throws store_error.
void write_private_file(const std::filesystem::path& file, std::string_view content,
                        const std::filesystem::path& owned_as = {});

/// Adds to the end of a small file with mode 0600, which it makes when there is none; returns once it is durable.
/// Errors: throws store_error.
void append_private_file(const std::filesystem::path& file, std::string_view content);

/// Writes the last so many bytes of a file of lines once more, as they are, so that a sync has something to do: what the
/// kernel could not write before, it may have dropped and call kept. Errors: throws store_error.
void rewrite_end(const std::filesystem::path& file, std::size_t bytes);

/// Cuts a file, durably. Errors: throws store_error.
void cut_file(const std::filesystem::path& file, std::uintmax_t bytes);

/// Removes a file, durably; one that is not there is no matter. Errors: throws store_error.
void remove_durably(const std::filesystem::path& file);

/// Holds a folder for this process, so that no two serve the same one; the kernel gives it back when the
/// process ends, however it ends.
class folder_lock {
public:
    /// Errors: throws store_error, `in_use` when another process holds it.
    explicit folder_lock(const std::filesystem::path& folder);
    folder_lock(folder_lock&& other) noexcept;
    folder_lock& operator=(folder_lock&& other) noexcept;
    ~folder_lock();

private:
    int descriptor_ = -1;
};

}  // namespace jamhall::store
