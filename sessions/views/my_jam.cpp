// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/my_jam.hpp"

#include "sessions/rules/polls.hpp"
#include "sessions/rules/steering.hpp"
#include "sessions/views/feeds.hpp"
#include "sessions/views/visibility.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <string>

namespace jamhall::sessions {
namespace {

constexpr std::size_t posts_looked_at_max = 20'000;
constexpr std::size_t mentions_max = 50;

/// By written feed; a reader has a mark for every discussion they ever opened.
using marks_by_feed = std::map<std::string, log_offset, std::less<>>;

log_offset mark_of(const marks_by_feed& marks, const std::string& feed)
{
    const auto found = marks.find(feed);
    return found == marks.end() ? log_offset{} : found->second;
}

/// How far one has read where a post that names one stands: in its discussion, among one's own news, and on its forum's
/// page where it has a place of its own there.
log_offset read_of(const marks_by_feed& marks, const post& p, log_offset forum)
{
    const post_id top = p.thread ? p.thread : p.id;
    const auto read = std::max(mark_of(marks, "me"), mark_of(marks, "thread/" + std::to_string(top.value)));
    return p.kind == post_kind::comment ? read : std::max(read, forum);
}

}  // namespace

my_jam my_jam_of(const jam_state& state, person_id who, const reader_marks& marks)
{
    my_jam made;
    const marks_by_feed marked{marks.read.begin(), marks.read.end()};
    std::vector<forum_news> forums(state.forums.size());
    std::vector<log_offset> read;
    for (std::size_t i = 0; i < forums.size(); ++i) {
        forums[i].forum = static_cast<forum_index>(i);
        read.push_back(mark_of(marked, written(state, {feed_kind::forum, static_cast<std::uint32_t>(i)})));
    }
    std::set<post_id> threads{marks.threads.begin(), marks.threads.end()};
    for (const post_id own : state.at(who).posts)
        if (tops_thread(state.at(own)))
            threads.insert(own);

    const std::size_t looked_at = std::min(posts_looked_at_max, state.posts.size());
    for (std::size_t i = 0; i < looked_at; ++i) {
        const post& p = state.posts[state.posts.size() - 1 - i];
        if (!p.forum || p.author == who || p.state != post_state::published || !is_public(state, p))
            continue;
        if (std::ranges::find(p.mentions, who) != p.mentions.end() && made.mentions.size() < mentions_max &&
            p.added_at > read_of(marked, p, read[*p.forum]))
            made.mentions.push_back(p.id);
        if (p.added_at <= read[*p.forum])
            continue;
        auto& news = forums[*p.forum];
        news.ideas += p.kind == post_kind::idea ? 1 : 0;
        news.comments += p.kind == post_kind::comment ? 1 : 0;
    }
    std::ranges::copy_if(forums, std::back_inserter(made.forums),
                         [](const forum_news& f) { return f.ideas + f.comments > 0; });
    for (const post_id id : threads) {
        if (!state.knows(id) || !may_see(state, state.at(id), who))
            continue;
        const auto since = mark_of(marked, "thread/" + std::to_string(id.value));
        const auto is_news = [&](post_id comment) {
            const post& p = state.at(comment);
            return p.author != who && p.added_at > since && p.state == post_state::published &&
                   is_public(state, p);
        };
        const auto fresh = std::ranges::count_if(state.at(id).comments, is_news);
        if (fresh > 0)
            made.threads.push_back({id, static_cast<std::uint32_t>(fresh)});
    }
    made.questions = questions_to(state, who);
    for (const poll& each : state.polls)
        if (is_open(state, each) && !each.answers.contains(who.value))
            made.polls.push_back(each.id);
    return made;
}

}  // namespace jamhall::sessions
