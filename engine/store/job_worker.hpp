// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>

namespace jamhall::store {

/// One OS thread that does storage jobs in the order they came, from a bounded queue.
class job_worker {
public:
    enum class urgency : std::uint8_t { waited_for, can_wait };

    /// One that can wait leaves the processor to the others where there are not enough.
    job_worker(const char* name, std::size_t queue_jobs_max, urgency how = urgency::waited_for);
    ~job_worker();
    job_worker(const job_worker&) = delete;
    job_worker& operator=(const job_worker&) = delete;

    /// Queues `job`; afterwards `done` is called on this worker with what went wrong (null: nothing) and
    /// with what the job returned (nothing when it failed or returns void). `done` must only post the
    /// outcome back to its strand, and must not throw. What went wrong is given away, so that nobody on this
    /// thread holds it while somebody else reads it.
    /// False: the queue is full or the worker stops; neither will be called. Runs on: any.
    template <class Job, class Done>
    bool submit(Job job, Done done)
    {
        return enqueue(std::make_unique<task_of<Job, Done>>(std::move(job), std::move(done)));
    }

    /// Takes nothing more, does what is queued, ends. Runs on: any but this worker.
    void stop();

    /// Takes nothing more, lets go of what is queued without doing it or telling anybody, ends once the job under way
    /// has. Runs on: any but this worker.
    void abandon();

    std::size_t queued() const;

private:
    struct task {
        task() = default;
        task(const task&) = delete;
        task& operator=(const task&) = delete;
        virtual ~task() = default;
        virtual void run() = 0;
    };

    template <class Job, class Done>
    struct task_of final : task {
        task_of(Job j, Done d) : job{std::move(j)}, done{std::move(d)} {}

        void run() override
        {
            using result = std::invoke_result_t<Job&>;
            std::exception_ptr failed;
            if constexpr (std::is_void_v<result>) {
                try {
                    job();
                } catch (...) {
                    failed = std::current_exception();
                }
                done(std::move(failed));
            } else {
                std::optional<result> made;
                try {
                    made.emplace(job());
                } catch (...) {
                    failed = std::current_exception();
                }
                done(std::move(failed), std::move(made));
            }
        }

        Job job;
        Done done;
    };

    bool enqueue(std::unique_ptr<task> added);
    void work();

    const std::size_t queue_jobs_max_;
    mutable std::mutex guard_;
    std::condition_variable changed_;
    std::deque<std::unique_ptr<task>> queue_;
    bool is_stopping_ = false;
    std::thread thread_;
};

}  // namespace jamhall::store
