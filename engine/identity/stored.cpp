// SPDX-License-Identifier: Apache-2.0
#include "engine/identity/stored.hpp"

#include "engine/base/log.hpp"
#include "engine/store/store_error.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <memory>
#include <utility>

namespace jamhall::identity {
namespace asio = boost::asio;

/// Where the awaiting coroutine and the finished job meet, on the coroutine's executor.
struct job_meeting {
    explicit job_meeting(const asio::any_io_executor& place)
        : on{place}, done{place, asio::steady_timer::time_point::max()}
    {
    }

    void finish(std::exception_ptr result)
    {
        is_done = true;
        failed = std::move(result);
        done.cancel();
    }

    asio::any_io_executor on;
    asio::steady_timer done;
    bool is_done = false;
    std::exception_ptr failed;
};

submitted_job submit(store::job_worker& writer, stored_job job, const asio::any_io_executor& on)
{
    auto at = std::make_shared<job_meeting>(on);
    // The writer gives its hold of the meeting away: the timer in it must not outlast the place it is of.
    const bool taken = writer.submit(std::move(job), [at = at](std::exception_ptr failed) mutable {
        const auto place = at->on;
        asio::post(place, [at = std::move(at), failed = std::move(failed)]() mutable {
            at->finish(std::move(failed));
        });
    });
    return taken ? at : nullptr;
}

base::task<> until_stored(submitted_job job)
{
    if (!job)
        throw store::store_error{store::store_fault::io, "the store takes no more work"};
    while (!job->is_done)
        co_await job->done.async_wait(base::as_result);
    if (job->failed)
        std::rethrow_exception(job->failed);
}

base::task<> stored(store::job_worker& writer, stored_job job)
{
    const auto on = co_await asio::this_coro::executor;
    const submitted_job under_way = submit(writer, std::move(job), on);
    co_await until_stored(under_way);
}

void log_failure::operator()(std::exception_ptr failed) const
{
    if (!failed)
        return;
    try {
        std::rethrow_exception(failed);
    } catch (const std::exception& error) {
        base::log(base::log_level::warning, "storing failed", {{"what", what_}, {"error", error.what()}});
    }
}

}  // namespace jamhall::identity
