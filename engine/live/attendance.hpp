// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/live/caller.hpp"
#include "sessions/views/feeds.hpp"
#include "sessions/views/looks.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace jamhall::live {

/// Who is here and watches what, as the jam knows it: the jam encodes a feed only when somebody
/// watches it. The hubs hold the same watches by worker; this is their book.
/// Runs on: the jam's worker.
class attendance {
public:
    struct seat {
        attendee who;
        std::vector<sessions::feed_id> watches;
        sessions::post_id looks_at;  ///< the case of the queue this desk has open; 0: none
    };

    void arrive(const attendee& who);

    /// Removes a socket and returns the watches it had.
    std::vector<sessions::feed_id> leave(const receiver* line);

    bool is_here(const receiver* line) const { return seats_.contains(line); }

    /// Notes a watch. Returns false when this socket watches too many feeds already.
    bool watch(const receiver* line, sessions::feed_id feed);
    void unwatch(const receiver* line, sessions::feed_id feed);

    /// Ends every watch of a forum or thread, as when all are told `behind`; returns these feeds.
    std::vector<sessions::feed_id> end_post_feeds();

    /// Notes which case of the queue a socket has open; 0: none.
    void look(const receiver* line, sessions::post_id post);

    /// Who has which case open, by post, then person, each once.
    std::vector<sessions::look> looks() const;

    /// Every feed that anybody watches.
    std::vector<sessions::feed_id> watched_feeds() const;

    /// The watches of which `is_it(attendee, feed)` holds.
    template <class IsIt>
    std::vector<std::pair<attendee, sessions::feed_id>> watches(IsIt is_it) const
    {
        std::vector<std::pair<attendee, sessions::feed_id>> found;
        for (const auto& [line, seated] : seats_)
            for (const auto feed : seated.watches)
                if (is_it(seated.who, feed))
                    found.emplace_back(seated.who, feed);
        return found;
    }

    bool is_watched(sessions::feed_id feed) const { return watch_counts_.contains(feed); }

    std::size_t people_count() const { return sockets_by_person_.size(); }
    std::size_t socket_count(sessions::person_id person) const;

    template <class Visitor>
    void for_each(Visitor&& visit) const
    {
        for (const auto& [line, seated] : seats_)
            visit(seated.who);
    }

private:
    struct feed_hash {
        std::size_t operator()(const sessions::feed_id& feed) const;
    };

    void count_down(sessions::feed_id feed);

    boost::unordered_flat_map<const receiver*, seat> seats_;
    boost::unordered_flat_map<sessions::feed_id, std::uint32_t, feed_hash> watch_counts_;
    boost::unordered_flat_map<std::uint32_t, std::uint32_t> sockets_by_person_;
};

}  // namespace jamhall::live
