// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/intrusive/list.hpp>

#include <atomic>
#include <cstddef>

namespace jamhall::net {

/// Anything that holds a client's line open, so that a stopping server can reach it. Leaves its list by
/// itself when it ends.
/// Runs on: its worker.
class connection
    : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
public:
    explicit connection(std::atomic<std::size_t>& open) : open_{open} { ++open_; }
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;
    virtual ~connection() { --open_; }

    /// Ends it as soon as what is under way has been answered.
    virtual void stop() noexcept = 0;

    /// Ends it at once.
    virtual void cut() noexcept = 0;

private:
    std::atomic<std::size_t>& open_;  ///< how many there are, for whoever waits for their end
};

/// The open connections of one worker.
using connection_list = boost::intrusive::list<connection, boost::intrusive::constant_time_size<false>>;

}  // namespace jamhall::net
