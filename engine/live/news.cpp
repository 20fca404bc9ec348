// SPDX-License-Identifier: Apache-2.0
#include "engine/live/news.hpp"

#include "sessions/views/seal.hpp"

namespace jamhall::live {

void news::note(const sessions::jam_state& state, const sessions::event& happened)
{
    if (const auto* cast = std::get_if<sessions::ballot_cast>(&happened.body)) {
        if (sessions::tallies_are_shown(state))
            for (const auto post : {cast->post, cast->over})
                if (post)
                    tallied.insert(post);
        return;
    }
    if (const auto* reply = std::get_if<sessions::poll_answered>(&happened.body)) {
        answered.insert(reply->poll);
        return;
    }
    if (const auto* moved = std::get_if<sessions::support_moved>(&happened.body)) {
        if (moved->is_accepted && sessions::tallies_are_shown(state))
            tallied.insert({moved->post, moved->into});
        return;
    }
    const auto* added = std::get_if<sessions::post_added>(&happened.body);
    const auto* withdrawn = std::get_if<sessions::post_withdrawn>(&happened.body);
    if (!added && !withdrawn)
        return;
    const auto& post = state.at(added ? added->post : withdrawn->post);
    if (post.kind == sessions::post_kind::comment)
        commented.insert(post.thread);
}

}  // namespace jamhall::live
