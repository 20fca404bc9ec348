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
