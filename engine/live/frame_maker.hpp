// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/frame_out.hpp"
#include "engine/live/jam_core.hpp"
#include "sessions/views/feeds.hpp"

#include <cstddef>
#include <string>

namespace jamhall::live {

/// Gathers the rendered events of one feed into one frame.
class frame_maker {
public:
    frame_maker(const sessions::jam_state& state, sessions::feed_id feed)
        : feed_{sessions::written(state, feed)}
    {
    }

    void add(const std::string& object, sessions::log_offset offset)
    {
        if (count_++ > 0)
            objects_ += ',';
        objects_ += object;
        upto_ = offset;
    }

    std::size_t count() const { return count_; }

    frame take()
    {
        auto made = frame_of(codec::events_frame(feed_, upto_, objects_));
        objects_.clear();
        count_ = 0;
        return made;
    }

private:
    std::string feed_;
    std::string objects_;
    sessions::log_offset upto_;
    std::size_t count_ = 0;
};

}  // namespace jamhall::live
