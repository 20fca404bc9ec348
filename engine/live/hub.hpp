// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/live/receiver.hpp"
#include "engine/live/watcher_list.hpp"
#include "sessions/views/feeds.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <memory>
#include <vector>

namespace jamhall::live {

/// A feed of one of the hall's jams. `jam` is the number the hall gave it for as long as it runs.
struct feed_key {
    std::uint32_t jam = 0;
    sessions::feed_id feed;

    friend bool operator==(const feed_key&, const feed_key&) = default;
};

std::size_t hash_value(const feed_key& key);

/// Who watches what on one worker. Its input is a stream of (feed, bytes), so that it does not matter
/// whether the jam that publishes runs on this worker, on another, or one day in another process.
/// Runs on: its worker, every member.
class hub {
public:
    /// Names one backfill, so that a late one cannot release a watch that began anew; 0 = none.
    using ticket = std::uint64_t;

    /// Begins a watch. With a ticket, what is published is held until that ticket is released.
    /// Watching again what is watched already begins anew.
    void watch(const feed_key& key, const std::shared_ptr<receiver>& who, ticket waits_for);

    /// Delivers the backfill, then what was held, then lets the watch run.
    void release(const feed_key& key, const receiver* who, ticket done, const std::vector<frame>& backfill);

    void unwatch(const feed_key& key, const receiver* who);

    /// One frame to everybody who watches the feed.
    void publish(const feed_key& key, const frame& f);

    /// Tells everybody who watches the feed that they are behind, and ends these watches.
    void end_all(const feed_key& key, const frame& behind);

    std::size_t watch_count() const;

private:
    /// A watch that waits for its backfill.
    struct held_watch {
        std::shared_ptr<receiver> who;
        ticket waits_for = 0;
        std::vector<frame> frames;  ///< published meanwhile
    };
    using held_watches = boost::unordered_flat_map<const receiver*, held_watch>;

    bool drop_held(const feed_key& key, const receiver* who);

    boost::unordered_flat_map<feed_key, watcher_list> running_;
    boost::unordered_flat_map<feed_key, held_watches> held_;  ///< few, and only for moments
};

}  // namespace jamhall::live
