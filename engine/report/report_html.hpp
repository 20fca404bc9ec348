// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/instant.hpp"
#include "sessions/model/jam_state.hpp"

#include <string>

namespace jamhall::report {

/// The report as one page to read, print and file: no script, nothing loaded from elsewhere, and a
/// policy of its own that lets nothing else in. Says nothing that is sealed.
/// Cost: a figure's worth for each person and ballot, and the text of every idea; tens of milliseconds
/// for thousands of ideas. `state` may be a copy, so that a large jam need not wait for it.
/// Source: contract section 8; rules BA2, BA7.
std::string report_html(const sessions::jam_state& state, sessions::instant as_of);

/// The one style of that page as a policy names it: base 64 of its SHA-256. Source: CSP Level 3, section 2.3.1.
std::string style_hash();

}  // namespace jamhall::report
