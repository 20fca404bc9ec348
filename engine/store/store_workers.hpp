// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/job_worker.hpp"   // IWYU pragma: export
#include "engine/store/store_error.hpp"  // IWYU pragma: export

#include <cstddef>

namespace jamhall::store {

/// The four threads of the store: one writes for all jams, one reads (search, backfill) so that reading never
/// waits for writing, one moves write-ahead logs into their files, and one does what takes up to seconds
/// (report, data package, snapshot, roster) one after the other, so that little is held twice.
class store_workers {
public:
    static constexpr std::size_t queue_jobs_max = 4'096;

    job_worker writer{"store write", queue_jobs_max};
    job_worker reader{"store read", queue_jobs_max};
    job_worker checkpoints{"store move", queue_jobs_max};
    job_worker background{"background", queue_jobs_max, job_worker::urgency::can_wait};

    /// Ends all four, the writer first. What is queued to be written or moved is done; what somebody wanted to read, and
    /// what can wait, is not: nobody hears of it any more and it may take minutes. A snapshot that waits behind a report
    /// goes too, so the next start reads more of the log. Runs on: any other.
    void stop();
};

}  // namespace jamhall::store
