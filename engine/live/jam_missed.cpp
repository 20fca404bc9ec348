// SPDX-License-Identifier: Apache-2.0
// What somebody missed who comes back, or who comes for the first time.
#include "engine/codec/frame_out.hpp"
#include "engine/live/frame_maker.hpp"
#include "engine/live/jam_core.hpp"
#include "sessions/views/feeds.hpp"

#include <algorithm>

namespace jamhall::live {
namespace {

constexpr std::size_t events_per_frame_max = 500;
/// Half of what a connection's queue holds: more would close whoever comes back, again and again.
constexpr std::size_t backfill_bytes_max = 4 * 1024 * 1024;

using events = std::vector<sessions::event>;

events events_of(const std::vector<codec::stored_event>& rows, const codec::event_names& names,
                 store::jam_reader& reader)
{
    const auto erased = reader.erasures();  // after the rows: it names whatever they lack
    events read;
    read.reserve(rows.size());
    for (const auto& row : rows)
        read.push_back(event_of(row, names, erased));
    return read;
}

}  // namespace

/// Read apart, so that many who come back at once wait for one reading: the lobby, whose few events are found without
/// reading past those of all others. What one's own feed missed is known, and mostly it is nothing.
void jam_core::backfill(const attendee& who, std::vector<missed_feed> feeds)
{
    std::map<missed_events, std::vector<missed_feed>> apart;
    std::vector<missed_feed> shared;
    for (auto& missed : feeds) {
        if (missed.feed.kind == sessions::feed_kind::me)
            backfill_own(who, missed);
        else if (missed.feed.kind == sessions::feed_kind::lobby)
            apart[{true, missed.after, jam_.state.last_offset}].push_back(missed);
        else
            shared.push_back(missed);
    }
    if (!shared.empty()) {
        const auto after = std::ranges::min(shared, {}, &missed_feed::after).after;
        apart[{false, after, jam_.state.last_offset}] = std::move(shared);
    }
    for (auto& [what, of_it] : apart)
        read_missed(what, {who, std::move(of_it)});
}

void jam_core::backfill_own(const attendee& who, const missed_feed& missed)
{
    auto places = sessions::told_to(jam_.state, who.by.person, missed.after, backfill_events_max);
    if (places.size() > backfill_events_max)
        return fall_behind(who, missed.feed);
    if (places.empty())
        return release({who, {missed}}, {});
    read_file<events>(
        [places = std::move(places), names = jam_.names](store::jam_reader& reader) {
            return events_of(reader.events_at(places), names, reader);
        },
        [this, who, missed, before = erasures_committed_](std::optional<events> read) {
            if (erasures_committed_ != before)
                backfill_own(who, missed);
            else if (read)
                release({who, {missed}}, *read);
            else
                fall_behind(who, missed.feed);
        });
}

void jam_core::read_missed(const missed_events& what, returned back)
{
    auto& waiting = reading_missed_[what];
    waiting.push_back(std::move(back));
    if (waiting.size() == 1)
        read_missed(what);
}

/// What was read before an erasure says what nobody is to see any more, so it is read again.
void jam_core::read_missed(const missed_events& what)
{
    read_file<events>(
        [what, names = jam_.names](store::jam_reader& reader) {
            constexpr auto limit = backfill_events_max + 1;
            return events_of(what.is_lobby ? reader.lobby_events(what.after, what.upto, limit)
                                           : reader.feed_events(what.after, what.upto, limit),
                             names, reader);
        },
        [this, what, before = erasures_committed_](std::optional<events> read) {
            if (erasures_committed_ != before)
                return read_missed(what);
            const bool is_sent = read && read->size() <= backfill_events_max;
            missed_frames made;
            const auto waited = reading_missed_.extract(what);
            for (const auto& each : waited.mapped()) {
                if (is_sent)
                    release(each, *read, made);
                else
                    for (const auto& missed : each.feeds)
                        fall_behind(each.who, missed.feed);
            }
        });
}

std::optional<std::vector<frame>> jam_core::frames_of(const missed_feed& missed,
                                                      const std::vector<sessions::event>& events) const
{
    std::vector<frame> frames;
    frame_maker maker{jam_.state, missed.feed};
    std::size_t bytes = 0;
    for (const auto& happened : events) {
        if (happened.offset <= missed.after || !sessions::carries(jam_.state, missed.feed, happened) ||
            !sessions::is_shown(jam_.state, missed.feed, happened))
            continue;
        std::string object;
        if (codec::append_event(object, jam_.state, happened,
                                codec::reader_of(jam_.state, missed.feed, happened)))
            maker.add(object, happened.offset);
        bytes += object.size();
        if (bytes > backfill_bytes_max)
            return std::nullopt;
        if (maker.count() == events_per_frame_max)
            frames.push_back(maker.take());
    }
    if (maker.count() > 0)
        frames.push_back(maker.take());
    return frames;
}

void jam_core::release(const returned& back, const std::vector<sessions::event>& events)
{
    missed_frames made;
    release(back, events, made);
}

void jam_core::release(const returned& back, const std::vector<sessions::event>& events, missed_frames& made)
{
    std::size_t bytes = 0;
    for (const auto& missed : back.feeds) {
        const auto [known, is_new] = made.try_emplace({missed.feed, missed.after});
        auto& frames = known->second;
        if (is_new)
            frames = frames_of(missed, events);
        if (frames)
            for (const auto& f : *frames)
                bytes += f->size();
        if (!frames || bytes > backfill_bytes_max) {
            fall_behind(back.who, missed.feed);
            continue;
        }
        outbox_->to(back.who.worker,
                    [&hub = setting_.on.at(back.who.worker).feeds, key = feed_key{number(), missed.feed},
                     line = back.who.line, ticket = missed.ticket,
                     frames = *frames] { hub.release(key, line.get(), ticket, frames); });
    }
}

}  // namespace jamhall::live
