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

// steering.cpp
judgement judge(const jam_state& state, const spotlight_post& asked, const context& by);
judgement judge(const jam_state& state, const end_spotlight& asked, const context& by);
judgement judge(const jam_state& state, const connect_posts& asked, const context& by);
judgement judge(const jam_state& state, const move_post& asked, const context& by);
judgement judge(const jam_state& state, const merge_post& asked, const context& by);
judgement judge(const jam_state& state, const move_support& asked, const context& by);
judgement judge(const jam_state& state, const split_post& asked, const context& by);
judgement judge(const jam_state& state, const claim_thread& asked, const context& by);
judgement judge(const jam_state& state, const release_thread& asked, const context& by);
judgement judge(const jam_state& state, const publish_summary& asked, const context& by);
judgement judge(const jam_state& state, const introduce_guest& asked, const context& by);

// polls.cpp
judgement judge(const jam_state& state, const open_poll& asked, const context& by);
judgement judge(const jam_state& state, const close_poll& asked, const context& by);
judgement judge(const jam_state& state, const answer_poll& asked, const context& by);

// moderation.cpp
judgement judge(const jam_state& state, const raise_flag& asked, const context& by);
judgement judge(const jam_state& state, const hide_post& asked, const context& by);
judgement judge(const jam_state& state, const approve_post& asked, const context& by);
judgement judge(const jam_state& state, const restore_post& asked, const context& by);
judgement judge(const jam_state& state, const ask_edit& asked, const context& by);
judgement judge(const jam_state& state, const appeal& asked, const context& by);
judgement judge(const jam_state& state, const decide_appeal& asked, const context& by);
judgement judge(const jam_state& state, const mute_person& asked, const context& by);
judgement judge(const jam_state& state, const unmute_person& asked, const context& by);

// shifts.cpp
judgement judge(const jam_state& state, const take_shift& asked, const context& by);
judgement judge(const jam_state& state, const drop_shift& asked, const context& by);
judgement judge(const jam_state& state, const offer_shift& asked, const context& by);
judgement judge(const jam_state& state, const hand_over& asked, const context& by);
judgement judge(const jam_state& state, const say& asked, const context& by);

// responses.cpp
judgement judge(const jam_state& state, const respond& asked, const context& by);

// organizing.cpp
judgement judge(const jam_state& state, const remove_person& asked, const context& by);
judgement judge(const jam_state& state, const readmit_person& asked, const context& by);
judgement judge(const jam_state& state, const unseal& asked, const context& by);
judgement judge(const jam_state& state, const change_plan& asked, const context& by);

// records.cpp
judgement judge(const jam_state& state, const ask_erasure& asked, const context& by);
judgement judge(const jam_state& state, const erase_post& asked, const context& by);
judgement judge(const jam_state& state, const erase_person& asked, const context& by);
judgement judge(const jam_state& state, const refuse_erasure& asked, const context& by);
judgement judge(const jam_state& state, const set_legal_hold& asked, const context& by);
judgement judge(const jam_state& state, const lift_legal_hold& asked, const context& by);
judgement judge(const jam_state& state, const record_export& asked, const context& by);
judgement judge(const jam_state& state, const erase_due& asked, const context& by);

}  // namespace jamhall::sessions
