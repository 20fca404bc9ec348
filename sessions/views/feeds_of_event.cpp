// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/steering.hpp"
#include "sessions/rules/telling.hpp"
#include "sessions/views/feed_ids.hpp"

#include <algorithm>

namespace jamhall::sessions {
namespace {

/// The feeds of one event, each once.
class feed_list {
public:
    explicit feed_list(const jam_state& state, const event& happened) : state_{state}, happened_{happened} {}

    const jam_state& state() const { return state_; }
    const event& happened() const { return happened_; }

    void add(feed_id feed)
    {
        if (std::ranges::find(feeds_, feed) == feeds_.end())
            feeds_.push_back(feed);
    }

    void desks()
    {
        for (std::size_t i = 0; i < state_.forums.size(); ++i)
            add(desk_feed(static_cast<forum_index>(i)));
    }

    /// The forum a post stood in when this happened; nothing for an announcement to everybody.
    std::optional<forum_index> forum_of(const post& p) const
    {
        return forum_at(state_, p.id, happened_.offset);
    }

    void desk_of(const post& p)
    {
        if (const auto forum = forum_of(p))
            add(desk_feed(*forum));
    }

    /// Those that everybody may watch.
    void shared(const post& p)
    {
        if (p.kind == post_kind::announcement) {
            // Also what is said to a forum: whoever comes there later reads it out of the lobby's past.
            add(lobby_feed);
            if (p.forum)
                add(forum_feed(*p.forum));
            return;
        }
        if (tops_thread(p) && p.forum)
            add(forum_feed(*forum_of(p)));
        if (p.thread)
            add(thread_feed(p.thread));
    }

    std::vector<feed_id> take() { return std::move(feeds_); }

private:
    const jam_state& state_;
    const event& happened_;
    std::vector<feed_id> feeds_;
};

/// The feeds that several people watch; `me` see tell_people.
struct common_feeds {
    feed_list& to;

    const post& at(post_id id) const { return to.state().at(id); }

    /// Whoever watches a post.
    void about(post_id id) const { to.shared(at(id)); }
    void at_desk(post_id id) const { to.desk_of(at(id)); }

    void lobby_and(std::optional<forum_index> forum) const
    {
        to.add(lobby_feed);
        if (forum)
            to.add(forum_feed(*forum));
    }

    void operator()(const post_added& e) const
    {
        if (!e.is_held)
            about(e.post);
        if (e.is_held || e.shows.any())
            at_desk(e.post);
    }

    void operator()(const post_edited& e) const
    {
        about(e.post);
        if (e.shows.any() || e.wants_look)
            at_desk(e.post);
    }

    void operator()(const post_withdrawn& e) const { about(e.post); }
    void operator()(const announced& e) const { about(e.post); }

    void operator()(const post_spotlighted& e) const
    {
        to.add(lobby_feed);
        about(e.post);
    }

    void operator()(const spotlight_ended& e) const { lobby_and(to.forum_of(at(e.post))); }

    void operator()(const posts_connected& e) const
    {
        about(e.post);
        about(e.with);
    }

    void operator()(const post_moved& e) const
    {
        to.add(forum_feed(e.from));
        to.add(forum_feed(e.forum));
        to.add(thread_feed(e.post));
        to.add(desk_feed(e.from));
        to.add(desk_feed(e.forum));
    }

    void operator()(const post_merged& e) const
    {
        about(e.post);
        about(e.into);
    }

    void operator()(const post_split& e) const
    {
        about(e.post);
        about(e.from);
    }

    void operator()(const summary_published& e) const { about(e.post); }
    void operator()(const thread_claimed& e) const { to.desk_of(at(e.post)); }
    void operator()(const thread_released& e) const { to.desk_of(at(e.post)); }
    void operator()(const guest_introduced&) const { to.add(lobby_feed); }
    void operator()(const poll_opened& e) const { lobby_and(e.asks.forum); }
    void operator()(const poll_closed& e) const { lobby_and(to.state().at(e.poll).asks.forum); }

    void operator()(const flag_raised& e) const { at_desk(e.post); }

    void operator()(const post_hidden& e) const
    {
        about(e.post);
        at_desk(e.post);
    }

    void operator()(const post_approved& e) const
    {
        about(e.post);
        at_desk(e.post);
    }

    void operator()(const post_restored& e) const
    {
        about(e.post);
        at_desk(e.post);
    }

    void operator()(const edit_asked& e) const { at_desk(e.post); }
    void operator()(const appealed& e) const { at_desk(e.post); }
    void operator()(const appeal_decided& e) const { at_desk(e.post); }

    void operator()(const person_muted&) const { to.desks(); }
    void operator()(const person_unmuted&) const { to.desks(); }
    void operator()(const person_removed&) const { to.desks(); }
    void operator()(const person_readmitted&) const { to.desks(); }
    void operator()(const shift_taken& e) const { to.add(desk_feed(e.forum)); }
    void operator()(const shift_dropped& e) const { to.add(desk_feed(e.forum)); }
    void operator()(const shift_offered& e) const { to.add(desk_feed(e.forum)); }
    void operator()(const handed_over& e) const { to.add(desk_feed(e.forum)); }

