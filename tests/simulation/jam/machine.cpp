// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/jam/machine.hpp"

#include "engine/base/random.hpp"
#include "engine/store/job_worker.hpp"

#include <cerrno>
#include <chrono>
#include <utility>

namespace jamhall::simulated {

machine& the_machine()
{
    static machine one;
    return one;
}

}  // namespace jamhall::simulated

using jamhall::simulated::the_machine;

// The clocks of the standard library, for everything in this program: Asio's timers too.
std::chrono::steady_clock::time_point std::chrono::steady_clock::now() noexcept
{
    return time_point{nanoseconds{the_machine().monotonic_ns}};
}

using time_of_day = std::chrono::system_clock;
time_of_day::time_point time_of_day::now() noexcept
{
    return time_point{std::chrono::duration_cast<duration>(std::chrono::nanoseconds{the_machine().wall_ns})};
}

// Without a timer of the kernel Asio asks the clock above whenever it looks around.
extern "C" int timerfd_create(int, int) noexcept
{
    errno = ENOSYS;
    return -1;
}

namespace jamhall::base {

void fill_random(std::span<std::uint8_t> bytes)
{
    for (auto& byte : bytes)
        byte = static_cast<std::uint8_t>(the_machine().random.next());
}

std::uint64_t random_number()
{
    return the_machine().random.next();
}

}  // namespace jamhall::base

namespace jamhall::store {

job_worker::job_worker(const char*, std::size_t queue_jobs_max, urgency) : queue_jobs_max_{queue_jobs_max}
{
    the_machine().workers.push_back({this, [this] { return queued(); }, [this] { work(); }});
}

job_worker::~job_worker()
{
    stop();
    std::erase_if(the_machine().workers, [this](const auto& each) { return each.of == this; });
}

bool job_worker::enqueue(std::unique_ptr<task> added)
{
    if (is_stopping_ || queue_.size() >= queue_jobs_max_)
        return false;
    queue_.push_back(std::move(added));
    return true;
}

void job_worker::stop()
{
    is_stopping_ = true;
    while (!queue_.empty() && !the_machine().drops_jobs)
        work();
    queue_.clear();
}

void job_worker::abandon()
{
    is_stopping_ = true;
    queue_.clear();
}

std::size_t job_worker::queued() const
{
    return queue_.size();
}

/// One job, when the simulation says so.
void job_worker::work()
{
    const auto next = std::move(queue_.front());
    queue_.pop_front();
    next->run();
}

}  // namespace jamhall::store
