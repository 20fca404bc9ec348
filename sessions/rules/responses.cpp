// SPDX-License-Identifier: Apache-2.0
#include "sessions/core/limits.hpp"
#include "sessions/rules/judges.hpp"
#include "sessions/rules/permissions.hpp"
#include "sessions/rules/refusals.hpp"
#include "sessions/rules/steering.hpp"

#include <algorithm>
#include <set>

namespace jamhall::sessions {
namespace {

bool still_stands(const post& p)
{
    return p.state == post_state::published || p.state == post_state::merged;
}

void add_merged(const jam_state& state, post_id into, std::set<post_id>& found)
{
    for (auto part : merged_into(state, into))
        if (found.insert(part).second)
            add_merged(state, part, found);
}

/// Ideas that grew out of `origin`: an idea is always younger than what it builds on.
void add_grown(const jam_state& state, post_id origin, std::set<post_id>& found)
{
    const auto family = state.at(origin).family;
    std::set<post_id> grown{origin};
    for (auto number = origin.value + 1; number <= state.posts.size(); ++number) {
        const auto& p = state.at(post_id{number});
        if (p.family != family || !grown.contains(p.builds_on))
            continue;
        grown.insert(p.id);
        if (still_stands(p))
            found.insert(p.id);
    }
}

}  // namespace

std::vector<post_id> concerned_by(const jam_state& state, post_id id)
{
    std::set<post_id> found{id};
    for (auto origin = state.at(id).builds_on; origin; origin = state.at(origin).builds_on)
        if (still_stands(state.at(origin)))
            found.insert(origin);
    add_grown(state, id, found);
    add_merged(state, id, found);
    return {found.begin(), found.end()};
}

judgement judge(const jam_state& state, const respond& asked, const context& by)
{
    if (!may(state, by, action::manage))
        return needs_organizer();
    if (!state.knows(asked.post))
        return no_such_post("post");
    const auto& idea = state.at(asked.post);
    if (idea.kind != post_kind::idea)
        return refuse(reject_code::bad_field, "post", "Official responses are for ideas.");
    if (!still_stands(idea))
        return refuse(reject_code::not_allowed, "post",
                      "This idea is not shown, so nobody would see the response.");
    if (auto wrong = fault_of_text(asked.text, static_cast<std::size_t>(state.what->policy.text_max), "text"))
        return *std::move(wrong);
    if (!asked.owner.empty())
        if (auto wrong = fault_of_one_line(asked.owner, limits::name_length_max, "owner"))
            return *std::move(wrong);
    if (!asked.due.empty())
        if (auto wrong = fault_of_one_line(asked.due, limits::due_length_max, "due"))
            return *std::move(wrong);
    return event_bodies{responded{asked.post, asked.outcome, asked.text, asked.owner, asked.due,
                                  concerned_by(state, asked.post)}};
}

}  // namespace jamhall::sessions
