// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/fold.hpp"
#include "sessions/rules/judges.hpp"

namespace jamhall::sessions {

// organizing.cpp
judgement judge(const jam_state&, const remove_person&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const readmit_person&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const unseal&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
judgement judge(const jam_state&, const change_plan&, const context&)
{
    return refuse(reject_code::not_allowed, {}, "Not yet.");
}
// fold_organizing.cpp
void fold(jam_state&, const event&, const person_removed&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const person_readmitted&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const unseal_asked&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const unsealed&)
{
    ensure(false, "not yet");
}
void fold(jam_state&, const event&, const plan_changed&)
{
    ensure(false, "not yet");
}

}  // namespace jamhall::sessions
