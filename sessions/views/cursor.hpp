// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jamhall::sessions {

/// Where a post stands in an order of pages: a key that falls from first to last, ties by falling post number.
struct page_place {
    std::uint64_t key = 0;
    post_id post;

    friend auto operator<=>(const page_place&, const page_place&) = default;
};

/// A place as the opaque text that readers hand back: one letter for the order, then both numbers.
[[nodiscard]] std::string cursor_of(char order, page_place last);

/// Reads a cursor of that order. Errors: nothing unless cursor_of could have written it.
[[nodiscard]] std::optional<page_place> place_in(char order, std::string_view cursor);

}  // namespace jamhall::sessions