    void operator()(const said& e) const
    {
        if (e.forum)
            to.add(desk_feed(*e.forum));
        else
            to.desks();
    }

    void operator()(const responded& e) const
    {
        to.add(lobby_feed);
        about(e.post);
    }

    void operator()(const erased& e) const
    {
        if (e.post)
            about(e.post);
    }

    void operator()(const plan_changed&) const { to.add(lobby_feed); }
    void operator()(const unseal_asked&) const { to.add(lobby_feed); }
    void operator()(const unsealed&) const { to.add(lobby_feed); }
    void operator()(const phase_began&) const { to.add(lobby_feed); }
    void operator()(const clock_extended&) const { to.add(lobby_feed); }
    void operator()(const clock_paused&) const { to.add(lobby_feed); }
    void operator()(const clock_resumed&) const { to.add(lobby_feed); }
    void operator()(const jam_closed&) const { to.add(lobby_feed); }
    void operator()(const jam_cancelled&) const { to.add(lobby_feed); }

    // None of these.
    void operator()(const ballot_cast&) const {}
    void operator()(const support_moved&) const {}
    void operator()(const poll_answered&) const {}
    void operator()(const erasure_asked&) const {}
    void operator()(const erasure_refused&) const {}
    void operator()(const role_granted&) const {}
    void operator()(const role_revoked&) const {}
    void operator()(const jam_created&) const {}
    void operator()(const person_added&) const {}
    void operator()(const person_updated&) const {}
    void operator()(const person_registered&) const {}
    void operator()(const person_entered&) const {}
    void operator()(const joined&) const {}
    void operator()(const posts_seen&) const {}
    void operator()(const legal_hold_set&) const {}
    void operator()(const legal_hold_lifted&) const {}
    void operator()(const exported&) const {}
};

void add_casters(const jam_state& state, const post& p, log_offset at, std::vector<feed_id>& feeds)
{
    std::uint32_t left = p.caster_count;
    for (std::uint32_t number = 1; left > 0 && number <= state.people.size(); ++number) {
        const person& who = state.people[number - 1];
        const auto found = std::ranges::lower_bound(who.casts, p.id, {}, &first_cast::post);
        if (found == who.casts.end() || found->post != p.id)
            continue;
        --left;
        const feed_id feed = me_feed(person_id{number});
        if (found->at < at && p.author != person_id{number} && std::ranges::find(feeds, feed) == feeds.end())
            feeds.push_back(feed);
    }
}

/// All but those of casters.
std::vector<feed_id> few_feeds_of(const jam_state& state, const event& happened)
{
    feed_list feeds{state, happened};
    std::visit(common_feeds{feeds}, happened.body);
    tell_people(state, happened, [&](person_id who) { feeds.add(me_feed(who)); });
    return feeds.take();
}

bool tells_caster(const jam_state& state, person_id who, post_id post, log_offset at)
{
    return state.at(post).author != who && cast_before(state.at(who), post, at);
}

}  // namespace

std::vector<feed_id> feeds_of(const jam_state& state, const event& happened)
{
    auto feeds = few_feeds_of(state, happened);
    for (const post_id post : told_casters_of(happened.body))
        add_casters(state, state.at(post), happened.offset, feeds);
    return feeds;
}

bool carries(const jam_state& state, feed_id feed, const event& happened)
{
    if (tells_everybody(happened))
        return true;
    const auto feeds = few_feeds_of(state, happened);
    if (std::ranges::find(feeds, feed) != feeds.end())
        return true;
    if (feed.kind != feed_kind::me || !state.knows(person_id{feed.number}))
        return false;
    return std::ranges::any_of(told_casters_of(happened.body), [&](post_id post) {
        return tells_caster(state, person_id{feed.number}, post, happened.offset);
    });
}

std::vector<log_offset> told_to(const jam_state& state, person_id who, log_offset after, std::size_t limit)
{
    const auto& told = state.told;
    std::vector<log_offset> found;
    const auto is_full = [&] { return found.size() > limit; };
    const bool is_known = who && who.value <= told.newest.size();
    for (auto number = is_known ? told.newest[who.value - 1] : 0; number != 0 && !is_full();) {
        const auto& entry = told.entries[number - 1];
        if (entry.at <= after)
            break;
        found.push_back(entry.at);
        number = entry.before;
    }
    for (auto i = told.to_casters.size(); i > 0 && told.to_casters[i - 1].at > after && !is_full(); --i) {
        const auto& [at, post] = told.to_casters[i - 1];
        if (!post || tells_caster(state, who, post, at))
            found.push_back(at);
    }
    if (is_full())
        return found;
    std::ranges::sort(found);
    const auto repeated = std::ranges::unique(found);
    found.erase(repeated.begin(), repeated.end());
    return found;
}

}  // namespace jamhall::sessions
