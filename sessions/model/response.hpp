// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jamhall::sessions {

enum class response_outcome : std::uint8_t { adopted, in_part, not_now, declined };

std::string_view name_of(response_outcome value);
std::optional<response_outcome> response_outcome_named(std::string_view name);

/// The official answer owed to an idea.
struct response {
    response_outcome outcome{};
    std::string text;
    std::string owner;  ///< who does it; empty: nobody named
    std::string due;    ///< by when, in the organizer's words or a date; empty: not said
    instant at;
    person_id by{};  ///< 0: the administrator

    friend bool operator==(const response&, const response&) = default;
};

}  // namespace jamhall::sessions
