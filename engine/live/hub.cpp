// SPDX-License-Identifier: Apache-2.0
#include "engine/live/hub.hpp"

#include <boost/container_hash/hash.hpp>

#include <algorithm>

namespace jamhall::live {
namespace {

/// A backfill takes milliseconds; whoever waits for one through this many frames starts over.
constexpr std::size_t held_frames_max = 4'096;

}  // namespace

std::size_t hash_value(const feed_key& key)
{
    std::size_t seed = 0;
    boost::hash_combine(seed, key.jam);
    boost::hash_combine(seed, static_cast<unsigned>(key.feed.kind));
    boost::hash_combine(seed, key.feed.number);
    return seed;
}

void hub::watch(const feed_key& key, const std::shared_ptr<receiver>& who, ticket waits_for)
{
    auto& watching = watchers_[key];
    auto found = std::ranges::find_if(watching, [&](const watcher& w) { return w.who == who; });
    if (found == watching.end())
        found = watching.insert(watching.end(), watcher{who, 0, {}});
    found->held.clear();
    found->waits_for = waits_for;
}

void hub::release(const feed_key& key, const receiver* who, ticket done, const std::vector<frame>& backfill)
{
    const auto feed = watchers_.find(key);
    if (feed == watchers_.end())
        return;
    for (watcher& w : feed->second) {
        if (w.who.get() != who || w.waits_for != done)
            continue;
        for (const frame& f : backfill)
            w.who->deliver(f);
        for (const frame& f : w.held)
            w.who->deliver(f);
        w.held = {};
        w.waits_for = 0;
        return;
    }
}

void hub::unwatch(const feed_key& key, const receiver* who)
{
    const auto feed = watchers_.find(key);
    if (feed == watchers_.end())
        return;
    auto& watching = feed->second;
    const auto found = std::ranges::find_if(watching, [&](const watcher& w) { return w.who.get() == who; });
    if (found == watching.end())
        return;
    *found = std::move(watching.back());
    watching.pop_back();
    if (watching.empty())
        watchers_.erase(feed);
}

void hub::publish(const feed_key& key, const frame& f)
{
    const auto feed = watchers_.find(key);
    if (feed == watchers_.end())
        return;
    for (watcher& w : feed->second) {
        if (w.waits_for == 0)
            w.who->deliver(f);
        else if (w.held.size() < held_frames_max)
            w.held.push_back(f);
        else
            w.who->hang_up(close_code::too_slow);
    }
}

void hub::end_all(const feed_key& key, const frame& behind)
{
    const auto feed = watchers_.find(key);
    if (feed == watchers_.end())
        return;
    const auto watching = std::move(feed->second);
    watchers_.erase(feed);
    for (const watcher& w : watching)
        w.who->deliver(behind);
}

std::size_t hub::watch_count() const
{
    std::size_t count = 0;
    for (const auto& [key, watching] : watchers_)
        count += watching.size();
    return count;
}

}  // namespace jamhall::live
