// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/live/receiver.hpp"

#include <boost/container/small_vector.hpp>

#include <cstddef>
#include <span>

namespace jamhall::net {

/// Frames waiting to be written to one connection, bounded by bytes and by frames. One frame waits without any memory
/// of its own, and so does an empty queue.
/// Runs on: its connection's worker.
class send_queue {
public:
    static constexpr std::size_t bytes_max = 8 * 1024 * 1024;
    static constexpr std::size_t frames_max = 4'096;

    /// Adds a frame behind the others. False, and nothing changes, when that would pass a bound. A
    /// frame always fits an empty queue, so that one long frame cannot be refused for ever.
    bool push(const live::frame& f);

    bool empty() const { return size() == 0; }
    const live::frame& front() const { return frames_[first_]; }
    std::span<const live::frame> waiting() const
    {
        return std::span{frames_.data(), frames_.size()}.subspan(first_);
    }
    void pop();

    /// Forgets the frames behind those that hold the first `bytes`, which are being written.
    void keep(std::size_t bytes);
    void clear();

    std::size_t bytes() const { return bytes_; }
    std::size_t size() const { return frames_.size() - first_; }

private:
    boost::container::small_vector<live::frame, 1> frames_;
    std::size_t first_ = 0;  ///< frames before it are written and empty
    std::size_t bytes_ = 0;
};

}  // namespace jamhall::net
