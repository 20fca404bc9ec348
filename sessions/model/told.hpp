// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/copy_on_write_vector.hpp"
#include "sessions/core/ids.hpp"

#include <cstdint>

namespace jamhall::sessions {

/// Which events of the log each person's feed `me` carries: whoever comes back is told what they missed without
/// anybody reading past the posts of all others. A chain for each person, from their newest event back, in one
/// list of all that only grows, so that copies of the state share it.
/// Whom an event tells because they had cast a ballot on a post is not here: an edit of a much loved idea would
/// write an entry for thousands. Those events stand in `to_casters`, and there are few.
struct told_book {
    struct entry {
        log_offset at;
        std::uint32_t before =
            0;  ///< the same person's one before this, counted from 1; 0: this is their first

        friend bool operator==(const entry&, const entry&) = default;
    };

    /// An event that tells the casters of a post; of no post: that tells everybody.
    struct caster_event {
        log_offset at;
        post_id post;

        friend bool operator==(const caster_event&, const caster_event&) = default;
    };

    copy_on_write_vector<entry, 1'024> entries;            ///< in the order of the log
    copy_on_write_vector<std::uint32_t, 1'024> newest;     ///< by person number - 1, counted from 1; 0: none
    copy_on_write_vector<caster_event, 1'024> to_casters;  ///< in the order of the log

    /// Once for each person and event, however often it is said; events come in the order of the log.
    void add(person_id who, log_offset at)
    {
        newest.grow(who.value);
        auto& last = newest.edit(who.value - 1);
        if (last != 0 && entries[last - 1].at == at)
            return;
        auto& made = entries.emplace_back();
        made = {.at = at, .before = last};
        last = static_cast<std::uint32_t>(entries.size());
    }

    friend bool operator==(const told_book&, const told_book&) = default;
};

}  // namespace jamhall::sessions
