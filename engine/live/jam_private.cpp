// SPDX-License-Identifier: Apache-2.0
#include "engine/live/jam_core.hpp"
#include "sessions/rules/permissions.hpp"
#include "sessions/views/visibility.hpp"

namespace jamhall::live {
namespace {

using sessions::reject_code;

template <class Follow>
sessions::outcome<std::string> target_of(const sessions::jam_state& state, const Follow& asked,
                                         sessions::person_id by)
{
    if (asked.forum) {
        if (!state.forum_named(*asked.forum))
            return sessions::refuse(reject_code::no_such_forum, "forum",
                                    "There is no such forum in this jam.");
        return "forum/" + asked.forum->str();
    }
    if (!state.knows(asked.post) || !sessions::may_see(state, state.at(asked.post), by))
        return sessions::refuse(reject_code::no_such_post, "post", "There is no such post.");
    return "post/" + std::to_string(asked.post.value);
}

}  // namespace

std::optional<sessions::rejection> jam_core::keep_private(const asked_command& asked, batch& into) const
{
    const auto& state = into.state();
    const auto person = asked.by.person;
    if (state.stage == sessions::jam_stage::cancelled)
        return sessions::refuse(reject_code::jam_over, "", "This jam was cancelled.");
    if (!person)
        return sessions::refuse(reject_code::not_allowed, "", "Only people on the roster follow and read.");
    const auto& change = std::get<private_change>(asked.what);
    if (const auto* mark = std::get_if<codec::mark_read>(&change)) {
        if (!sessions::feed_named(state, mark->feed, person))
            return sessions::refuse(reject_code::unknown_feed, "feed", "There is no such feed.");
        if (mark->offset > state.last_offset)
            return sessions::refuse(reject_code::bad_field, "offset", "That has not happened yet.");
        into.to_store.marks.push_back({person, mark->feed, mark->offset});
        return std::nullopt;
    }
    if (!sessions::may(state, {into.now(), asked.by.kind, person}, sessions::action::take_part))
        return sessions::refuse(reject_code::not_allowed, "", "Your role in this jam is to watch and read.");
    const auto* follows = std::get_if<codec::follow>(&change);
    const auto target = follows ? target_of(state, *follows, person)
                                : target_of(state, std::get<codec::unfollow>(change), person);
    if (!target)
        return target.error();
    into.to_store.follows.push_back({person, *target, follows != nullptr});
    return std::nullopt;
}

}  // namespace jamhall::live
