// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace jamhall::live {

/// What many people ask a jam for at once, such as hello and a forum's first page at an opening bell: made once for all
/// who ask while the state stands still, and for a moment at most, because some of it depends on the clock.
/// Runs on: the jam's worker.
template <class Made>
class made_once {
public:
    using clock = std::chrono::steady_clock;
    static constexpr std::chrono::milliseconds lasts{50};

    /// The thing of this name as of `offset`, by `make` when there is none. What `make` could not make is not kept.
    template <class Make>
    auto of(const std::string& name, sessions::log_offset offset, clock::time_point now, Make make)
    {
        if (offset != offset_ || now - made_at_ > lasts || kept_.size() >= kept_max) {
            kept_.clear();
            offset_ = offset;
            made_at_ = now;
        }
        const auto found = kept_.find(name);
        if (found != kept_.end())
            return decltype(make()){found->second};
        auto made = make();
        if (made)
            kept_.emplace(name, *made);
        return made;
    }

private:
    static constexpr std::size_t kept_max = 64;

    std::map<std::string, Made> kept_;
    sessions::log_offset offset_;
    clock::time_point made_at_;
};

}  // namespace jamhall::live
