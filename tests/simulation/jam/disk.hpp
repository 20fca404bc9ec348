// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/sessions/random.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3_file;

namespace jamhall::simulated {

/// Whether bytes hold this text, and no digit behind it.
bool has_text(std::string_view bytes, std::string_view text);

/// A disk in memory behind SQLite (its default VFS while this lives) that knows what was synced, and fails when told.
class disk {
public:
    disk();
    disk(const disk&) = delete;
    disk& operator=(const disk&) = delete;
    ~disk();

    enum class fault : std::uint8_t {
        refused,   ///< the operation is not done and says so
        half,      ///< half of a write is done, and an error reported
        done_yet,  ///< it is done, and an error reported all the same
        full,      ///< no room
        freeze,    ///< the process dies in this operation: it and all later ones do nothing
    };

    /// The n-th write, sync or cut from now on goes wrong in this way. 0: none does.
    void plan_fault(std::size_t n, fault how);
    /// The n-th read from now on fails. 0: none does.
    void plan_read_fault(std::size_t n) { reads_until_fault_ = n; }
    /// Bytes that all files may have together from now on.
    void set_room(std::size_t bytes) { room_ = bytes; }
    std::size_t used() const;
    /// Whether some file, as the kernel has it, holds this text; see has_text.
    bool holds(std::string_view text) const;

    bool is_frozen() const { return is_frozen_; }
    std::size_t faults_met() const { return faults_met_; }

    /// Operations while one of these lives do not fail and are not counted: the simulation looks for itself.
    class quiet {
    public:
        explicit quiet(disk& on) : on_{on}, was_{on.is_quiet_} { on.is_quiet_ = true; }
        quiet(const quiet&) = delete;
        quiet& operator=(const quiet&) = delete;
        ~quiet() { on_.is_quiet_ = was_; }

    private:
        disk& on_;
        bool was_;
    };

    /// From here on nothing is written: the process is dead.
    void freeze() { is_frozen_ = true; }

    /// After the process: the files as the kernel has them, or as a power cut leaves them: what was synced, and of what
    /// came later all, nothing or any part, the last write torn.
    void thaw(bool power_was_cut, test::random_source& chance);

    /// A planted fault: syncs of write-ahead logs are forgotten.
    bool forgets_wal_syncs = false;

    // What SQLite's files do; results are SQLite's.
    struct change {
        std::size_t at = 0;
        std::string bytes;
        bool is_cut = false;
    };
    struct image {
        std::string now;
        std::string synced;
        std::vector<change> later;
        std::vector<std::unique_ptr<std::array<char, 32'768>>> shared;  ///< the wal-index
        std::array<int, 8> shm_shared{};
        std::array<const void*, 8> shm_owner{};
        int shared_locks = 0;
        const void* reserved = nullptr;
        const void* exclusive = nullptr;
    };

    std::shared_ptr<image> open(const std::string& name);
    bool has(const std::string& name) const { return files_.contains(name); }
    void remove(const std::string& name);
    int write(image& to, const void* bytes, std::size_t size, std::size_t at);
    int cut(image& to, std::size_t size);
    int sync(image& to, bool is_wal);
    int before_read();

private:
    /// What the next operation is to do: 0 as usual, else a code of SQLite, with `how` where it is planned.
    bool is_due();
    static void apply(std::string& content, const change& what, std::size_t bytes);

    std::map<std::string, std::shared_ptr<image>> files_;
    std::size_t until_fault_ = 0;
    fault how_ = fault::refused;
    std::size_t reads_until_fault_ = 0;
    std::size_t room_ = SIZE_MAX;
    std::size_t faults_met_ = 0;
    bool is_frozen_ = false;
    bool is_quiet_ = false;
};

}  // namespace jamhall::simulated
