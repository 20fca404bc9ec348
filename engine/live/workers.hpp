// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/live/hub.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <memory>
#include <thread>
#include <vector>

namespace jamhall::live {

/// An event loop that can drop the handlers it will not run while it still stands itself.
class event_loop : public boost::asio::io_context {
public:
    event_loop() : io_context{1} {}

    /// Runs on: any, once nobody runs the loop.
    void abandon() { shutdown(); }
};

/// One I/O worker: an event loop run by one OS thread, and the hub of the connections that live on it.
/// Whatever belongs to a worker is touched only from its loop, so it needs no lock and no strand.
struct worker {
    event_loop loop;
    hub feeds;
};

/// The hall's I/O workers. Connections are spread over them; a jam's state lives on one of them.
class workers {
public:
    explicit workers(std::size_t count);
    ~workers();
    workers(const workers&) = delete;
    workers& operator=(const workers&) = delete;

    std::size_t size() const { return all_.size(); }
    worker& at(std::size_t index) { return *all_.at(index); }

    /// Starts all loops but the first, which the caller runs itself with run_first().
    void start();
    void run_first();

    /// Ends all loops. Runs on: any.
    void stop();

private:
    using guard = boost::asio::executor_work_guard<boost::asio::io_context::executor_type>;

    std::vector<std::unique_ptr<worker>> all_;
    std::vector<guard> guards_;
    std::vector<std::jthread> threads_;
};

}  // namespace jamhall::live
