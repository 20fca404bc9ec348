// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/identity/logins.hpp"

#include <boost/asio/dispatch.hpp>
#include <boost/intrusive/list.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <span>
#include <utility>

namespace jamhall::net {

/// Anything that holds a client's line open, so that a stopping server can reach it. Leaves its list by
/// itself when it ends.
/// Runs on: its worker.
class connection
    : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
public:
    /// `open` counts connections, for whoever waits for their end; it may keep alive what they live on.
    explicit connection(std::shared_ptr<std::atomic<std::size_t>> open) : open_{std::move(open)} { ++*open_; }
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;
    virtual ~connection() { --*open_; }

    /// Ends it as soon as what is under way has been answered.
    virtual void stop() noexcept = 0;

    /// Ends it at once.
    virtual void cut() noexcept = 0;

    /// Logins, in order, have ended or stand for less than before.
    virtual void logins_changed(std::span<const identity::login_id>) noexcept {}

private:
    std::shared_ptr<std::atomic<std::size_t>> open_;
};

/// Makes something that is touched on one loop only and yet owned from others: it ends on the loop of `home`, whoever
/// is the last to let go.
template <class Connection, class Executor, class... Arguments>
std::shared_ptr<Connection> make_at_home(const Executor& home, Arguments&&... arguments)
{
    auto made = std::make_unique<Connection>(std::forward<Arguments>(arguments)...);
    return {made.release(), [home](Connection* ended) {
                boost::asio::dispatch(home, [owned = std::unique_ptr<Connection>{ended}] {});
            }};
}

/// The open connections of one worker.
using connection_list = boost::intrusive::list<connection, boost::intrusive::constant_time_size<false>>;

}  // namespace jamhall::net
