// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/judges.hpp"
#include "sessions/rules/permissions.hpp"
#include "sessions/rules/refusals.hpp"
#include "sessions/rules/sight.hpp"

namespace jamhall::sessions {
namespace {

/// Whether this choice is one of the running phase's way to show support.
bool fits(ballot_switch method, choice says)
{
    switch (method) {
    case ballot_switch::none: return false;
    case ballot_switch::support: return says == choice::support || says == choice::withdraw;
    case ballot_switch::agree:
        return says == choice::agree || says == choice::disagree || says == choice::pass ||
               says == choice::withdraw;
    }
    return false;
}

rejection wrong_choice(ballot_switch method)
{
    return refuse(reject_code::bad_field, "choice",
                  method == ballot_switch::support
                      ? "In this phase an idea can be supported, or the support taken back."
                      : "In this phase people agree, disagree or pass.");
}

}  // namespace

judgement judge(const jam_state& state, const cast_ballot& asked, const context& by)
{
    if (!may(state, by, action::take_part))
        return may_not_take_part(by);
    const auto& running = state.clock.now_running();
    if (!state.knows(asked.post) || !can_see(state.at(asked.post), by.person, running.rules))
        return no_such_post("post");
    const auto& idea = state.at(asked.post);
    if (idea.kind != post_kind::idea)
        return refuse(reject_code::bad_field, "post", "Only ideas can be supported.");
    const auto method = running.rules.ballot;
    if (method == ballot_switch::none)
        return refuse(reject_code::phase_closed, {}, "Ideas cannot be supported in this phase.");
    if (!fits(method, asked.says))
        return wrong_choice(method);
    if (idea.state != post_state::published && asked.says != choice::withdraw)
        return refuse(reject_code::not_allowed, "post", "This idea is no longer open for support.");
    return event_bodies{ballot_cast{state.clock.running, asked.post, asked.says}};
}

}  // namespace jamhall::sessions
