// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/feeds.hpp"

#include "sessions/rules/permissions.hpp"
#include "sessions/views/feed_ids.hpp"
#include "sessions/views/visibility.hpp"

#include <charconv>
#include <type_traits>

namespace jamhall::sessions {
namespace {

/// The post whose visibility decides whether an event is shown; 0: always.
post_id post_of(const event_body& body)
{
    return std::visit(
        [](const auto& e) -> post_id {
            using event_type = std::remove_cvref_t<decltype(e)>;
            if constexpr (std::is_same_v<event_type, ballot_cast> ||
                          std::is_same_v<event_type, support_moved>)
                return {};
            else if constexpr (requires { e.post; })
                return e.post;
            else
                return {};
        },
        body);
}

template <class Number>
std::optional<Number> number_in(std::string_view written)
{
    Number value{};
    const auto [end, fault] = std::from_chars(written.data(), written.data() + written.size(), value);
    if (fault != std::errc{} || end != written.data() + written.size() || written.front() == '0')
        return std::nullopt;
    return value;
}

}  // namespace

std::string written(const jam_state& state, feed_id feed)
{
    switch (feed.kind) {
    case feed_kind::lobby: return "lobby";
    case feed_kind::forum: return "forum/" + state.what->forums.at(feed.number).id.str();
    case feed_kind::thread: return "thread/" + std::to_string(feed.number);
    case feed_kind::me: return "me";
    case feed_kind::desk: return "desk/" + state.what->forums.at(feed.number).id.str();
    }
    return {};
}

std::optional<feed_id> feed_named(const jam_state& state, std::string_view written, person_id viewer)
{
    if (written == "lobby")
        return lobby_feed;
    if (written == "me")
        return viewer ? std::optional{me_feed(viewer)} : std::nullopt;
    constexpr std::string_view forum_prefix = "forum/";
    constexpr std::string_view thread_prefix = "thread/";
    constexpr std::string_view desk_prefix = "desk/";
    const auto forum_after = [&](std::string_view prefix) {
        const auto name = slug::parse(written.substr(prefix.size()));
        return name ? state.forum_named(*name) : std::nullopt;
    };
    if (written.starts_with(forum_prefix)) {
        const auto forum = forum_after(forum_prefix);
        return forum ? std::optional{forum_feed(*forum)} : std::nullopt;
    }
    if (written.starts_with(desk_prefix)) {
        const auto forum = forum_after(desk_prefix);
        return forum && may_watch(state, desk_feed(*forum), viewer) ? std::optional{desk_feed(*forum)}
                                                                    : std::nullopt;
    }
    if (written.starts_with(thread_prefix)) {
        const auto number = number_in<std::uint32_t>(written.substr(thread_prefix.size()));
        const post_id top{number.value_or(0)};
        if (state.knows(top) && tops_thread(state.at(top)) && may_see(state, state.at(top), viewer))
            return thread_feed(top);
    }
    return std::nullopt;
}

bool may_watch(const jam_state& state, feed_id feed, person_id viewer)
{
    if (feed.kind != feed_kind::desk)
        return true;
    const auto kind = viewer ? actor_kind::person : actor_kind::administrator;
    return may(state, {state.last_at, kind, viewer}, action::keep_desk,
               static_cast<forum_index>(feed.number));
}

bool is_shown(const jam_state& state, feed_id feed, const event& happened)
{
    const post_id about = post_of(happened.body);
    if (!about || feed.kind == feed_kind::desk)
        return true;
    const person_id reader{feed.kind == feed_kind::me ? feed.number : 0};
    return may_see(state, state.at(about), reader);
}

bool changes_what_is_shown(const switches& before, const switches& after)
{
    return before.others != after.others || before.names != after.names || before.tallies != after.tallies;
}

}  // namespace jamhall::sessions
