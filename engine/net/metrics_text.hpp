// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/metrics.hpp"

#include <string>

namespace jamhall::net {

/// The process's figures in Prometheus' text format, version 0.0.4.
std::string metrics_text(const base::process_metrics& counted);

}  // namespace jamhall::net
