// SPDX-License-Identifier: Apache-2.0
#include "engine/live/attendance.hpp"

#include "engine/live/hub.hpp"

#include <algorithm>

namespace jamhall::live {
namespace {

/// More than any screen shows at once.
constexpr std::size_t watches_per_socket_max = 200;

bool carries_posts(sessions::feed_id feed)
{
    return feed.kind == sessions::feed_kind::forum || feed.kind == sessions::feed_kind::thread;
}

}  // namespace

std::size_t attendance::feed_hash::operator()(const sessions::feed_id& feed) const
{
    return hash_value(feed_key{0, feed});
}

void attendance::arrive(const attendee& who)
{
    if (!seats_.try_emplace(who.line.get(), seat{who, {}, {}}).second)
        return;
    if (who.by.person)
        ++sockets_by_person_[who.by.person.value];
}

std::vector<sessions::feed_id> attendance::leave(const receiver* line)
{
    const auto found = seats_.find(line);
    if (found == seats_.end())
        return {};
    const seat left = std::move(found->second);
    seats_.erase(found);
    for (const auto& feed : left.watches)
        count_down(feed);
    const auto person = sockets_by_person_.find(left.who.by.person.value);
    if (person != sockets_by_person_.end() && --person->second == 0)
        sockets_by_person_.erase(person);
    return left.watches;
}

bool attendance::watch(const receiver* line, sessions::feed_id feed)
{
    auto& watches = seats_.at(line).watches;
    if (std::ranges::find(watches, feed) != watches.end())
        return true;
    if (watches.size() >= watches_per_socket_max)
        return false;
    watches.push_back(feed);
    ++watch_counts_[feed];
    return true;
}

void attendance::unwatch(const receiver* line, sessions::feed_id feed)
{
    const auto found = seats_.find(line);
    if (found != seats_.end() && std::erase(found->second.watches, feed) > 0)
        count_down(feed);
}

std::vector<sessions::feed_id> attendance::end_post_feeds()
{
    std::vector<sessions::feed_id> ended;
    for (const auto& [feed, count] : watch_counts_)
        if (carries_posts(feed))
            ended.push_back(feed);
    for (const auto& feed : ended)
        watch_counts_.erase(feed);
    for (auto& [line, seated] : seats_)
        std::erase_if(seated.watches, carries_posts);
    return ended;
}

void attendance::look(const receiver* line, sessions::post_id post)
{
    if (const auto found = seats_.find(line); found != seats_.end())
        found->second.looks_at = post;
}

std::vector<sessions::look> attendance::looks() const
{
    std::vector<sessions::look> found;
    for (const auto& [line, seated] : seats_)
        if (seated.looks_at && seated.who.by.person)
            found.push_back({seated.looks_at, seated.who.by.person});
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

std::vector<sessions::feed_id> attendance::watched_feeds() const
{
    std::vector<sessions::feed_id> found;
    for (const auto& [feed, count] : watch_counts_)
        found.push_back(feed);
    return found;
}

std::size_t attendance::socket_count(sessions::person_id person) const
{
    const auto found = sockets_by_person_.find(person.value);
    return found == sockets_by_person_.end() ? 0 : found->second;
}

void attendance::count_down(sessions::feed_id feed)
{
    const auto counted = watch_counts_.find(feed);
    if (counted != watch_counts_.end() && --counted->second == 0)
        watch_counts_.erase(counted);
}

}  // namespace jamhall::live
