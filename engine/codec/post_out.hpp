// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/json_out.hpp"
#include "sessions/model/jam_state.hpp"
#include "sessions/views/post_view.hpp"
#include "sessions/views/seal.hpp"

#include <optional>

namespace jamhall::codec {

/// POST of the contract (section 5), the same for everybody.
void append_post(json_out& out, const sessions::jam_state& state, const sessions::post_view& shown);

/// A member that is an array of numbers, of posts or people.
template <class Id>
void append_ids(json_out& out, std::string_view name, const std::vector<Id>& ids)
{
    out.name(name).begin_array();
    for (const Id each : ids)
        out.value(each.value);
    out.end_array();
}

/// {"id","name","roles"}: roles are those shown as a badge; null for nobody.
void append_author(json_out& out, const std::optional<sessions::shown_person>& who);

/// The members of a tally, into an open object: `phase`, the counts of its method, `by_audience` where the
/// plan has several.
void append_tally_members(json_out& out, const sessions::jam_state& state,
                          const sessions::shown_tally& shown);

/// The counts alone, into an open object.
void append_counts(json_out& out, const sessions::shown_tally& shown);

/// The counts of a tally by audience: an object, or null where the plan has only one.
void append_by_audience(json_out& out, const sessions::jam_state& state, const sessions::shown_tally& shown);

/// An official response, into an open object: from `outcome` to `due`.
void append_answer(json_out& out, const sessions::response& answer);

/// The members that posts and events about posts share, from `post` to `text`, into an open object.
void append_post_members(json_out& out, const sessions::post_view& shown);

}  // namespace jamhall::codec
