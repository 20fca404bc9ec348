// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/copy_on_write_vector.hpp"
#include "sessions/core/ids.hpp"

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

/// The ballots of one idea in one phase.
struct idea_ballots {
    /// By person number: one ballot each (rule BA1).
    boost::unordered_flat_map<std::uint32_t, choice> by_person;
    /// What they add up to, by audience; empty where no ballot was ever cast.
    std::vector<tally> tallies;

    friend bool operator==(const idea_ballots&, const idea_ballots&) = default;
};

/// All ballots of one phase, and their tallies by audience.
/// Nobody reads a tally here to show it: that goes through views/seal.hpp (rule BA2).
struct ballot_box {
    /// Those of post n stand at n - 1. Grows on demand.
    copy_on_write_vector<idea_ballots, 16> ideas;

    std::uint32_t count = 0;  ///< ballots that stand

    /// How many people had seen post n, at n - 1, when this phase ended (rule BA4); empty until then.
    std::vector<std::uint32_t> seen_at_end;

    bool empty() const { return count == 0; }

    /// The ballots of one post; null where none was ever cast so far into the box.
    const idea_ballots* find(post_id post) const
    {
        return post && post.value <= ideas.size() ? &ideas[post.value - 1] : nullptr;
    }

    /// What one person's ballot on a post says, where it stands.
    std::optional<choice> find(post_id post, person_id person) const
    {
        const idea_ballots* of = find(post);
        if (of == nullptr)
            return std::nullopt;
        const auto found = of->by_person.find(person.value);
        return found == of->by_person.end() ? std::nullopt : std::optional{found->second};
    }

    /// The tallies of one post by audience; empty where no ballot of it was ever cast.
    std::span<const tally> tallies_of(post_id post) const
    {
        const idea_ballots* of = find(post);
        return of ? std::span{of->tallies} : std::span<const tally>{};
    }

    /// Calls `see(post, person, choice)` for each ballot that stands, post by post.
    template <class See>
    void for_each(See see) const
    {
        post_id post;
        for (const idea_ballots& of : ideas) {
            ++post.value;
            for (const auto& [person, says] : of.by_person)
                see(post, person_id{person}, says);
        }
    }

    friend bool operator==(const ballot_box&, const ballot_box&) = default;
};

}  // namespace jamhall::sessions
