// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/telling.hpp"

#include <algorithm>

namespace jamhall::sessions {
namespace {

/// For each event its people; most tell nobody in particular.
struct told_people {
    const jam_state& state;
    const event& happened;
    const std::function<void(person_id)>& to;

    const post& at(post_id id) const { return state.at(id); }

    void tell(person_id who) const
    {
        if (who)
            to(who);
    }

    void tell(const std::vector<person_id>& people) const
    {
        for (const person_id each : people)
            tell(each);
    }

    void author(post_id id) const { tell(at(id).author); }

    /// An announcement is everybody's.
    void author_of_own(post_id id) const
    {
        if (at(id).kind != post_kind::announcement)
            author(id);
    }

    /// Whom a post that is new to all answers, builds on or names.
    void answered(const post& p, const std::vector<person_id>& mentions) const
    {
        for (const post_id answered :
             {p.parent, p.kind == post_kind::comment ? p.thread : post_id{}, p.builds_on})
            if (answered)
                author(answered);
        tell(mentions);
    }

    void operator()(const post_added& e) const
    {
        author(e.post);
        if (!e.is_held)
            answered(at(e.post), e.mentions);
        tell(e.dealt_to);
    }

    void operator()(const post_edited& e) const
    {
        author_of_own(e.post);
        tell(e.mentions);
    }

    void operator()(const post_withdrawn& e) const { author_of_own(e.post); }
    void operator()(const announced& e) const { author_of_own(e.post); }

    void operator()(const ballot_cast&) const { tell(happened.actor); }
    void operator()(const support_moved&) const { tell(happened.actor); }
    void operator()(const poll_answered&) const { tell(happened.actor); }

    void operator()(const post_spotlighted& e) const { author_of_own(e.post); }

    void operator()(const posts_connected& e) const
    {
        author_of_own(e.post);
        author_of_own(e.with);
    }

    void operator()(const post_moved& e) const { author(e.post); }

    void operator()(const post_merged& e) const
    {
        author_of_own(e.post);
        author_of_own(e.into);
    }

    void operator()(const post_split& e) const
    {
        author_of_own(e.post);
        author_of_own(e.from);
    }

    void operator()(const summary_published& e) const { author_of_own(e.post); }
    void operator()(const flag_raised&) const { tell(happened.actor); }
    void operator()(const post_hidden& e) const { author(e.post); }

    void operator()(const post_approved& e) const
    {
        author(e.post);
        if (e.was_held)
            answered(at(e.post), e.mentions);
        tell(e.dealt_to);
    }

    void operator()(const post_restored& e) const { author(e.post); }
    void operator()(const edit_asked& e) const { author(e.post); }
    void operator()(const appealed& e) const { author(e.post); }
    void operator()(const appeal_decided& e) const { author(e.post); }
    void operator()(const person_muted& e) const { tell(e.person); }
    void operator()(const person_unmuted& e) const { tell(e.person); }

    void operator()(const responded& e) const
    {
        author_of_own(e.post);
        for (const post_id told : e.about)
            author(told);
    }

    void operator()(const erased& e) const
    {
        if (e.post)
            author_of_own(e.post);
    }

    void operator()(const erasure_asked&) const { tell(happened.actor); }
    void operator()(const erasure_refused& e) const { tell(e.person); }
    void operator()(const role_granted& e) const { tell(e.person); }
    void operator()(const role_revoked& e) const { tell(e.person); }

    // Nobody's in particular.
    void operator()(const spotlight_ended&) const {}
    void operator()(const thread_claimed&) const {}
    void operator()(const thread_released&) const {}
    void operator()(const guest_introduced&) const {}
    void operator()(const poll_opened&) const {}
    void operator()(const poll_closed&) const {}
    void operator()(const person_removed&) const {}
    void operator()(const person_readmitted&) const {}
    void operator()(const shift_taken&) const {}
    void operator()(const shift_dropped&) const {}
    void operator()(const shift_offered&) const {}
    void operator()(const handed_over&) const {}
    void operator()(const said&) const {}
    void operator()(const plan_changed&) const {}
    void operator()(const unseal_asked&) const {}
    void operator()(const unsealed&) const {}
    void operator()(const phase_began&) const {}
    void operator()(const clock_extended&) const {}
    void operator()(const clock_paused&) const {}
    void operator()(const clock_resumed&) const {}
    void operator()(const jam_closed&) const {}
    void operator()(const jam_cancelled&) const {}
    void operator()(const jam_created&) const {}
    void operator()(const person_added&) const {}
    void operator()(const person_updated&) const {}
    void operator()(const person_registered&) const {}
    void operator()(const person_entered&) const {}
    void operator()(const joined&) const {}
    void operator()(const posts_seen&) const {}
    void operator()(const legal_hold_set&) const {}
    void operator()(const legal_hold_lifted&) const {}
    void operator()(const exported&) const {}
};

}  // namespace

void tell_people(const jam_state& state, const event& happened, const std::function<void(person_id)>& tell)
{
    std::visit(told_people{state, happened, tell}, happened.body);
}

std::vector<post_id> told_casters_of(const event_body& body)
{
    if (const auto* edited = std::get_if<post_edited>(&body))
        return {edited->post};
    if (const auto* merged = std::get_if<post_merged>(&body))
        return {merged->post};
    if (const auto* answered = std::get_if<responded>(&body))
        return answered->about;
    return {};
}

bool tells_everybody(const event& happened)
{
    return std::holds_alternative<unsealed>(happened.body);
}

bool cast_before(const person& who, post_id post, log_offset at)
{
    const auto found = std::ranges::lower_bound(who.casts, post, {}, &first_cast::post);
    return found != who.casts.end() && found->post == post && found->at < at;
}

void note_told(jam_state& state, const event& happened)
{
    tell_people(state, happened, [&](person_id who) { state.told.add(who, happened.offset); });
    for (const post_id post : told_casters_of(happened.body))
        state.told.to_casters.emplace_back() = {.at = happened.offset, .post = post};
    if (tells_everybody(happened))
        state.told.to_casters.emplace_back() = {.at = happened.offset, .post = {}};
}

}  // namespace jamhall::sessions
