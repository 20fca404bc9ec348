// SPDX-License-Identifier: Apache-2.0
#include "engine/live/hub.hpp"

#include <boost/container_hash/hash.hpp>

#include <utility>

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
    unwatch(key, who.get());
    if (waits_for == 0)
        running_[key].add(who);
    else
        held_[key].emplace(who.get(), held_watch{who, waits_for, {}});
}

void hub::release(const feed_key& key, const receiver* who, ticket done, const std::vector<frame>& backfill)
{
    const auto feed = held_.find(key);
    if (feed == held_.end())
        return;
    const auto found = feed->second.find(who);
    if (found == feed->second.end() || found->second.waits_for != done)
        return;
    const held_watch released = std::move(found->second);
    drop_held(key, who);
    for (const frame& f : backfill)
        released.who->deliver(f);
    for (const frame& f : released.frames)
        released.who->deliver(f);
    running_[key].add(released.who);
}

void hub::unwatch(const feed_key& key, const receiver* who)
{
    if (!held_.empty() && drop_held(key, who))
        return;
    const auto feed = running_.find(key);
    if (feed != running_.end() && feed->second.remove(who) && feed->second.empty())
        running_.erase(feed);
}

bool hub::drop_held(const feed_key& key, const receiver* who)
{
    const auto feed = held_.find(key);
    if (feed == held_.end() || feed->second.erase(who) == 0)
        return false;
    if (feed->second.empty())
        held_.erase(feed);
    return true;
}

void hub::publish(const feed_key& key, const frame& f)
{
    if (const auto feed = running_.find(key); feed != running_.end())
        feed->second.deliver(f);
    if (held_.empty())
        return;
    const auto waiting = held_.find(key);
    if (waiting == held_.end())
        return;
    for (auto& [line, watch] : waiting->second) {
        if (watch.frames.size() < held_frames_max)
            watch.frames.push_back(f);
        else
            watch.who->hang_up(close_code::too_slow);
    }
}

void hub::end_all(const feed_key& key, const frame& behind)
{
    if (const auto feed = running_.find(key); feed != running_.end()) {
        const watcher_list ended = std::move(feed->second);
        running_.erase(feed);
        ended.deliver(behind);
    }
    if (const auto waiting = held_.find(key); waiting != held_.end()) {
        const held_watches ended = std::move(waiting->second);
        held_.erase(waiting);
        for (const auto& [line, watch] : ended)
            watch.who->deliver(behind);
    }
}

std::size_t hub::watch_count() const
{
    std::size_t count = 0;
    for (const auto& [key, watching] : running_)
        count += watching.size();
    for (const auto& [key, waiting] : held_)
        count += waiting.size();
    return count;
}

}  // namespace jamhall::live
