// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"

#include <roaring/roaring.hh>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jamhall::live {

/// Who saw which post: private bitmaps beside the log (rule PE2), needed so that a rate can say
/// "supported by 61 % of those who saw it". Only counts ever leave it, gathered for one event.
/// Runs on: the jam's worker.
class exposure_ledger {
public:
    /// Notes that a person had a post on screen; counted in take_new(). Repeats are free.
    void note(sessions::post_id post, sessions::person_id person);

    /// Notes that a person saw a post because they cast a ballot on it (rule BA4). True when that is news;
    /// the caller counts it in the ballot's own transaction.
    bool note_ballot(sessions::post_id post, sessions::person_id person);

    /// Whether somebody new saw something since the last take_new().
    bool has_new() const { return !newly_.empty(); }

    /// Post and how many more people saw it, ascending by post; empties the list.
    std::vector<std::pair<sessions::post_id, std::uint32_t>> take_new();

    /// Posts whose bitmap changed since the last call, with the bitmap's portable bytes.
    std::vector<std::pair<sessions::post_id, std::string>> take_changed();

    bool has_changed() const { return !changed_.empty(); }

    /// Puts back what the store kept. Errors: throws std::runtime_error on damaged bytes.
    void load(sessions::post_id post, std::string_view bytes);

    /// Notes somebody whose ballot stands, without counting them anew: the count came with the ballot.
    void load_one(sessions::post_id post, sessions::person_id person);

    /// The posts this person saw, by number. Cost: with the number of posts.
    std::vector<sessions::post_id> seen_by(sessions::person_id person) const;

    void clear();

private:
    Roaring& people_of(sessions::post_id post);

    std::vector<Roaring> people_;  ///< by post number
    std::map<std::uint32_t, std::uint32_t> newly_;
    std::set<std::uint32_t> changed_;
};

}  // namespace jamhall::live
