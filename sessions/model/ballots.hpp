// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace jamhall::sessions {

/// What a ballot says. `withdraw` is only ever a command or an event, never a ballot that stands.
enum class choice : std::uint8_t { support, agree, disagree, pass, withdraw };

inline constexpr std::size_t standing_choices = 4;

std::string_view name_of(choice value);
std::optional<choice> choice_named(std::string_view name);

/// What the ballots of one idea in one phase add up to, from one audience or from all.
struct tally {
    std::array<std::uint32_t, standing_choices> counts{};

    std::uint32_t of(choice c) const { return counts[static_cast<std::size_t>(c)]; }
    std::uint32_t& of(choice c) { return counts[static_cast<std::size_t>(c)]; }

    std::uint32_t total() const
    {
        std::uint32_t sum = 0;
        for (auto count : counts)
            sum += count;
        return sum;
    }

    friend bool operator==(const tally&, const tally&) = default;
};

struct standing_ballot {
    choice says{};
    instant at;

    friend bool operator==(const standing_ballot&, const standing_ballot&) = default;
};

/// All ballots of one phase: one per person and idea (rule BA1), and their tallies by audience.
/// Nobody reads a tally here to show it: that goes through views/seal.hpp (rule BA2).
struct ballot_box {
    /// Key: post in the high 32 bits, person in the low ones.
    boost::unordered_flat_map<std::uint64_t, standing_ballot> ballots;

    /// One row of `audience_count` tallies for each post: post n begins at (n - 1) * audience_count.
    /// Grows on demand.
    std::vector<tally> tallies;

    /// How many people had seen post n, at n - 1, when this phase ended (rule BA4); empty until then.
    std::vector<std::uint32_t> seen_at_end;

    static std::uint64_t key(post_id post, person_id person)
    {
        return (std::uint64_t{post.value} << 32U) | person.value;
    }

    /// The tallies of one post by audience; empty where no ballot of it was ever cast.
    std::span<const tally> tallies_of(post_id post, std::size_t audience_count) const
    {
        const std::size_t begin = (std::size_t{post.value} - 1) * audience_count;
        if (begin + audience_count > tallies.size())
            return {};
        return std::span{tallies}.subspan(begin, audience_count);
    }

    friend bool operator==(const ballot_box&, const ballot_box&) = default;
};

}  // namespace jamhall::sessions
