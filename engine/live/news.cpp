// SPDX-License-Identifier: Apache-2.0
#include "engine/live/news.hpp"

#include "sessions/views/seal.hpp"

namespace jamhall::live {
namespace {

/// The post that takes its place among those that are shown, if only as a tombstone; 0: none. That a held post came
/// is told to nobody; approved, hidden or withdrawn it has a place.
sessions::post_id shown_by(const sessions::event_body& body)
{
    if (const auto* added = std::get_if<sessions::post_added>(&body))
        return added->is_held ? sessions::post_id{} : added->post;
    if (const auto* withdrawn = std::get_if<sessions::post_withdrawn>(&body))
        return withdrawn->post;
    if (const auto* approved = std::get_if<sessions::post_approved>(&body))
        return approved->was_held ? approved->post : sessions::post_id{};
    if (const auto* hidden = std::get_if<sessions::post_hidden>(&body))
        return hidden->post;
    return {};
}

}  // namespace

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
    const auto changed = shown_by(happened.body);
    if (changed && state.at(changed).kind == sessions::post_kind::comment)
        commented.insert(state.at(changed).thread);
}

}  // namespace jamhall::live
