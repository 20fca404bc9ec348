// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"
#include "sessions/core/slug.hpp"
#include "sessions/model/jam_state.hpp"
#include "sessions/views/me_view.hpp"
#include "sessions/views/pages.hpp"

#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace jamhall::codec {

/// {"offset","posts":[POST…],"next"}; watching from `offset` continues without a gap.
std::string posts_page(const sessions::jam_state& state, const sessions::post_page& page);

/// {"offset","post":POST,"comments":[POST…],"next"}.
std::string thread_page(const sessions::jam_state& state, sessions::post_id top,
                        const sessions::post_page& page);

/// {"posts":[POST…]}: those found that are public, best first.
std::string search_page(const sessions::jam_state& state, std::span<const sessions::post_id> found);

/// What a person follows and has read: private state, kept beside the log.
struct private_marks {
    std::vector<std::variant<sessions::post_id, sessions::slug>> follows;  ///< posts and forums
    std::vector<std::pair<std::string, sessions::log_offset>> read;        ///< by feed as written
};

/// GET /api/v1/jams/JAM/me.
std::string me_page(const sessions::jam_state& state, const sessions::me_view& own,
                    const private_marks& marks);

}  // namespace jamhall::codec
