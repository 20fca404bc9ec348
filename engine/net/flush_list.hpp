// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace jamhall::net {

/// The connections of one worker that have something to send. All are flushed together once the handlers that are
/// ready have run: what gathers in one turn of the loop leaves in one system call for each connection, and nothing
/// waits for a timer.
/// Runs on: its worker, every member.
class flush_list {
public:
    /// Something that can be flushed; leaves the list when it ends.
    class member {
    public:
        explicit member(flush_list& on) : on_{on} {}
        member(const member&) = delete;
        member& operator=(const member&) = delete;
        virtual ~member() { leave_list(); }
        virtual void flush() = 0;

    protected:
        /// Has it flushed in this turn of the loop.
        void flush_soon()
        {
            if (place_ == nowhere)
                on_.add(*this);
        }

        void leave_list();

        /// Counts a frame that is to leave.
        void count_frame(std::size_t bytes)
        {
            ++on_.frames_;
            on_.bytes_ += bytes;
        }

    private:
        friend class flush_list;
        static constexpr std::uint32_t nowhere = UINT32_MAX;

        std::uint32_t place_ = nowhere;  ///< in the list
        flush_list& on_;
    };

    explicit flush_list(boost::asio::io_context::executor_type loop) : loop_{loop} {}

private:
    void add(member& ready);
    void run();

    boost::asio::io_context::executor_type loop_;
    std::vector<member*> ready_;    ///< null where one has ended
    std::vector<member*> running_;  ///< those being flushed
    std::uint64_t frames_ = 0;      ///< not yet in the metrics, which are shared by all workers
    std::uint64_t bytes_ = 0;
};

}  // namespace jamhall::net
