// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/ballots.hpp"

#include "sessions/rules/judges.hpp"
#include "sessions/rules/permissions.hpp"
#include "sessions/rules/refusals.hpp"
#include "sessions/rules/sight.hpp"

#include <algorithm>

namespace jamhall::sessions {
namespace {

using fault = std::optional<rejection>;

constexpr auto bad_field = reject_code::bad_field;

/// Whether this choice is one of the running phase's way to show support.
bool fits(ballot_switch method, choice says)
{
    if (says == choice::withdraw)
        return method != ballot_switch::none;
    const auto number = number_in(says);
    switch (method) {
    case ballot_switch::none: return false;
    case ballot_switch::support: return says == choice::support;
    case ballot_switch::agree:
        return says == choice::agree || says == choice::disagree || says == choice::pass;
    case ballot_switch::score: return number && *number >= 1 && *number <= score_max;
    case ballot_switch::dots: return number.has_value();
    case ballot_switch::pairwise: return says == choice::over;
    }
    return false;
}

/// What a ballot may say in a phase of this method.
std::string sentence_of(ballot_switch method)
{
    switch (method) {
    case ballot_switch::none: return "Ideas cannot be supported in this phase.";
    case ballot_switch::support: return "In this phase an idea can be supported, or the support taken back.";
    case ballot_switch::agree: return "In this phase people agree, disagree or pass.";
    case ballot_switch::score: return "In this phase an idea gets a score from 1 to 5.";
    case ballot_switch::dots: return "In this phase an idea gets some of your dots: a number from 0.";
    case ballot_switch::pairwise: return "In this phase people say which of two ideas they prefer.";
    }
    return {};
}

fault fault_of_idea(const jam_state& state, post_id asked, const context& by, std::string field)
{
    if (!state.knows(asked) || !can_see(state, state.at(asked), by.person, state.clock.now_running().rules))
        return no_such_post(std::move(field));
    if (state.at(asked).kind != post_kind::idea)
        return refuse(bad_field, std::move(field), "Only ideas can be supported.");
    return std::nullopt;
}

/// Whether the other idea of a pair is given where one is asked for, and there only.
fault fault_of_other(const jam_state& state, const cast_ballot& asked, const context& by)
{
    const bool asks_pairs = state.clock.now_running().rules.ballot == ballot_switch::pairwise;
    if (!asks_pairs)
        return asked.over
                   ? fault{refuse(bad_field, "over", "In this phase ideas are not put one over another.")}
                   : std::nullopt;
    if (!asked.over)
        return refuse(bad_field, "over", "In this phase people say which of two ideas they prefer.");
    if (asked.over == asked.post)
        return refuse(bad_field, "over", "An idea is put over another one, not over itself.");
    return fault_of_idea(state, asked.over, by, "over");
}

fault fault_of_budget(const jam_state& state, const cast_ballot& asked, const context& by)
{
    const auto& box = state.boxes[state.clock.running];
    const auto standing = box.find(asked.post, by.person);
    const auto freed = standing ? number_in(*standing).value_or(0) : 0;
    const auto left = dots_left(state, by.person) + freed;
    if (*number_in(asked.says) <= left)
        return std::nullopt;
    return refuse(reject_code::too_many, "choice",
                  left == 0   ? "You have given all your dots of this phase. Take some back first."
                  : left == 1 ? "You have one dot left for this idea."
                              : "You have " + std::to_string(left) + " dots left for this idea.");
}

}  // namespace

std::int32_t dots_left(const jam_state& state, person_id who)
{
    const auto& box = state.boxes[state.clock.running];
    std::int32_t given = 0;
    for (const first_cast& cast : state.at(who).casts)
        if (const auto says = box.find(cast.post, who))
            given += number_in(*says).value_or(0);
    return std::max(0, state.what->policy.dots - given);
}

judgement judge(const jam_state& state, const cast_ballot& asked, const context& by)
{
    if (!may(state, by, action::take_part))
        return may_not_take_part(by);
    if (auto wrong = fault_of_idea(state, asked.post, by, "post"))
        return *std::move(wrong);
    const auto method = state.clock.now_running().rules.ballot;
    if (method == ballot_switch::none)
        return refuse(reject_code::phase_closed, {}, sentence_of(method));
    if (auto wrong = fault_of_other(state, asked, by))
        return *std::move(wrong);
    if (!fits(method, asked.says))
        return refuse(bad_field, "choice", sentence_of(method));
    if (method == ballot_switch::dots && number_in(asked.says) == 0)
        return event_bodies{ballot_cast{state.clock.running, asked.post, choice::withdraw}};
    const auto is_open = [&](post_id idea) { return state.at(idea).state == post_state::published; };
    if (asked.says != choice::withdraw && (!is_open(asked.post) || (asked.over && !is_open(asked.over))))
        return refuse(reject_code::not_allowed, is_open(asked.post) ? "over" : "post",
                      "This idea is no longer open for support.");
    if (method == ballot_switch::dots && asked.says != choice::withdraw)
        if (auto wrong = fault_of_budget(state, asked, by))
            return *std::move(wrong);
    return event_bodies{ballot_cast{state.clock.running, asked.post, asked.says, asked.over}};
}

}  // namespace jamhall::sessions
