// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/post_view.hpp"

#include "sessions/views/visibility.hpp"

namespace jamhall::sessions {
namespace {

/// All but text, edit time, comments and tally.
post_view frame_of(const jam_state& state, const post& p)
{
    post_view made;
    made.post = p.id;
    made.kind = p.kind;
    if (p.forum)
        made.forum = state.what->forums[*p.forum].id;
    made.parent = p.parent;
    made.builds_on = p.builds_on;
    if (const auto author = shown_author(state, p))
        made.author = person_view_of(state, *author);
    made.at = p.at;
    made.state = p.state;
    return made;
}

std::optional<post_view> with_text(const jam_state& state, post_id of, std::string_view written)
{
    const post& p = state.at(of);
    post_view made = frame_of(state, p);
    if (shown_text(p))
        made.text = written;
    return made;
}

}  // namespace

shown_person person_view_of(const jam_state& state, person_id who)
{
    const roster_entry& entry = state.at(who).entry;
    role_set badges;
    for (role r : all_roles)
        if (entry.roles.has(r) && badge_roles.has(r))
            badges.add(r);
    return {who, entry.name, badges};
}

post_view view_of(const jam_state& state, const post& p)
{
    post_view made = frame_of(state, p);
    made.text = shown_text(p);
    made.edited_at = p.edited_at;
    made.comments = shown_comment_count(state, p);
    made.tally = headline_tally(state, p);
    return made;
}

std::optional<post_view> view_of(const jam_state& state, const event& happened)
{
    if (const auto* added = std::get_if<post_added>(&happened.body))
        return with_text(state, added->post, added->text);
    if (const auto* edited = std::get_if<post_edited>(&happened.body)) {
        auto made = with_text(state, edited->post, edited->text);
        made->edited_at = happened.at;
        return made;
    }
    if (const auto* withdrawn = std::get_if<post_withdrawn>(&happened.body))
        return with_text(state, withdrawn->post, {});
    if (const auto* said = std::get_if<announced>(&happened.body))
        return with_text(state, said->post, said->text);
    return std::nullopt;
}

}  // namespace jamhall::sessions
