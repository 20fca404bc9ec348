// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/report/renumbering.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/model/jam_state.hpp"
#include "sessions/views/tables.hpp"

#include <span>
#include <string>

namespace jamhall::report {

/// The jam as a ZIP file of CSV tables with a description of every column (datapackage.json), the report
/// as JSON and a README in plain words. People bear numbers drawn for this package alone, other ones
/// beside posts than beside ballots, and never names; sealed figures are left out.
/// `versions` are the texts of posts as they were, in any order (jam_runner::post_versions). Only the
/// drawn numbers differ between two packages of one state.
/// Cost: all posts and ballots, deflated: about a second for a hundred thousand rows. `state` may be a copy.
/// Errors: throws std::runtime_error when there is no memory left.
/// Source: contract section 5; rules BA2, BA7, PH9.
std::string data_package(const sessions::jam_state& state,
                         std::span<const sessions::post_version_row> versions, sessions::instant made_at,
                         const random_source& random);

}  // namespace jamhall::report
