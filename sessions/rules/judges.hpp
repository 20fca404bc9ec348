// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/rules/decide.hpp"

namespace jamhall::sessions {

/// One judge for each command, in the file of its noun; `decide` picks it. Each may assume that the
/// jam still takes such commands and that due bells were applied.
using judgement = outcome<event_bodies>;

// posts.cpp
judgement judge(const jam_state& state, const add_post& asked, const context& by);
judgement judge(const jam_state& state, const edit_post& asked, const context& by);
judgement judge(const jam_state& state, const withdraw_post& asked, const context& by);
judgement judge(const jam_state& state, const announce& asked, const context& by);
judgement judge(const jam_state& state, const record_seen& asked, const context& by);

// ballots.cpp
judgement judge(const jam_state& state, const cast_ballot& asked, const context& by);

// people.cpp
judgement judge(const jam_state& state, const join& asked, const context& by);
judgement judge(const jam_state& state, const grant_role& asked, const context& by);
judgement judge(const jam_state& state, const revoke_role& asked, const context& by);
judgement judge(const jam_state& state, const put_person& asked, const context& by);
judgement judge(const jam_state& state, const register_person& asked, const context& by);
judgement judge(const jam_state& state, const enter_person& asked, const context& by);

// lifecycle.cpp
judgement judge(const jam_state& state, const advance_phase& asked, const context& by);
judgement judge(const jam_state& state, const extend_phase& asked, const context& by);
judgement judge(const jam_state& state, const pause_clock& asked, const context& by);
judgement judge(const jam_state& state, const resume_clock& asked, const context& by);
judgement judge(const jam_state& state, const create_jam& asked, const context& by);
judgement judge(const jam_state& state, const close_jam& asked, const context& by);
judgement judge(const jam_state& state, const cancel_jam& asked, const context& by);

}  // namespace jamhall::sessions
