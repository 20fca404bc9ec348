// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/database.hpp"
#include "sessions/core/ids.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::store {

/// What somebody typed as an FTS5 query: every word quoted, so that no operator of FTS5 is left, the last
/// one as a beginning unless it is a single ASCII letter or digit. Empty when there is no word. Long input is cut.
std::string search_expression(std::string_view typed);

/// Posts that match, best first; newest first where so many match that ranking them would take long.
std::vector<sessions::post_id> search_posts(database& on, std::string_view typed, std::size_t limit);

}  // namespace jamhall::store
