// SPDX-License-Identifier: Apache-2.0
#include "engine/store/log_mover.hpp"

#include "engine/base/log.hpp"
#include "engine/store/store_workers.hpp"

#include <atomic>
#include <exception>
#include <optional>

namespace jamhall::store {

/// Outlives the mover while the checkpoint worker is at it.
struct log_mover::shared {
    explicit shared(std::filesystem::path at) : file{std::move(at)} {}

    std::filesystem::path file;
    std::optional<database> on;  ///< the checkpoint worker's
    std::atomic<bool> is_running = false;
    std::atomic<bool> has_lost_trust = false;
    std::atomic<std::int64_t> moved_pages = 0;  ///< by the last run; 0 once the writer has seen to the rest

    void run()
    {
        if (!on)
            on.emplace(database::open(file, access::write, {.cache_kib = 1'024, .busy_timeout_ms = 0}));
        try {
            moved_pages = on->checkpoint_passively().moved_pages;
        } catch (const store_error& failed) {
            has_lost_trust = has_lost_trust || failed.fault() == store_fault::unsynced;
            throw;
        }
    }
};

log_mover::log_mover(const std::filesystem::path& file, store_workers* workers)
    : workers_{workers}, shared_{std::make_shared<shared>(file)}
{
}

void log_mover::move_if_grown(const database& writer)
{
    if (workers_ == nullptr || writer.wal_pages() - shared_->moved_pages < grown_pages)
        return;
    if (shared_->has_lost_trust || shared_->is_running.exchange(true))
        return;
    auto finished = [at = shared_](std::exception_ptr failed) {
        // Nothing is lost: the log keeps what could not be moved, and the next run tries again.
        if (failed)
            base::log(base::log_level::warning, "a write-ahead log could not be moved into its file",
                      {{"file", at->file.filename().native()}});
        at->is_running = false;
    };
    if (!workers_->checkpoints.submit([at = shared_] { at->run(); }, finished))
        shared_->is_running = false;
}

bool log_mover::has_lost_trust() const
{
    return shared_->has_lost_trust;
}

void log_mover::move_rest(database& writer)
{
    const std::int64_t moved = shared_->moved_pages;
    if (moved == 0 || shared_->is_running)
        return;
    if (writer.wal_pages() - moved > rest_pages_max && writer.wal_pages() < pages_max)
        return;
    writer.checkpoint_passively();
    shared_->moved_pages = 0;
}

}  // namespace jamhall::store
