// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/asio.hpp"
#include "engine/store/store_workers.hpp"

#include <exception>
#include <functional>
#include <memory>
#include <string_view>

namespace jamhall::identity {

/// What the store worker is to do.
using stored_job = std::function<void()>;

/// Has the store worker do a job and resumes on the awaiting coroutine's executor once it is done.
/// Errors: rethrows what the job threw; throws store_error when the worker takes nothing more.
base::task<> stored(store::job_worker& writer, stored_job job);

/// A job that the store worker was given, on its way; null: it takes nothing more.
using submitted_job = std::shared_ptr<struct job_meeting>;

/// The first half of stored(), for whoever holds the lock that says in which order jobs come: takes the worker's own lock for
/// a moment, and calls nobody back. `on` is the executor of the coroutine that awaits it.
submitted_job submit(store::job_worker& writer, stored_job job, const boost::asio::any_io_executor& on);

/// The second half, when the lock is let go. Errors: as stored().
base::task<> until_stored(submitted_job job);

/// For jobs nobody waits for: writes a warning when one failed.
class log_failure {
public:
    explicit log_failure(std::string_view what) : what_{what} {}

    void operator()(std::exception_ptr failed) const;

private:
    std::string_view what_;
};

}  // namespace jamhall::identity
