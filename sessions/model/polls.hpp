// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::sessions {

enum class poll_kind : std::uint8_t { single, multiple, scale };
enum class poll_results : std::uint8_t { sealed, live };

std::string_view name_of(poll_kind value);
std::string_view name_of(poll_results value);
std::optional<poll_kind> poll_kind_named(std::string_view name);
std::optional<poll_results> poll_results_named(std::string_view name);

/// A scale is answered from 1 to this.
inline constexpr std::uint8_t scale_steps = 5;

/// What a poll asks.
struct poll_question {
    std::optional<forum_index> forum;  ///< none: everybody in the jam
    std::string question;
    std::vector<std::string> options;  ///< of a scale: none, or the words for its two ends
    poll_kind kind{};
    poll_results results{};
    std::optional<instant> closes_at;

    friend bool operator==(const poll_question&, const poll_question&) = default;
};

/// A quick question and its answers. Who gave which is shown to nobody but that person (rule BA7).
struct poll {
    poll_id id;
    poll_question asks;
    person_id opened_by;  ///< 0: the administrator
    instant opened_at;
    std::optional<instant> closed_at;
    boost::unordered_flat_map<std::uint32_t, std::vector<std::uint8_t>>
        answers;                        ///< by person number, sorted
    std::vector<std::uint32_t> counts;  ///< by option; of a scale, by step from 1

    friend bool operator==(const poll&, const poll&) = default;
};

/// How many different answers a poll counts.
inline std::size_t answer_count(const poll_question& asks)
{
    return asks.kind == poll_kind::scale ? scale_steps : asks.options.size();
}

}  // namespace jamhall::sessions
