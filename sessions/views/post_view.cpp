// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/post_view.hpp"

#include "sessions/rules/steering.hpp"
#include "sessions/views/visibility.hpp"

#include <algorithm>
#include <iterator>

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
    made.merged_into = p.merged_into;
    return made;
}

/// Who wrote what went into it, each once, as far as they are shown. Only an author who is shown beside it is left
/// out: leaving out that of a nameless idea would tell who wrote it.
void add_credits(const jam_state& state, const post& p, post_view& made)
{
    const auto beside = shown_author(state, p);
    std::vector<post_id> left = merged_into(state, p.id);
    while (!left.empty()) {
        const post& part = state.at(left.back());
        left.pop_back();
        if (part.state != post_state::merged || !is_public(state, part))
            continue;
        std::ranges::copy(merged_into(state, part.id), std::back_inserter(left));
        const auto author = shown_author(state, part);
        if (author && author != beside &&
            std::ranges::find(made.credits, *author, &shown_person::id) == made.credits.end())
            made.credits.push_back(person_view_of(state, *author));
    }
    std::ranges::sort(made.credits, {}, &shown_person::id);
}

/// What moderation and steering say of it beside.
void add_steering(const jam_state& state, const post& p, post_view& made)
{
    const auto kept = state.moderated.cases.find(p.id);
    if (p.state == post_state::hidden && kept != state.moderated.cases.end() && kept->second.hidden) {
        const hiding& hide = *kept->second.hidden;
        made.hidden = tombstone{hide.rule, hide.at, moderating_role(state, hide.by)};
    }
    if (const auto split = state.steered.splits.find(p.id); split != state.steered.splits.end())
        made.split_from = split->second;
    const auto shown = [&](post_id other) { return is_public(state, state.at(other)); };
    for (const post_id other : connected_to(state, p.id))
        if (shown(other))
            made.connected.push_back(other);
    for (const post_id other : merged_into(state, p.id))
        if (shown(other))
            made.merged.push_back(other);
    add_credits(state, p, made);
    if (shown_text(p) && state.clock.now_running().rules.names == names_switch::shown)
        for (const person_id named : p.mentions)
            if (state.at(named).erased == person_erasure::none)
                made.mentions.push_back(person_view_of(state, named));
    if (const auto answer = state.responses.find(p.id); answer != state.responses.end())
        made.answer = &answer->second;
}

/// As it stands now, without comments and tally.
std::optional<post_view> as_it_stands(const jam_state& state, post_id of)
{
    const post& p = state.at(of);
    post_view made = frame_of(state, p);
    made.text = shown_text(p);
    made.edited_at = p.edited_at;
    add_steering(state, p, made);
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

role moderating_role(const jam_state& state, person_id who)
{
    return !who || state.at(who).entry.roles.has(role::organizer) ? role::organizer : role::facilitator;
}

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
    add_steering(state, p, made);
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
    if (const auto* split = std::get_if<post_split>(&happened.body)) {
        auto made = with_text(state, split->post, split->text);
        made->split_from = split->from;
        return made;
    }
    if (const auto* summed_up = std::get_if<summary_published>(&happened.body))
        return with_text(state, summed_up->post, summed_up->text);
    if (const auto* gone = std::get_if<erased>(&happened.body); gone && gone->post)
        return as_it_stands(state, gone->post);
    if (const auto* lit = std::get_if<post_spotlighted>(&happened.body))
        return as_it_stands(state, lit->post);
    if (const auto* moved = std::get_if<post_moved>(&happened.body))
        return as_it_stands(state, moved->post);
    if (const auto* approved = std::get_if<post_approved>(&happened.body))
        return as_it_stands(state, approved->post);
    if (const auto* restored = std::get_if<post_restored>(&happened.body))
        return as_it_stands(state, restored->post);
    return std::nullopt;
}

}  // namespace jamhall::sessions
