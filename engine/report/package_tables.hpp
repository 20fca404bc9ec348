// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/report/package_table.hpp"
#include "engine/report/renumbering.hpp"
#include "sessions/model/jam_state.hpp"
#include "sessions/views/report.hpp"
#include "sessions/views/tables.hpp"

#include <span>

namespace jamhall::report {

// The tables of the data package. What is sealed, hidden or a small cell is an empty cell; tables made of
// ballots are made only when nothing is sealed.

package_table forums_table(const sessions::jam_state& state, const sessions::jam_report& figures);
package_table phases_table(const sessions::jam_state& state, const sessions::jam_report& figures);
package_table participation_table(const sessions::jam_state& state, const sessions::jam_report& figures);
package_table posts_table(const sessions::jam_state& state, const random_source& random);
package_table post_versions_table(const sessions::jam_state& state,
                                  std::span<const sessions::post_version_row> versions);
package_table ideas_table(const sessions::jam_state& state, const sessions::jam_report& figures);
package_table tallies_table(const sessions::jam_state& state, const sessions::jam_report& figures);
package_table ballots_table(const sessions::jam_state& state, const random_source& random);
package_table exposure_table(const sessions::jam_state& state);

}  // namespace jamhall::report
