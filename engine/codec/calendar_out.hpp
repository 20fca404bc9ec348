// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/jam_state.hpp"

#include <string>
#include <string_view>

namespace jamhall::codec {

/// The agenda as an iCalendar file, one event for each phase of the plan and each hour of a guest; `page` is where the
/// jam is found. Each keeps its UID and its sequence rises with each change of plan or clock, so that the file, taken
/// anew, moves what a calendar holds. Source: RFC 5545.
std::string calendar(const sessions::jam_state& state, std::string_view page);

}  // namespace jamhall::codec
