// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/decide.hpp"

#include "sessions/core/assert.hpp"
#include "sessions/rules/clock.hpp"
#include "sessions/rules/judges.hpp"
#include "sessions/rules/refusals.hpp"

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

}  // namespace

outcome<event_bodies> decide(const jam_state& state, const command& asked, const context& by)
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

}  // namespace jamhall::sessions
