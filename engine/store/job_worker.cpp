// SPDX-License-Identifier: Apache-2.0
#include "engine/store/job_worker.hpp"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

namespace jamhall::store {

namespace {

/// Linux keeps a nice value for each thread. Where it is refused, only a preference is lost.
void give_way()
{
    constexpr int steps = 10;
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), steps);
}

}  // namespace

job_worker::job_worker(const char* name, std::size_t queue_jobs_max, urgency how)
    : queue_jobs_max_{queue_jobs_max}
{
    thread_ = std::thread{[this, how] {
        if (how == urgency::can_wait)
            give_way();
        work();
    }};
    pthread_setname_np(thread_.native_handle(), name);
}

job_worker::~job_worker()
{
    stop();
}

bool job_worker::enqueue(std::unique_ptr<task> added)
{
    {
        const std::lock_guard held{guard_};
        if (is_stopping_ || queue_.size() >= queue_jobs_max_)
            return false;
        queue_.push_back(std::move(added));
    }
    changed_.notify_one();
    return true;
}

void job_worker::stop()
{
    {
        const std::lock_guard held{guard_};
        is_stopping_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable())
        thread_.join();
}

void job_worker::abandon()
{
    std::deque<std::unique_ptr<task>> let_go;
    {
        const std::lock_guard held{guard_};
        is_stopping_ = true;
        let_go.swap(queue_);
    }
    stop();
}

std::size_t job_worker::queued() const
{
    const std::lock_guard held{guard_};
    return queue_.size();
}

void job_worker::work()
{
    std::unique_lock held{guard_};
    for (;;) {
        changed_.wait(held, [this] { return is_stopping_ || !queue_.empty(); });
        if (queue_.empty())
            return;
        auto next = std::move(queue_.front());
        queue_.pop_front();
        held.unlock();
        next->run();
        next.reset();
        held.lock();
    }
}

}  // namespace jamhall::store
