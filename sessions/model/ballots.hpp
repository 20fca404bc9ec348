// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/copy_on_write_vector.hpp"
#include "sessions/core/ids.hpp"
#include "sessions/core/worked_out.hpp"
#include "sessions/model/plan.hpp"
#include "sessions/model/tally.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <tuple>
#include <vector>

namespace jamhall::sessions {

/// The ballots of one idea in one phase.
struct idea_ballots {
    /// By person number: one ballot each (rule BA1).
    boost::unordered_flat_map<std::uint32_t, choice> by_person;
    /// What they, or the pairs it is in, add up to, by audience; empty where no ballot was ever cast.
    std::vector<tally> tallies;

    friend bool operator==(const idea_ballots&, const idea_ballots&) = default;
};

/// Which of two ideas one person prefers (rule BA12).
struct pair_ballot {
    post_id first;  ///< the lower number
    post_id second;
    bool prefers_first = false;

    post_id preferred() const { return prefers_first ? first : second; }
    post_id other() const { return prefers_first ? second : first; }
    auto place() const { return std::tuple{first, second}; }

    friend bool operator==(const pair_ballot&, const pair_ballot&) = default;
};

/// That `preferred` is put before `other`.
inline pair_ballot pair_of(post_id preferred, post_id other)
{
    return preferred < other ? pair_ballot{preferred, other, true} : pair_ballot{other, preferred, false};
}

/// All ballots of one phase, and their tallies by audience.
/// Nobody reads a tally here to show it: that goes through views/seal.hpp (rule BA2).
struct ballot_box {
    /// Those of post n stand at n - 1. Grows on demand.
    copy_on_write_vector<idea_ballots, 16> ideas;

    /// The pairs person n chose of, at n - 1, by their ideas. Grows on demand, in phases that ask for pairs.
    copy_on_write_vector<std::vector<pair_ballot>> pairs;

    std::uint32_t count = 0;  ///< ballots that stand

    /// How many people had seen post n, at n - 1, when this phase ended (rule BA4); empty until then.
    std::vector<std::uint32_t> seen_at_end;

    /// The score of post n at n - 1 that its pairs give it; for views/seal.hpp alone.
    worked_out<std::vector<std::optional<double>>> ranking;

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

    /// The pairs one person chose of, by their ideas.
    std::span<const pair_ballot> pairs_of(person_id person) const
    {
        return person && person.value <= pairs.size() ? std::span{pairs[person.value - 1]}
                                                      : std::span<const pair_ballot>{};
    }

    /// The tallies of one post by audience; empty where no ballot of it was ever cast.
    std::span<const tally> tallies_of(post_id post) const
    {
        const idea_ballots* of = find(post);
        return of ? std::span{of->tallies} : std::span<const tally>{};
    }

    /// Calls `see(post, person, choice)` for each ballot on one idea that stands, post by post.
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

    /// Calls `see(person, pair)` for each ballot on a pair that stands, person by person.
    template <class See>
    void for_each_pair(See see) const
    {
        person_id person;
        for (const auto& own : pairs) {
            ++person.value;
            for (const pair_ballot& each : own)
                see(person, each);
        }
    }

    friend bool operator==(const ballot_box&, const ballot_box&) = default;
};

}  // namespace jamhall::sessions
