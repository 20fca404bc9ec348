// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"
#include "sessions/core/slug.hpp"
#include "sessions/model/jam_state.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace jamhall::bench {

/// How large a jam is. The whole size is that of the largest jam there was.
struct jam_size {
    std::uint32_t people = 150'000;
    std::uint32_t posts = 46'000;
    std::uint32_t ballots = 1'500'000;

    jam_size divided_by(std::uint32_t part) const { return {people / part, posts / part, ballots / part}; }
};

/// The one jam of a hall that `jamhall serve` can open: told through the real rules, codec and store, each
/// ballot with its key. It runs now and shows tallies, so that every order and the whole report are open.
/// A third of the people take part; half of the posts are ideas in the first of two forums or the second,
/// one idea in a thousand words is liked by very many, and the first has every tenth comment.
/// Runs on: one thread, while no server holds the folder.
class giant_jam {
public:
    giant_jam(std::filesystem::path data, jam_size size);

    /// Writes the whole jam into an empty folder.
    void create();

    /// Adds more ballots to its log, as if a server had stopped before it could keep a snapshot of them.
    void append_ballots(std::uint32_t count);

    /// The state its file gives, as a running jam has it.
    sessions::jam_state state() const;

    /// Somebody who takes part; a turn each.
    sessions::person_id participant(std::uint32_t turn) const;
    std::string token_of(sessions::person_id person) const;

    /// The post of this turn that takes ballots.
    sessions::post_id idea(std::uint32_t turn) const;

    static constexpr std::string_view name = "jam";
    static constexpr std::string_view largest_forum = "streets";
    static constexpr std::string_view rare_word = "funicular";   ///< in one post of 5,000
    static constexpr std::string_view common_word = "together";  ///< in nine of ten

    const jam_size& size() const { return size_; }
    std::filesystem::path jam_file() const;

private:
    std::filesystem::path data_;
    jam_size size_;
};

}  // namespace jamhall::bench
