// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/fold.hpp"
#include "sessions/rules/judges.hpp"

namespace jamhall::sessions {

// steering.cpp
judgement judge(const jam_state&, const spotlight_post&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const end_spotlight&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const connect_posts&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const move_post&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const merge_post&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const move_support&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const split_post&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const claim_thread&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const release_thread&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const publish_summary&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const introduce_guest&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
// polls.cpp
judgement judge(const jam_state&, const open_poll&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const close_poll&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const answer_poll&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
// moderation.cpp
judgement judge(const jam_state&, const raise_flag&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const hide_post&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const approve_post&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const restore_post&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const ask_edit&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const appeal&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const decide_appeal&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const mute_person&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const unmute_person&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
// shifts.cpp
judgement judge(const jam_state&, const take_shift&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const drop_shift&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const offer_shift&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const hand_over&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const say&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
// responses.cpp
judgement judge(const jam_state&, const respond&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
// organizing.cpp
// fold_steering.cpp
void fold(jam_state&, const event&, const post_spotlighted&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const spotlight_ended&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const posts_connected&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const post_moved&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const post_merged&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const support_moved&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const post_split&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const thread_claimed&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const thread_released&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const summary_published&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const guest_introduced&)
{
    ensure(false, "not yet");
}
// fold_polls.cpp
void fold(jam_state&, const event&, const poll_opened&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const poll_answered&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const poll_closed&)
{
    ensure(false, "not yet");
}
// fold_moderation.cpp
void fold(jam_state&, const event&, const flag_raised&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const post_hidden&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const post_approved&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const post_restored&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const edit_asked&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const appealed&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const appeal_decided&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const person_muted&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const person_unmuted&)
{
    ensure(false, "not yet");
}
// fold_shifts.cpp
void fold(jam_state&, const event&, const shift_taken&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const shift_dropped&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const shift_offered&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const handed_over&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const said&)
{
    ensure(false, "not yet");
}
// fold_responses.cpp
void fold(jam_state&, const event&, const responded&)
{
    ensure(false, "not yet");
}
// fold_organizing.cpp
}  // namespace jamhall::sessions
