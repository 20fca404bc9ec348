// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/event_in.hpp"
#include "engine/codec/stored_event.hpp"
#include "sessions/model/event.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <string_view>
#include <variant>

namespace jamhall::codec {

/// Which texts of a log its `erased` events name: the one judgement of what an erasure takes away and of what may
/// be missing. Source: rules ER1, LO4.
///
///     post         text of what added, edited, split, announced or redacted it; and unless it is only redacted,
///                  notes of flags on it, texts of appeals about it and what was asked about it
///     identity     name and attributes in every line of the roster, how they were introduced as a guest, and what was
///                  asked by that person
///     everything   that, every text that is theirs, and notes of those who muted, removed or readmitted them
class erasure_register {
public:
    void add(sessions::log_offset at, const sessions::erased& event);

    /// Reads what stands in the log. Errors: a fault, when it is damaged.
    decoded<std::monostate> add(const stored_event& stored);

    bool empty() const { return posts_.empty() && people_.empty(); }

    /// Whether a later event erased this text of the event. `type` and `body` are the event's as stored.
    bool names(sessions::log_offset offset, std::string_view type, std::string_view body,
               std::string_view field, sessions::person_id whose) const;

private:
    struct post_erasure {
        sessions::log_offset text, notes;  ///< the last that took them; 0: none
    };
    struct person_erasure {
        sessions::log_offset identity, everything;
    };

    bool names_of_post(sessions::log_offset offset, std::string_view body, bool is_note) const;

    boost::unordered_flat_map<std::uint32_t, post_erasure> posts_;
    boost::unordered_flat_map<std::uint32_t, person_erasure> people_;
};

/// Reads an event back as decode_event does; a text may be missing where the register names it.
/// Errors: as decode_event, and a text that is missing without.
decoded<sessions::event> decode_event(const stored_event& stored, const event_names& names,
                                      const erasure_register& erased);

}  // namespace jamhall::codec
