// SPDX-License-Identifier: Apache-2.0
#include "engine/live/workers.hpp"

namespace jamhall::live {

workers::workers(std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i) {
        all_.push_back(std::make_unique<worker>());
        guards_.emplace_back(all_.back()->loop.get_executor());
    }
}

workers::~workers()
{
    stop();
    // What is left on one loop has sockets and timers of others, so all let go before the first one ends; twice,
    // because the last owner of something may send it home to a loop that has let go already.
    for (auto& w : all_)
        w->feeds = {};
    for (int round = 0; round < 2; ++round)
        for (auto& w : all_)
            w->loop.abandon();
}

void workers::start()
{
    for (std::size_t i = 1; i < all_.size(); ++i)
        threads_.emplace_back([&loop = all_[i]->loop] { loop.run(); });
}

void workers::run_first()
{
    all_.front()->loop.run();
}

void workers::stop()
{
    for (auto& w : all_)
        w->loop.stop();
    threads_.clear();
}

}  // namespace jamhall::live
