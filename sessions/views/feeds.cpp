// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/feeds.hpp"

#include "sessions/views/visibility.hpp"

#include <algorithm>
#include <charconv>

namespace jamhall::sessions {
namespace {

feed_id forum_feed(forum_index forum)
{
    return {feed_kind::forum, forum};
}
feed_id thread_feed(post_id top)
{
    return {feed_kind::thread, top.value};
}
feed_id me_feed(person_id person)
{
    return {feed_kind::me, person.value};
}

constexpr feed_id lobby_feed{feed_kind::lobby, 0};

/// The post a post event is about; 0 for other events.
post_id post_of(const event_body& body)
{
    if (const auto* added = std::get_if<post_added>(&body))
        return added->post;
    if (const auto* edited = std::get_if<post_edited>(&body))
        return edited->post;
    if (const auto* withdrawn = std::get_if<post_withdrawn>(&body))
        return withdrawn->post;
    if (const auto* said = std::get_if<announced>(&body))
        return said->post;
    return {};
}

bool cast_before(const person& who, const post& on, log_offset edit)
{
    const auto found = std::ranges::lower_bound(who.casts, on.id, {}, &first_cast::post);
    return found != who.casts.end() && found->post == on.id && found->at < edit;
}

/// The feeds of a post event that everybody may watch.
void add_shared(const post& p, std::vector<feed_id>& feeds)
{
    if (p.kind == post_kind::announcement) {
        feeds.push_back(p.forum ? forum_feed(*p.forum) : lobby_feed);
        return;
    }
    if (tops_thread(p) && p.forum)
        feeds.push_back(forum_feed(*p.forum));
    if (p.thread)
        feeds.push_back(thread_feed(p.thread));
}

/// Whose `me` a post event is on beside those who cast a ballot: the author, and for a new post the authors
/// of what it answers or builds on.
void add_authors(const jam_state& state, const post& p, bool is_new, std::vector<feed_id>& feeds)
{
    const auto add = [&](person_id who) {
        if (who && std::ranges::find(feeds, me_feed(who)) == feeds.end())
            feeds.push_back(me_feed(who));
    };
    add(p.author);
    if (!is_new)
        return;
    for (post_id answered : {p.parent, p.kind == post_kind::comment ? p.thread : post_id{}, p.builds_on})
        if (answered)
            add(state.at(answered).author);
}

void add_casters(const jam_state& state, const post& p, log_offset edit, std::vector<feed_id>& feeds)
{
    std::uint32_t left = p.caster_count;
    for (std::uint32_t number = 1; left > 0 && number <= state.people.size(); ++number) {
        const person& who = state.people[number - 1];
        const auto found = std::ranges::lower_bound(who.casts, p.id, {}, &first_cast::post);
        if (found == who.casts.end() || found->post != p.id)
            continue;
        --left;
        if (found->at < edit && p.author != person_id{number})
            feeds.push_back(me_feed(person_id{number}));
    }
}

bool is_lobby_event(const event_body& body)
{
    return std::holds_alternative<phase_began>(body) || std::holds_alternative<clock_extended>(body) ||
           std::holds_alternative<clock_paused>(body) || std::holds_alternative<clock_resumed>(body) ||
           std::holds_alternative<jam_closed>(body) || std::holds_alternative<jam_cancelled>(body);
}

/// All but those of casters.
std::vector<feed_id> few_feeds_of(const jam_state& state, const event& happened)
{
    if (is_lobby_event(happened.body))
        return {lobby_feed};
    if (std::holds_alternative<ballot_cast>(happened.body) && happened.actor)
        return {me_feed(happened.actor)};
    std::vector<feed_id> feeds;
    if (const post_id about = post_of(happened.body)) {
        const post& p = state.at(about);
        add_shared(p, feeds);
        if (p.kind != post_kind::announcement)
            add_authors(state, p, std::holds_alternative<post_added>(happened.body), feeds);
    }
    return feeds;
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
    if (written.starts_with(forum_prefix)) {
        const auto name = slug::parse(written.substr(forum_prefix.size()));
        const auto forum = name ? state.forum_named(*name) : std::nullopt;
        return forum ? std::optional{forum_feed(*forum)} : std::nullopt;
    }
    if (written.starts_with(thread_prefix)) {
        const auto number = number_in<std::uint32_t>(written.substr(thread_prefix.size()));
        const post_id top{number.value_or(0)};
        if (state.knows(top) && tops_thread(state.at(top)) && may_see(state, state.at(top), viewer))
            return thread_feed(top);
    }
    return std::nullopt;
}

std::vector<feed_id> feeds_of(const jam_state& state, const event& happened)
{
    auto feeds = few_feeds_of(state, happened);
    if (const auto* edited = std::get_if<post_edited>(&happened.body))
        add_casters(state, state.at(edited->post), happened.offset, feeds);
    return feeds;
}

bool carries(const jam_state& state, feed_id feed, const event& happened)
{
    const auto feeds = few_feeds_of(state, happened);
    if (std::ranges::find(feeds, feed) != feeds.end())
        return true;
    const auto* edited = std::get_if<post_edited>(&happened.body);
    if (edited == nullptr || feed.kind != feed_kind::me || !state.knows(person_id{feed.number}))
        return false;
    return cast_before(state.at(person_id{feed.number}), state.at(edited->post), happened.offset);
}

bool is_shown(const jam_state& state, feed_id feed, const event& happened)
{
    const post_id about = post_of(happened.body);
    if (!about)
        return true;
    const person_id reader{feed.kind == feed_kind::me ? feed.number : 0};
    return may_see(state, state.at(about), reader);
}

bool changes_what_is_shown(const switches& before, const switches& after)
{
    return before.others != after.others || before.names != after.names || before.tallies != after.tallies;
}

}  // namespace jamhall::sessions
