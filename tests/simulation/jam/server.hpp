// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/live/jam_core.hpp"
#include "engine/live/jam_runner.hpp"
#include "engine/live/workers.hpp"
#include "engine/store/chain_heads.hpp"
#include "engine/store/store_workers.hpp"
#include "tests/simulation/jam/disk.hpp"
#include "tests/support/sessions/random.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>

namespace jamhall::simulated {

/// One process that serves one jam: the program's own workers, store and jam, run step by step on this thread. It can
/// be started, stopped as by SIGTERM, and killed at any step.
class server {
public:
    server(disk& on, std::filesystem::path file, std::size_t workers)
        : disk_{on}, file_{std::move(file)}, count_{workers}
    {
    }
    ~server();

    /// Opens the jam, or makes it. False: it could not be opened this time.
    bool start(bool is_new);
    bool is_up() const { return core_ != nullptr; }

    /// Runs one thing that is ready, of a worker or a thread of the store that chance picks. False: nothing was.
    /// `wrote` is called after each job of the writing thread.
    bool step(test::random_source& chance, const std::function<void()>& wrote);

    /// Nothing of it runs any more; what it did not sync is the disk's business.
    void kill();
    /// Asks it to end; it has ended once `has_stopped`.
    void stop();
    bool has_stopped() const { return *has_stopped_; }
    /// After a stop: lets go of everything in order.
    void end();

    live::jam_runner& runner() { return *runner_; }
    live::jam_core& core() { return *core_; }
    std::size_t size() const { return count_; }
    /// Signs heads of the log, as the hall does.
    const store::hall_key& key() const { return *key_; }
    std::size_t home() const { return 1 % count_; }
    live::event_loop& loop(std::size_t i) { return on_->at(i).loop; }

private:
    void take_apart(bool drops_jobs);

    disk& disk_;
    std::filesystem::path file_;
    std::size_t count_;
    std::shared_ptr<const store::hall_key> key_;
    std::unique_ptr<store::store_workers> storing_;
    std::unique_ptr<live::workers> on_;
    std::shared_ptr<live::jam_core> core_;
    std::shared_ptr<live::jam_runner> runner_;
    std::shared_ptr<bool> has_stopped_ = std::make_shared<bool>(false);
};

}  // namespace jamhall::simulated
