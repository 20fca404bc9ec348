// SPDX-License-Identifier: Apache-2.0
#include "sessions/model/plan.hpp"

namespace jamhall::sessions {

const admission_way& admission_policy::of(way_in way) const
{
    switch (way) {
    case way_in::roster: break;
    case way_in::email: return email;
    case way_in::oidc: return oidc;
    case way_in::code: return code;
    }
    static const admission_way none;
    return none;
}

switches preset_of(phase_kind kind)
{
    switches made;
    switch (kind) {
    case phase_kind::lobby: made.ideas = ideas_switch::closed; break;
    case phase_kind::brainwrite:
        made.comments = comments_switch::closed;
        made.others = others_switch::sampled;
        made.order = order_switch::shuffled;
        made.names = names_switch::hidden;
        made.words_max = 120;
        break;
    case phase_kind::ideate: made.ballot = ballot_switch::support; break;
    case phase_kind::refine:
        made.ideas = ideas_switch::build_on;
        made.ballot = ballot_switch::support;
        made.order = order_switch::active;
        made.words_max = 50;
        break;
    case phase_kind::prioritise:
        made.ideas = ideas_switch::closed;
        made.comments = comments_switch::closed;
        made.ballot = ballot_switch::agree;
        made.order = order_switch::fair;
        made.names = names_switch::hidden;
        break;
    case phase_kind::reveal:
        made.ideas = ideas_switch::closed;
        made.tallies = tallies_switch::live;
        made.order = order_switch::top;
        break;
    case phase_kind::archive:
        made.ideas = ideas_switch::closed;
        made.comments = comments_switch::closed;
        made.tallies = tallies_switch::live;
        made.order = order_switch::top;
        break;
    }
    return made;
}

}  // namespace jamhall::sessions
