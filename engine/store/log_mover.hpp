// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/database.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace jamhall::store {

class store_workers;

/// Moves one file's write-ahead log into the file (a checkpoint) beside the writer, not in its way: the
/// bulk on the checkpoint worker's own connection, then the few pages written meanwhile by the writer
/// between two transactions. Only when all is moved does the log begin anew, so without that last step
/// a writer that never rests would let it grow without end.
/// Runs on: the store worker.
class log_mover {
public:
    /// Without workers it does nothing.
    log_mover(const std::filesystem::path& file, store_workers* workers);

    /// After a commit: has the bulk moved once the log has grown enough.
    void move_if_grown(const database& writer);

    /// Before a transaction: moves what the checkpoint worker left, when that is little.
    void move_rest(database& writer);

    /// Whether a sync of the moved pages failed: then nothing more is written. Runs on: any.
    bool has_lost_trust() const;

    static constexpr std::int64_t grown_pages = 4'000;     ///< 16 MB
    static constexpr std::int64_t rest_pages_max = 1'000;  ///< 4 MB: a few milliseconds
    static constexpr std::int64_t pages_max = 64'000;      ///< 256 MB: from here on, whatever it costs

private:
    struct shared;

    store_workers* workers_;
    std::shared_ptr<shared> shared_;
};

}  // namespace jamhall::store
