// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/ws_frame.hpp"
#include "engine/live/receiver.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::test {

/// A receiver that keeps what it is given.
struct line final : live::receiver {
    std::vector<live::frame> frames;
    std::optional<live::close_code> closed_with;

    void deliver(const live::frame& f) noexcept override { frames.push_back(f); }
    void hang_up(live::close_code why) noexcept override { closed_with = why; }

    std::vector<std::string> texts() const
    {
        std::vector<std::string> all;
        for (const auto& f : frames)
            all.emplace_back(codec::ws_payload(*f));
        return all;
    }
};

inline live::frame frame_of(std::string_view text)
{
    return std::make_shared<const std::string>(codec::ws_text_frame(text));
}

}  // namespace jamhall::test
