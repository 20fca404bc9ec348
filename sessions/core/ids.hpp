// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace jamhall::sessions {

/// A number that names one kind of thing: distinct, ordered, hashable; never converts by itself.
template <class Tag, class Rep = std::uint32_t>
struct strong_id {
    using rep = Rep;

    Rep value{};

    friend auto operator<=>(strong_id, strong_id) = default;

    /// True for a real id; ids count from 1 and 0 stands for "none".
    explicit constexpr operator bool() const noexcept { return value != 0; }
};

/// People, posts and polls are numbered from 1 within their jam by counters in its state.
using person_id = strong_id<struct person_tag>;
using post_id = strong_id<struct post_tag>;
using poll_id = strong_id<struct poll_tag>;

/// Position of an event in the jam's log, from 1 without holes; 0 is "before everything".
using log_offset = strong_id<struct log_offset_tag, std::uint64_t>;

/// Position of a forum, phase or audience in the plan, from 0. They never change while the jam lives.
using forum_index = std::uint16_t;
using phase_index = std::uint16_t;
using audience_index = std::uint16_t;

}  // namespace jamhall::sessions

template <class Tag, class Rep>
struct std::hash<jamhall::sessions::strong_id<Tag, Rep>> {
    std::size_t operator()(jamhall::sessions::strong_id<Tag, Rep> id) const noexcept
    {
        return std::hash<Rep>{}(id.value);
    }
};
