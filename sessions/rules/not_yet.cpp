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
// fold_responses.cpp
void fold(jam_state&, const event&, const responded&)
{
    ensure(false, "not yet");
}
// fold_organizing.cpp
}  // namespace jamhall::sessions
