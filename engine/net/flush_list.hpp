// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/intrusive/list.hpp>

namespace jamhall::net {

/// The connections of one worker that have something to send. All are flushed together once the handlers that are
/// ready have run: what gathers in one turn of the loop leaves in one system call for each connection, and nothing
/// waits for a timer.
/// Runs on: its worker, every member.
class flush_list {
public:
    /// Something that can be flushed; leaves the list when it ends.
    class member : public boost::intrusive::list_base_hook<
                       boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
    public:
        member() = default;
        member(const member&) = delete;
        member& operator=(const member&) = delete;
        virtual ~member() = default;
        virtual void flush() = 0;
    };

    explicit flush_list(boost::asio::io_context::executor_type loop) : loop_{loop} {}

    /// Has it flushed in this turn of the loop.
    void add(member& ready);

private:
    void run();

    boost::asio::io_context::executor_type loop_;
    boost::intrusive::list<member, boost::intrusive::constant_time_size<false>> ready_;
    bool is_posted_ = false;
};

}  // namespace jamhall::net
