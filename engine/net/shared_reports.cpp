// SPDX-License-Identifier: Apache-2.0
#include "engine/net/shared_reports.hpp"

#include <algorithm>

namespace jamhall::net {

void shared_report::make_once()
{
    if (!state_)
        return;
    text_ = how_(*state_, as_of_);
    state_.reset();
}

std::shared_ptr<shared_report> shared_reports::of(const sessions::jam_state& state, shared_report::maker how,
                                                  sessions::instant now, bool is_for_staff,
                                                  clock::time_point at)
{
    const version asked{state.id, state.last_offset, sessions::standing_of(state, now), how};
    const std::lock_guard lock{guard_};
    std::erase_if(held_, [](const held& each) { return each.report.expired(); });
    for (const held& each : held_) {
        if (each.what != asked || at - each.since > shared_for)
            continue;
        if (auto report = each.report.lock())
            return report;
    }
    if (held_.size() >= held_max && !is_for_staff)
        return nullptr;
    auto made = std::make_shared<shared_report>(std::make_shared<const sessions::jam_state>(state), how, now);
    held_.push_back({asked, at, made});
    return made;
}

}  // namespace jamhall::net
