// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/app/serve_settings.hpp"
#include "engine/base/asio.hpp"
#include "engine/live/hall.hpp"
#include "engine/live/workers.hpp"
#include "engine/net/server.hpp"

#include <boost/asio/signal_set.hpp>

#include <functional>

namespace jamhall::app {

/// A hall and its server, from the open folder to the signal that ends it.
/// Runs on: the main thread, which becomes the first worker.
class running_hall {
public:
    /// Opens the hall and listens. Errors: store_error, listen_error and others, each one sentence for people.
    explicit running_hall(const serve_settings& settings);

    live::hall& hall() { return hall_; }
    const net::listening_at& at() const { return at_; }

    /// The administrator's sign-in link, as far as the token's file is there.
    std::string admin_link() const;

    /// Serves until SIGTERM or SIGINT (on SIGHUP it reads its certificate again), then stops so that nothing accepted is lost; a second signal ends
    /// the program at once. `begin` is spawned on the first worker before it runs; when it throws, so does
    /// this, after stopping. `on_stop` is called when stopping begins.
    void run(std::function<base::task<>()> begin = nullptr, std::function<void()> on_stop = nullptr);

private:
    base::task<> stop_on_signal();
    base::task<> renew_on_signal();
    base::task<> stop();

    live::workers workers_;
    boost::asio::signal_set
        signals_;  ///< from the start, or one that comes early would end the program at once
    boost::asio::signal_set hang_ups_;  ///< SIGHUP: the certificate is to be read again
    live::hall hall_;
    net::server server_;
    net::listening_at at_;
    std::function<void()> on_stop_;
    bool is_stopping_ = false;
};

/// `jamhall serve`.
void serve(const serve_settings& settings);

}  // namespace jamhall::app
