// SPDX-License-Identifier: Apache-2.0
#include "engine/live/watcher_list.hpp"

#include <algorithm>
#include <utility>

namespace jamhall::live {
namespace {

/// How many receivers ahead are fetched from memory while one is served: thousands of them do not fit the cache.
constexpr std::size_t fetched_ahead = 6;

}  // namespace

void watcher_list::add(const std::shared_ptr<receiver>& who)
{
    if (place_of(who.get()) < all_.size())
        return;
    all_.push_back(who);
    if (places_)
        places_->emplace(who.get(), static_cast<place>(all_.size() - 1));
    else if (all_.size() > searched_max)
        keep_places();
}

bool watcher_list::remove(const receiver* who)
{
    const std::size_t freed = place_of(who);
    if (freed == all_.size())
        return false;
    if (places_) {
        places_->at(all_.back().get()) = static_cast<place>(freed);
        places_->erase(who);
    }
    all_[freed] = std::move(all_.back());
    all_.pop_back();
    if (all_.size() <= searched_max)
        places_.reset();
    return true;
}

void watcher_list::deliver(const frame& f) const
{
    for (std::size_t i = 0; i < all_.size(); ++i) {
        if (i + fetched_ahead < all_.size())
            __builtin_prefetch(all_[i + fetched_ahead].get(), 1);
        all_[i]->deliver(f);
    }
}

std::size_t watcher_list::place_of(const receiver* who) const
{
    if (places_) {
        const auto found = places_->find(who);
        return found == places_->end() ? all_.size() : found->second;
    }
    const auto found = std::ranges::find(all_, who, [](const auto& w) { return w.get(); });
    return static_cast<std::size_t>(found - all_.begin());
}

void watcher_list::keep_places()
{
    places_ = std::make_unique<place_map>();
    for (std::size_t i = 0; i < all_.size(); ++i)
        places_->emplace(all_[i].get(), static_cast<place>(i));
}

}  // namespace jamhall::live
