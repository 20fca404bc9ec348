// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/views/feeds.hpp"

namespace jamhall::sessions {

inline feed_id forum_feed(forum_index forum)
{
    return {feed_kind::forum, forum};
}
inline feed_id thread_feed(post_id top)
{
    return {feed_kind::thread, top.value};
}
inline feed_id me_feed(person_id person)
{
    return {feed_kind::me, person.value};
}

inline constexpr feed_id lobby_feed{feed_kind::lobby, 0};

inline feed_id desk_feed(forum_index forum)
{
    return {feed_kind::desk, forum};
}

}  // namespace jamhall::sessions
