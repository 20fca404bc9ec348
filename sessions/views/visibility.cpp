// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/visibility.hpp"

#include "sessions/rules/sight.hpp"

namespace jamhall::sessions {

bool others_are_hidden(const jam_state& state)
{
    return state.clock.now_running().rules.others != others_switch::visible;
}

bool pages_are_shared(const jam_state& state)
{
    return state.clock.now_running().rules.others != others_switch::sampled;
}

bool is_on_pages_of(const jam_state& state, const post& p, person_id reader)
{
    return pages_are_shared(state) ? is_public(state, p) : may_see(state, p, reader);
}

bool is_public(const jam_state& state, const post& p)
{
    return may_see(state, p, person_id{});
}

bool may_see(const jam_state& state, const post& p, person_id viewer)
{
    return can_see(state, p, viewer, state.clock.now_running().rules);
}

std::optional<person_id> shown_author(const jam_state& state, const post& p)
{
    const bool names_are_hidden = state.clock.now_running().rules.names == names_switch::hidden;
    if (!p.author || p.is_nameless || names_are_hidden || state.at(p.author).erased != person_erasure::none)
        return std::nullopt;
    return p.author;
}

std::optional<std::string_view> shown_text(const post& p)
{
    switch (p.state) {
    case post_state::published:
    case post_state::held:
    case post_state::merged: return p.text;
    case post_state::hidden:
    case post_state::withdrawn:
    case post_state::erased: return std::nullopt;
    }
    return std::nullopt;
}

std::uint32_t shown_comment_count(const jam_state& state, const post& p)
{
    return others_are_hidden(state) ? 0 : static_cast<std::uint32_t>(p.comments.size()) - p.held_comments;
}

}  // namespace jamhall::sessions
