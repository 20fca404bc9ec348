// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/decide.hpp"

#include "sessions/core/assert.hpp"
#include "sessions/rules/clock.hpp"
#include "sessions/rules/judges.hpp"
#include "sessions/rules/refusals.hpp"
#include "sessions/rules/steering.hpp"

#include <algorithm>

namespace jamhall::sessions {
namespace {

template <class... Ones>
bool is_one_of(const command& asked)
{
    return (std::holds_alternative<Ones>(asked) || ...);
}

/// The hall's own notes have nothing to say any more once the jam is over.
bool is_note(const command& asked)
{
    return is_one_of<register_person, enter_person, record_seen>(asked);
}

/// Duties that end with the records, not with the jam. Source: rules ER1 to EX1.
bool is_of_records(const command& asked)
{
    return is_one_of<ask_erasure, erase_post, erase_person, refuse_erasure, set_legal_hold, lift_legal_hold,
                     record_export, erase_due>(asked);
}

/// What a closed jam still takes. Source: rules MO5, PH11.
bool outlives_closing(const jam_state& state, const command& asked, const context& by)
{
    if (is_one_of<withdraw_post, respond, grant_role, revoke_role, raise_flag, hide_post, approve_post,
                  restore_post, ask_edit, appeal, decide_appeal>(asked))
        return true;
    return is_one_of<add_post, edit_post, cast_ballot>(asked) && is_in_grace(state, by.now);
}

/// The post that stops being for everybody to read.
post_id goes_from_sight(const event_body& happened)
{
    if (const auto* hidden = std::get_if<post_hidden>(&happened))
        return hidden->post;
    if (const auto* withdrawn = std::get_if<post_withdrawn>(&happened))
        return withdrawn->post;
    if (const auto* merged = std::get_if<post_merged>(&happened))
        return merged->post;
    if (const auto* gone = std::get_if<erased>(&happened); gone && gone->what == erasure_scope::post)
        return gone->post;
    return {};
}

/// Everybody has what stands in the spotlight before them, whichever feeds they watch: they are told that it goes.
/// Source: rule SV2.
void end_spotlights(const jam_state& state, const context& by, event_bodies& made)
{
    if (state.steered.spotlights.empty())
        return;
    const auto lit = spotlights_at(state, effective_now(state, by));
    for (std::size_t i = 0; i < made.size(); ++i) {
        const auto post = goes_from_sight(made[i]);
        if (post && std::ranges::find(lit, post, &spotlight::post) != lit.end())
            made.insert(made.begin() + static_cast<std::ptrdiff_t>(i++), spotlight_ended{post});
    }
}

judgement judged(const jam_state& state, const command& asked, const context& by)
{
    ensure((state.stage == jam_stage::none) == is_one_of<create_jam>(asked),
           "a jam is created once, before all else");
    if (is_of_records(asked))
        return std::visit([&](const auto& one) { return judge(state, one, by); }, asked);
    if (state.stage == jam_stage::cancelled || state.stage == jam_stage::closed) {
        if (is_note(asked))
            return event_bodies{};
        const bool was_cancelled = state.stage == jam_stage::cancelled;
        if (was_cancelled || !outlives_closing(state, asked, by))
            return jam_is_over(was_cancelled);
    }
    return std::visit([&](const auto& one) { return judge(state, one, by); }, asked);
}

}  // namespace

outcome<event_bodies> decide(const jam_state& state, const command& asked, const context& by)
{
    auto made = judged(state, asked, by);
    if (made)
        end_spotlights(state, by, *made);
    return made;
}

}  // namespace jamhall::sessions
