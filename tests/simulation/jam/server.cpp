// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/jam/server.hpp"

#include "engine/store/erasing.hpp"
#include "engine/store/store_error.hpp"
#include "sessions/core/assert.hpp"
#include "tests/simulation/jam/machine.hpp"
#include "tests/simulation/jam/planted.hpp"
#include "tests/support/sessions/builders.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <stdexcept>
#include <utility>

namespace jamhall::simulated {

server::~server()
{
    take_apart(true);
}

bool server::start(bool is_new)
{
    storing_ = std::make_unique<store::store_workers>();
    on_ = std::make_unique<live::workers>(count_);
    has_stopped_ = std::make_shared<bool>(false);
    try {
        if (!key_)
            key_ = std::make_shared<const store::hall_key>(file_.parent_path().parent_path() / "hall.key");
        auto kept = is_new ? store::jam_store::create(file_, storing_.get())
                           : store::jam_store::open(file_, storing_.get());
        kept.list_erasures_in(store::erasure_list_of(file_));
        live::jam_setting setting{*on_, *storing_, home(), 1, kept.epoch(), key_, nullptr};
        // What a fault left of an erasure is gone well within the calm minute at the end.
        setting.tidy_after = std::chrono::seconds{10};
        auto core = std::make_shared<live::jam_core>(std::move(setting), *sessions::slug::parse("jam"),
                                                     std::move(kept));
        std::optional<live::loaded_jam> loaded;
        if (!is_new) {
            store::jam_reader reader{file_};
            loaded = live::load_jam(reader);
        }
        core->start(std::move(loaded));
        core_ = std::move(core);
        runner_ = std::make_shared<live::jam_runner>(core_);
        return true;
    } catch (const store::store_error&) {
        take_apart(true);
        return false;
    }
}

bool server::step(test::random_source& chance, const std::function<void()>& wrote)
{
    auto& threads = the_machine().workers;
    const auto sources = count_ + threads.size();
    const auto first = chance.below(sources);
    for (std::size_t i = 0; i < sources; ++i) {
        const auto source = (first + i) % sources;
        if (source < count_) {
            if (loop(source).poll_one() > 0)
                return true;
            loop(source).restart();
            continue;
        }
        const auto thread = source - count_;
        if (threads[thread].queued() == 0)
            continue;
        threads[thread].run_one();
        if (thread == 0 && !disk_.is_frozen())
            wrote();
        return true;
    }
    return false;
}

void server::stop()
{
    boost::asio::co_spawn(
        loop(home()),
        [](std::shared_ptr<live::jam_runner> runner,
           std::shared_ptr<bool> done) -> boost::asio::awaitable<void> {
            co_await runner->stop();
            *done = true;
        }(runner_, has_stopped_),
        boost::asio::detached);
}

void server::end()
{
    take_apart(false);
}

void server::kill()
{
    disk_.freeze();
    take_apart(true);
}

/// In the order of the program's own end.
void server::take_apart(bool drops_jobs)
{
    the_machine().drops_jobs = drops_jobs;
    if (storing_)
        storing_->stop();
    if (runner_)
        runner_->abandon();
    runner_.reset();
    core_.reset();
    on_.reset();
    storing_.reset();
    the_machine().drops_jobs = false;
    forget_planted();
}

}  // namespace jamhall::simulated
