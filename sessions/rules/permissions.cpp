// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/permissions.hpp"

#include <algorithm>
#include <array>

namespace jamhall::sessions {
namespace {

/// One row of the table: who may do it anywhere, who only in the forums named for them, and whether
/// the administrator may, who is nobody in particular and so never takes part.
struct permission {
    action what{};
    role_set everywhere;
    role_set in_own_forums;
    bool administrator = false;
};

constexpr role_set everybody{role::participant,     role::facilitator, role::host,
                             role::guest,           role::organizer,   role::analyst,
                             role::records_officer, role::observer};
constexpr role_set jammers{role::participant, role::facilitator, role::host, role::guest, role::organizer};
constexpr role_set nobody{};

constexpr std::array table{
    permission{action::read, everybody, nobody, true},
    permission{action::take_part, jammers, nobody, false},
    permission{action::steer, {role::organizer}, {role::facilitator}, true},
    permission{action::announce_to_all, {role::organizer}, nobody, true},
    permission{action::move_clock, {role::organizer}, nobody, true},
    permission{action::manage, {role::organizer}, nobody, true},
    permission{action::export_data, {role::organizer, role::analyst, role::records_officer}, nobody, true},
    permission{action::keep_desk, {role::organizer}, {role::facilitator, role::host}, true},
    permission{action::keep_records, {role::records_officer}, nobody, false},
    permission{action::read_sealed, nobody, nobody, false},
};

consteval bool is_in_order()
{
    for (std::size_t i = 0; i < table.size(); ++i)
        if (static_cast<std::size_t>(table[i].what) != i)
            return false;
    return true;
}
static_assert(is_in_order(), "the table has one row for each action, in the order of the enum");

bool is_within(const roster_entry& entry, std::optional<forum_index> where)
{
    if (entry.forums.empty())
        return true;
    return where && std::ranges::find(entry.forums, *where) != entry.forums.end();
}

}  // namespace

bool may(const jam_state& state, const context& by, action what, std::optional<forum_index> where)
{
    const auto& row = table[static_cast<std::size_t>(what)];
    if (by.kind != actor_kind::person)
        return row.administrator;
    if (!state.knows(by.person))
        return false;
    const auto& entry = state.at(by.person).entry;
    if (state.at(by.person).is_removed || state.at(by.person).erased != person_erasure::none)
        return false;
    if (entry.roles.has_any(row.everywhere))
        return true;
    if (entry.roles.has_any(row.in_own_forums) && is_within(entry, where))
        return true;
    return what == action::move_clock && state.what->policy.facilitators_move_clock &&
           entry.roles.has(role::facilitator);
}

}  // namespace jamhall::sessions
