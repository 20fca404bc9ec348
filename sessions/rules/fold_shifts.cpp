// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/fold.hpp"

#include <algorithm>
#include <tuple>

namespace jamhall::sessions {
namespace {

std::vector<shift>::iterator shift_of(jam_state& state, person_id who, forum_index forum, instant starts_at,
                                      std::int32_t hours)
{
    const auto found = std::ranges::find_if(state.desk.shifts, [&](const shift& each) {
        return each.person == who && each.forum == forum && each.starts_at == starts_at &&
               each.hours == hours;
    });
    ensure(found != state.desk.shifts.end(), "the shift exists");
    return found;
}

bool stands_before(const shift& a, const shift& b)
{
    return std::tuple{a.starts_at, a.forum, a.person} < std::tuple{b.starts_at, b.forum, b.person};
}

void ensure_of_forum(const jam_state& state, const event& happened, forum_index forum)
{
    ensure(bool{happened.actor}, "shifts are of people");
    ensure(forum < state.forums.size(), "the forum of a shift exists");
}

}  // namespace

void fold(jam_state& state, const event& happened, const shift_taken& body)
{
    ensure_of_forum(state, happened, body.forum);
    ensure(body.hours > 0, "a shift lasts some hours");
    auto& shifts = state.desk.shifts;
    if (body.from) {
        const auto offered = shift_of(state, body.from, body.forum, body.starts_at, body.hours);
        ensure(offered->offered_to == happened.actor, "a shift is taken by whom it was offered to");
        shifts.erase(offered);
    }
    const shift taken{happened.actor, body.forum, body.starts_at, body.hours, {}};
    shifts.insert(std::ranges::upper_bound(shifts, taken, stands_before), taken);
}

void fold(jam_state& state, const event& happened, const shift_dropped& body)
{
    ensure_of_forum(state, happened, body.forum);
    state.desk.shifts.erase(shift_of(state, happened.actor, body.forum, body.starts_at, body.hours));
}

void fold(jam_state& state, const event& happened, const shift_offered& body)
{
    ensure_of_forum(state, happened, body.forum);
    ensure(state.knows(body.to) && body.to != happened.actor, "a shift is offered to somebody else");
    shift_of(state, happened.actor, body.forum, body.starts_at, body.hours)->offered_to = body.to;
}

void fold(jam_state& state, const event& happened, const handed_over& body)
{
    ensure_of_forum(state, happened, body.forum);
    auto& notes = state.desk.handovers;
    if (notes.size() <= body.forum)
        notes.resize(body.forum + std::size_t{1});
    notes[body.forum] = handover{happened.actor, body.text, happened.at};
}

void fold(jam_state& state, const event& happened, const said& body)
{
    ensure(!body.forum || *body.forum < state.forums.size(), "the forum of a remark exists");
    auto& remarks = state.desk.remarks;
    remarks.push_back({happened.offset, happened.at, happened.actor, body.forum, body.text});
    if (remarks.size() > remarks_kept)
        remarks.pop_front();
}

}  // namespace jamhall::sessions
