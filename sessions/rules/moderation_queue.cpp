// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/moderation_queue.hpp"

#include <algorithm>

namespace jamhall::sessions {
namespace {

bool is_of_author(const post& p)
{
    return p.kind == post_kind::idea || p.kind == post_kind::comment;
}

bool is_open(const post& p)
{
    return p.state == post_state::published || p.state == post_state::held || p.state == post_state::merged;
}

bool has_appeal_waiting(const post& p, const moderation_case* known)
{
    return p.state == post_state::hidden && known && known->appeal && !known->appeal->is_upheld;
}

bool is_unseen_first_post(const jam_state& state, const post& p)
{
    return is_open(p) && is_first_post(state, p) && !state.at(p.author).is_vetted;
}

void keep_earlier(std::optional<instant>& since, std::optional<instant> other)
{
    if (other && (!since || *other < *since))
        since = other;
}

}  // namespace

const moderation_case* case_of(const jam_state& state, post_id id)
{
    const auto found = state.moderated.cases.find(id);
    return found == state.moderated.cases.end() ? nullptr : &found->second;
}

std::vector<queue_source> sources_of(const jam_state& state, const post& p)
{
    std::vector<queue_source> made;
    const auto* known = case_of(state, p.id);
    const auto add_if = [&](bool holds, queue_source source) {
        if (holds)
            made.push_back(source);
    };
    if (is_open(p)) {
        add_if(known && !known->flags.empty(), queue_source::flag);
        add_if(p.state == post_state::held && !awaits_author(state, p), queue_source::held);
        add_if(known && known->shows.links, queue_source::links);
        add_if(known && known->shows.words, queue_source::words);
        add_if(known && known->shows.fast, queue_source::fast);
        add_if(is_unseen_first_post(state, p), queue_source::first_post);
        add_if(known && known->edited_at, queue_source::edited);
    }
    add_if(has_appeal_waiting(p, known), queue_source::appeal);
    return made;
}

bool is_in_queue(const jam_state& state, const post& p)
{
    return !sources_of(state, p).empty();
}

std::optional<instant> waits_since(const jam_state& state, const post& p)
{
    const auto since = asked_since(state, p);
    if (!since && is_unseen_first_post(state, p))
        return p.at;
    return since;
}

bool awaits_author(const jam_state& state, const post& p)
{
    const auto* known = case_of(state, p.id);
    return is_open(p) && known && known->asked && !known->edited_at;
}

bool is_first_post(const jam_state& state, const post& p)
{
    if (!p.author || !is_of_author(p))
        return false;
    const auto& author = state.at(p.author);
    if (author.entry.roles.has_any(badge_roles))
        return false;
    const auto first =
        std::ranges::find_if(author.posts, [&](post_id id) { return is_of_author(state.at(id)); });
    return first != author.posts.end() && *first == p.id;
}

std::optional<instant> asked_since(const jam_state& state, const post& p)
{
    const auto* known = case_of(state, p.id);
    std::optional<instant> since;
    if (has_appeal_waiting(p, known))
        since = known->appeal->at;
    if (!is_open(p))
        return since;
    if (p.state == post_state::held && !(known && known->asked))
        since = p.at;
    if (!known)
        return since;
    if (!known->flags.empty())
        keep_earlier(since, known->flags.front().at);
    keep_earlier(since, known->signalled_at);
    keep_earlier(since, known->edited_at);
    return since;
}

}  // namespace jamhall::sessions
