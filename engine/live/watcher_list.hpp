// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/live/receiver.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace jamhall::live {

/// Those who watch one feed, in one piece of memory: a frame goes to all of them far more often than one comes or
/// goes. Adding and removing take the same time whoever is there; most feeds (everybody's `me`) have one watcher, so
/// places are kept only where searching for one would show.
/// Runs on: its hub's worker.
class watcher_list {
public:
    /// Adds who is not there yet.
    void add(const std::shared_ptr<receiver>& who);

    /// Removes who is there; says whether anybody was.
    bool remove(const receiver* who);

    bool empty() const { return all_.empty(); }
    std::size_t size() const { return all_.size(); }

    /// One frame to all.
    void deliver(const frame& f) const;

private:
    using place = std::uint32_t;
    using place_map = boost::unordered_flat_map<const receiver*, place>;

    static constexpr std::size_t searched_max = 16;

    std::size_t place_of(const receiver* who) const;
    void keep_places();

    std::vector<std::shared_ptr<receiver>> all_;
    std::unique_ptr<place_map> places_;  ///< once more than searched_max are there
};

}  // namespace jamhall::live
