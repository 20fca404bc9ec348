// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/dealing.hpp"
#include "sessions/rules/fold.hpp"
#include "sessions/rules/moderation_queue.hpp"
#include "sessions/rules/steering.hpp"

#include <algorithm>

namespace jamhall::sessions {
namespace {

moderation_case& case_of_hidden(jam_state& state, post_id id)
{
    const auto found = state.moderated.cases.find(id);
    ensure(found != state.moderated.cases.end() && found->second.hidden, "a hide has its case");
    return found->second;
}

/// What every decision about a post leaves behind: how long it took, where somebody waited for it, that a first
/// post was looked at, and nothing open but what the decision brings.
moderation_case& settle(jam_state& state, post_id id, instant at)
{
    const auto& decided = state.at(id);
    auto& book = state.moderated;
    if (const auto since = asked_since(state, decided))
        book.delays.push_back(at - *since);
    if (is_first_post(state, decided))
        state.edit(decided.author).is_vetted = true;
    auto& open = book.cases[id];
    open.flags.clear();
    open.shows = {};
    open.signalled_at.reset();
    open.asked.reset();
    open.edited_at.reset();
    return open;
}

void ensure_decided_by_another(const jam_state& state, const event& happened, post_id id)
{
    ensure(!happened.actor || state.at(id).author != happened.actor,
           "nobody decides about what they wrote themselves");
}

void take_merge_back(jam_state& state, post_id id)
{
    const auto* const found = merge_of(state, id);
    ensure(found, "a merged post was merged");
    state.steered.merges[static_cast<std::size_t>(found - state.steered.merges.data())].is_taken_back = true;
    enter_state(state, id, post_state::published);
}

}  // namespace

void fold(jam_state& state, const event& happened, const flag_raised& body)
{
    const auto& flagged = state.at(body.post);
    ensure(happened.actor && flagged.author != happened.actor, "people flag what others wrote");
    ensure(flagged.state == post_state::published || flagged.state == post_state::merged,
           "what is shown is flagged");
    auto& flags = state.moderated.cases[body.post].flags;
    const auto same = std::ranges::find(flags, happened.actor, &flag::person);
    if (same != flags.end())
        flags.erase(same);
    else
        ++state.moderated.flags;
    flags.push_back({happened.actor, body.rule, body.note, happened.at});
}

void fold(jam_state& state, const event& happened, const post_hidden& body)
{
    const auto& hidden = state.at(body.post);
    ensure(hidden.state == post_state::published || hidden.state == post_state::held ||
               hidden.state == post_state::merged,
           "what is shown or held is hidden");
    ensure_decided_by_another(state, happened, body.post);
    settle(state, body.post, happened.at).hidden = hiding{body.rule, body.note, happened.actor, happened.at};
    ++state.moderated.by_rule[body.rule].hides;
    enter_state(state, body.post, post_state::hidden);
}

void fold(jam_state& state, const event& happened, const post_approved& body)
{
    const auto before = state.at(body.post).state;
    ensure(before == post_state::published || before == post_state::held || before == post_state::merged,
           "what is shown or held is approved");
    ensure(body.was_held == (before == post_state::held), "an approval knows whether it shows the post");
    ensure_decided_by_another(state, happened, body.post);
    settle(state, body.post, happened.at);
    state.moderated.cases.erase(body.post);
    if (before == post_state::held)
        enter_state(state, body.post, post_state::published);
    deal_to_short(state, body.post, body.dealt_to);
    note_mentions(state.edit(body.post), body.mentions);
}

void fold(jam_state& state, const event& happened, const post_restored& body)
{
    if (state.at(body.post).state == post_state::merged)
        return take_merge_back(state, body.post);
    ensure(state.at(body.post).state == post_state::hidden, "what is hidden or merged is restored");
    ensure_decided_by_another(state, happened, body.post);
    const auto& closed = case_of_hidden(state, body.post);
    ++state.moderated.by_rule[closed.hidden->rule].restored;
    if (closed.appeal && !closed.appeal->is_upheld)
        ++state.moderated.appeals_upheld;
    settle(state, body.post, happened.at);
    state.moderated.cases.erase(body.post);
    const auto* const standing = merge_of(state, body.post);
    enter_state(state, body.post, standing ? post_state::merged : post_state::published);
    if (standing)
        state.edit(body.post).merged_into = standing->into;
}

void fold(jam_state& state, const event& happened, const edit_asked& body)
{
    const auto& about = state.at(body.post);
    ensure(about.author && (about.state == post_state::published || about.state == post_state::held),
           "what can be edited is asked to be");
    ensure_decided_by_another(state, happened, body.post);
    settle(state, body.post, happened.at).asked =
        edit_request{body.rule, body.note, happened.actor, happened.at};
}

void fold(jam_state& state, const event& happened, const appealed& body)
{
    const auto& about = state.at(body.post);
    ensure(happened.actor && about.author == happened.actor, "authors appeal");
    ensure(about.state == post_state::hidden, "what is hidden is appealed against");
    auto& open = case_of_hidden(state, body.post);
    ensure(!open.appeal, "a hide is appealed against once");
    open.appeal = appeal_case{body.text, happened.at, std::nullopt, {}, {}};
    ++state.moderated.appeals;
}

void fold(jam_state& state, const event& happened, const appeal_decided& body)
{
    ensure(state.at(body.post).state == post_state::hidden, "an appeal is against a hide");
    ensure_decided_by_another(state, happened, body.post);
    auto& open = case_of_hidden(state, body.post);
    ensure(open.appeal && !open.appeal->is_upheld, "an appeal that waits is decided");
    ensure(open.hidden->by != happened.actor, "nobody judges an appeal against their own hide");
    state.moderated.delays.push_back(happened.at - open.appeal->at);
    open.appeal->is_upheld = body.is_upheld;
    open.appeal->note = body.note;
    open.appeal->decided_by = happened.actor;
    ++(body.is_upheld ? state.moderated.appeals_upheld : state.moderated.appeals_refused);
}

void fold(jam_state& state, const event&, const person_muted& body)
{
    auto& muted = state.edit(body.person);
    ensure(!muted.entry.roles.has(role::organizer), "organizers are not muted");
    muted.muted_until = body.until;
}

void fold(jam_state& state, const event&, const person_unmuted& body)
{
    auto& heard = state.edit(body.person);
    ensure(bool{heard.muted_until}, "who is muted is unmuted");
    heard.muted_until.reset();
}

void drop_case(jam_state& state, post_id id)
{
    const auto found = state.moderated.cases.find(id);
    if (found == state.moderated.cases.end())
        return;
    if (found->second.appeal && !found->second.appeal->is_upheld)
        ++state.moderated.appeals_dropped;
    state.moderated.cases.erase(found);
}

}  // namespace jamhall::sessions
