// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/frame_out.hpp"
#include "engine/live/jam_core.hpp"
#include "sessions/views/feeds.hpp"
#include "sessions/views/seal.hpp"
#include "sessions/views/visibility.hpp"

#include <chrono>
#include <map>
#include <utility>

namespace jamhall::live {
namespace {

using namespace std::chrono_literals;

/// Tallies, activity and presence go out at most this often, however much happens.
constexpr auto news_every = 250ms;
/// How many are here changes little while many come: everybody hears it at a pace that grows with how many hear it,
/// 3 s at 15,000 people, or an opening bell would drown in it.
constexpr auto presence_every_per_person = 200us;
}  // namespace

void jam_core::fall_behind(const attendee& who, sessions::feed_id feed)
{
    seats_.unwatch(who.line.get(), feed);
    outbox_->to(who.worker, [&hub = setting_.on.at(who.worker).feeds, key = feed_key{number(), feed},
                             line = who.line] { hub.unwatch(key, line.get()); });
    deliver(who, codec::behind_frame(sessions::written(jam_.state, feed)));
}

void jam_core::arm_news()
{
    if (news_.is_empty() || std::exchange(news_is_armed_, true))
        return;
    news_timer_.expires_after(news_every);
    news_timer_.async_wait([self = shared_from_this()](const boost::system::error_code& ended) {
        self->news_is_armed_ = false;
        if (!ended)
            self->when_idle([self] { self->publish_news(); });
    });
}

bool jam_core::presence_is_due()
{
    const auto now = std::chrono::steady_clock::now();
    if (now - told_presence_at_ < seats_.people_count() * presence_every_per_person)
        return false;
    told_presence_at_ = now;
    return true;
}

/// Each desk hears of the cases in its own forum; of none when the last was closed.
void jam_core::add_looks(const std::function<void(sessions::feed_id, std::string_view)>& add) const
{
    const auto looks = seats_.looks();
    for (std::uint32_t forum = 0; forum < jam_.state.forums.size(); ++forum) {
        const sessions::feed_id desk{sessions::feed_kind::desk, forum};
        if (!seats_.is_watched(desk))
            continue;
        std::vector<sessions::look> here;
        for (const auto& each : looks)
            if (jam_.state.at(each.post).forum == forum)
                here.push_back(each);
        add(desk, codec::looking_frame(jam_.state, sessions::written(jam_.state, desk), here));
    }
}

void jam_core::publish_news()
{
    const auto& state = jam_.state;
    const auto told = std::exchange(news_, {});
    std::map<sessions::feed_id, std::vector<sessions::post_id>> tallied;
    std::map<sessions::feed_id, std::vector<sessions::post_id>> commented;
    const auto forum_feed = [&](sessions::post_id post) {
        return sessions::feed_id{sessions::feed_kind::forum, state.at(post).forum.value_or(0)};
    };
    const auto thread_feed = [](sessions::post_id post) {
        return sessions::feed_id{sessions::feed_kind::thread, post.value};
    };
    if (sessions::tallies_are_shown(state))
        for (const auto post : told.tallied)
            if (sessions::is_public(state, state.at(post)))
                for (const auto feed : {forum_feed(post), thread_feed(post)})
                    if (seats_.is_watched(feed))
                        tallied[feed].push_back(post);
    for (const auto post : told.commented)
        if (sessions::is_public(state, state.at(post)) && seats_.is_watched(forum_feed(post)))
            commented[forum_feed(post)].push_back(post);
    std::vector<std::pair<feed_key, frame>> frames;
    const auto add = [&](sessions::feed_id feed, std::string_view text) {
        if (!text.empty())
            frames.emplace_back(feed_key{number(), feed}, frame_of(text));
    };
    for (const auto& [feed, posts] : tallied)
        add(feed, codec::tallies_frame(state, sessions::written(state, feed), state.last_offset, posts));
    for (const auto& [feed, posts] : commented)
        add(feed, codec::activity_frame(state, sessions::written(state, feed), state.last_offset, posts));
    if (!told.answered.empty() && seats_.is_watched({}))
        add({},
            codec::polls_frame(state, "lobby", state.last_offset,
                               std::vector<sessions::poll_id>{told.answered.begin(), told.answered.end()}));
    if (told.looks)
        add_looks(add);
    if (told.presence && presence_is_due())
        add({}, codec::presence_frame(seats_.people_count()));
    else if (told.presence)
        news_.presence = true;
    to_hubs(std::move(frames));
    arm_news();
}

}  // namespace jamhall::live
