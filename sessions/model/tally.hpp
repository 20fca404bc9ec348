// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/plan.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace jamhall::sessions {

/// What a ballot says, in one byte: a word or a number, which is a score or so many dots. `withdraw` is only ever
/// a command or an event, never a ballot that stands; `over` puts an idea before another one.
enum class choice : std::uint8_t { support, agree, disagree, pass, withdraw, over, number_0 = 16 };

inline constexpr std::int32_t choice_number_max = 200;
inline constexpr std::int32_t score_max = 5;  ///< scores are from 1

/// The choice that is a number from 0 to choice_number_max.
constexpr choice choice_of(std::int32_t number)
{
    return static_cast<choice>(static_cast<std::int32_t>(choice::number_0) + number);
}

/// The number that a choice is, if it is one.
constexpr std::optional<std::int32_t> number_in(choice says)
{
    if (says < choice::number_0)
        return std::nullopt;
    return static_cast<std::int32_t>(says) - static_cast<std::int32_t>(choice::number_0);
}

/// As written on the wire, in the log and in the tables: "agree", "over", "4".
std::string_view name_of(choice value);
std::optional<choice> choice_named(std::string_view name);

/// What is counted of the ballots on an idea.
enum class measure : std::uint8_t {
    support,
    agree,
    disagree,
    pass,
    score_1,
    score_2,
    score_3,
    score_4,
    score_5,
    dots,    ///< all that were given
    people,  ///< who gave dots
    won,     ///< pairs in which the idea was preferred
    lost
};

std::string_view name_of(measure value);

/// What is counted in a phase that asks this way; no two of these share a place in a tally.
std::span<const measure> measures_of(ballot_switch method);

/// What the ballots of one idea in one phase add up to, from one audience or from all. It has as many places as
/// the method with the most measures needs.
struct tally {
    std::array<std::uint32_t, 5> counts{};

    std::uint32_t of(measure m) const { return counts[place_of(m)]; }
    std::uint32_t& of(measure m) { return counts[place_of(m)]; }

    static constexpr std::size_t place_of(measure m)
    {
        constexpr std::array<std::uint8_t, 13> places{0, 1, 2, 3, 0, 1, 2, 3, 4, 0, 1, 0, 1};
        return places[static_cast<std::size_t>(m)];
    }

    friend bool operator==(const tally&, const tally&) = default;
};

/// Counts a ballot that says this under this method, or takes it out again.
void add(tally& to, ballot_switch method, choice says);
void take(tally& from, ballot_switch method, choice says);

/// The sum of the parts of a tally.
tally sum_of(std::span<const tally> parts);

}  // namespace jamhall::sessions
