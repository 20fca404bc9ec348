// SPDX-License-Identifier: Apache-2.0
#include "sessions/model/jam_state.hpp"

#include <algorithm>

namespace jamhall::sessions {
namespace {

template <class Index, class Items>
std::optional<Index> index_of(const Items& items, const slug& name)
{
    const auto found = std::ranges::find_if(items, [&](const auto& item) { return item.id == name; });
    if (found == items.end())
        return std::nullopt;
    return static_cast<Index>(found - items.begin());
}

}  // namespace

std::optional<forum_index> jam_state::forum_named(const slug& name) const
{
    return what ? index_of<forum_index>(what->forums, name) : std::nullopt;
}

std::optional<phase_index> jam_state::phase_named(const slug& name) const
{
    return index_of<phase_index>(clock.phases, name);
}

std::optional<audience_index> jam_state::audience_named(const slug& name) const
{
    return what ? index_of<audience_index>(what->audiences, name) : std::nullopt;
}

bool operator==(const jam_state& a, const jam_state& b)
{
    const bool same_plan = (!a.what && !b.what) || (a.what && b.what && *a.what == *b.what);
    return same_plan && a.id == b.id && a.seed == b.seed && a.stage == b.stage && a.clock == b.clock &&
           a.forums == b.forums && a.people == b.people && a.posts == b.posts && a.boxes == b.boxes &&
           a.polls == b.polls && a.steered == b.steered && a.moderated == b.moderated && a.desk == b.desk &&
           a.responses == b.responses && a.unseal_asked == b.unseal_asked && a.in_force == b.in_force &&
           a.records == b.records && a.told == b.told && a.plan_changes == b.plan_changes &&
           a.last_offset == b.last_offset && a.last_at == b.last_at;
}

}  // namespace jamhall::sessions
