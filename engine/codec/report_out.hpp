// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/instant.hpp"
#include "sessions/model/jam_state.hpp"
#include "sessions/views/report.hpp"

#include <string>

namespace jamhall::codec {

/// The report as JSON (contract section 8). Figures that are sealed or small cells are null. Beyond the
/// contract it carries `sealed`, `families` and `never_heard`.
std::string report_json(const sessions::jam_state& state, const sessions::jam_report& report,
                        sessions::instant now);

}  // namespace jamhall::codec
