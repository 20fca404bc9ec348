// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/asio.hpp"
#include "engine/store/store_workers.hpp"

#include <exception>
#include <functional>
#include <string_view>

namespace jamhall::identity {

/// What the store worker is to do.
using stored_job = std::function<void()>;

/// Has the store worker do a job and resumes on the awaiting coroutine's executor once it is done.
/// Errors: rethrows what the job threw; throws store_error when the worker takes nothing more.
base::task<> stored(store::job_worker& writer, stored_job job);

/// For jobs nobody waits for: writes a warning when one failed.
class log_failure {
public:
    explicit log_failure(std::string_view what) : what_{what} {}

    void operator()(std::exception_ptr failed) const;

private:
    std::string_view what_;
};

}  // namespace jamhall::identity
