// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/event.hpp"
#include "sessions/model/jam_state.hpp"
#include "sessions/views/seal.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace jamhall::sessions {

/// Somebody beside a post or in hello: the roles are those shown as a badge.
struct shown_person {
    person_id id;
    std::string_view name;
    role_set badges;
};

/// What stays of a hidden post. Source: rule MO2.
struct tombstone {
    slug rule;
    instant at;
    role by{};  ///< organizer or facilitator
};

/// POST of the contract (section 5): one post as everybody may see it now, with seal, names and visibility
/// applied. Borrows from the state it was made of.
struct post_view {
    post_id post;
    post_kind kind{};
    std::optional<slug> forum;  ///< none: an announcement to everybody
    post_id parent;             ///< 0: none
    post_id builds_on;          ///< 0: none
    std::optional<shown_person> author;
    std::optional<std::string_view> text;
    instant at;
    std::optional<instant> edited_at;
    post_state state{};
    std::optional<tombstone> hidden;
    post_id merged_into;                ///< 0: none
    post_id split_from;                 ///< the comment an idea was; 0: none
    std::vector<post_id> connected;     ///< by number
    std::vector<post_id> merged;        ///< those that were merged into it
    std::vector<shown_person> credits;  ///< who wrote those, through further merges; not its own author
    std::vector<shown_person> mentions;
    const response* answer = nullptr;  ///< the official one; null: none
    std::uint32_t comments = 0;
    std::optional<shown_tally> tally;  ///< of the headline phase; nothing while sealed
};

[[nodiscard]] post_view view_of(const jam_state& state, const post& p);

/// The role in which somebody hides; the administrator acts as organizer.
[[nodiscard]] role moderating_role(const jam_state& state, person_id who);

/// What a post event (post_added, post_edited, post_withdrawn, announced, and those of steering that bring a post) shows of its post now: the text of
/// that event unless the post has since lost it, the state as it is now, no tally and no comments. Nothing
/// for any other event. Borrows from both.
/// Source: rule FE4.
[[nodiscard]] std::optional<post_view> view_of(const jam_state& state, const event& happened);

/// A person with name and badges.
[[nodiscard]] shown_person person_view_of(const jam_state& state, person_id who);

}  // namespace jamhall::sessions
