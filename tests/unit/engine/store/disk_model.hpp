// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace jamhall::store {

/// Stands between SQLite and the file system while it lives: lets the n-th operation fail, and remembers
/// which bytes were synced, so that it can tell what a power cut may leave.
/// Runs on: one thread; one at a time.
class disk_model {
public:
    disk_model();
    disk_model(const disk_model&) = delete;
    disk_model& operator=(const disk_model&) = delete;
    ~disk_model();

    enum class failure : std::uint8_t { io, full };

    /// The n-th write, sync or cut from now on fails, once; of a sync it is always `io`. 0: none.
    void fail_operation(std::size_t n, failure how);

    /// Writes, syncs and cuts since fail_operation(), or since the beginning.
    std::size_t operations() const { return operations_; }
    bool has_failed() const { return has_failed_; }
    bool has_failed_sync() const { return has_failed_ && failed_ == operation::sync; }

    /// Writes the files of a folder into another as a power cut at this moment may leave them: what was
    /// synced, and of what came later any part, the last write torn.
    void cut_power(const std::filesystem::path& from, const std::filesystem::path& into,
                   std::mt19937& chance) const;

    // What the files tell; the result is SQLite's.
    enum class operation : std::uint8_t { write, cut, sync };
    int before(operation what);
    void wrote(const std::string& file, std::int64_t at, const void* bytes, std::size_t size);
    void cut(const std::string& file, std::int64_t size);
    void synced(const std::string& file);
    void removed(const std::string& file);

private:
    struct change {
        std::size_t at = 0;
        std::string bytes;
        bool is_cut = false;
    };

    struct image {
        std::string synced;
        std::vector<change> later;
    };

    static void apply(std::string& content, const change& what, std::size_t bytes);

    std::map<std::string, image> files_;
    std::size_t operations_ = 0;
    std::size_t fail_at_ = 0;
    failure how_ = failure::io;
    bool has_failed_ = false;
    operation failed_ = operation::write;
};

}  // namespace jamhall::store
