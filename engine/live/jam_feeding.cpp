// SPDX-License-Identifier: Apache-2.0
#include "engine/base/log.hpp"
#include "engine/base/log_brake.hpp"
#include "engine/clock/real_time.hpp"
#include "engine/codec/frame_out.hpp"
#include "engine/codec/ws_frame.hpp"
#include "engine/live/frame_maker.hpp"
#include "engine/live/jam_core.hpp"
#include "sessions/rules/permissions.hpp"
#include "sessions/rules/telling.hpp"
#include "sessions/views/feeds.hpp"
#include "sessions/views/visibility.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <set>
#include <vector>

namespace jamhall::live {
namespace {

using sessions::overloaded;

/// Events of the log that a question may have read for it; as many more cost as much as another question.
constexpr std::uint64_t events_per_question = 1'000;

/// How many events have to be gone through to find what a feed has missed since. What one's own feed and the lobby carry is
/// known.
std::uint64_t read_for(std::string_view feed, const std::optional<sessions::log_offset>& after,
                       sessions::log_offset last)
{
    const bool is_known = feed == "me" || feed == "lobby";
    if (is_known || !after || *after >= last)
        return 0;
    return std::min(last.value - after->value, backfill_events_max);
}

/// What a frame costs of what one may ask for in a minute: each feed that has to be read costs as much as a frame, and more
/// the more of the log is read for all of them. Commands have a limit of their own, by the plan.
std::size_t cost_of(const sessions::outcome<codec::client_command>& asked, sessions::log_offset last)
{
    if (!asked)
        return 1;
    const auto* watch = std::get_if<codec::watch>(&*asked);
    if (watch) {
        std::size_t feeds = 0;
        std::uint64_t most = 0;
        for (const auto& [feed, after] : watch->feeds) {
            feeds += after ? 1 : 0;
            most = std::max(most, read_for(feed, after, last));
        }
        return 1 + feeds + most / events_per_question;
    }
    const bool is_question = std::holds_alternative<codec::unwatch>(*asked) ||
                             std::holds_alternative<codec::saw_posts>(*asked) ||
                             std::holds_alternative<codec::look_at>(*asked);
    return is_question ? 1 : 0;
}

}  // namespace

frame frame_of(std::string_view text)
{
    return std::make_shared<const std::string>(codec::ws_text_frame(text));
}

void jam_core::deliver(const attendee& who, std::string_view text)
{
    outbox_->to(who.worker, [line = who.line, f = frame_of(text)] { line->deliver(f); });
}

void jam_core::hang_up(const attendee& who, close_code why)
{
    outbox_->to(who.worker, [line = who.line, why] { line->hang_up(why); });
}

void jam_core::sign_out(const std::vector<sessions::person_id>& people)
{
    const std::set<sessions::person_id> ended{people.begin(), people.end()};
    seats_.for_each([&](const attendee& who) {
        if (ended.contains(who.by.person))
            hang_up(who, close_code::signed_out);
    });
}

/// What somebody may not; what is wrong, late or too much is their own affair. Not which command it was: the log must not
/// tell who casts ballots (rule BA2).
void jam_core::note_refusal(const attendee& who, sessions::reject_code why) const
{
    using enum sessions::reject_code;
    if (why != not_allowed && why != muted && why != tallies_sealed)
        return;
    if (const auto unsaid = base::refusal_lines().take())
        base::log(base::log_level::info, "somebody was refused something on a socket",
                  {{"why", sessions::name_of(why)},
                   {"jam", id_.view()},
                   {"person", who.by.person.value},
                   {"unsaid", *unsaid}});
}

void jam_core::refuse(const attendee& who, const std::string& ref, const sessions::rejection& why)
{
    note_refusal(who, why.code);
    deliver(who, codec::refused_frame(ref, why));
}

answer_handler jam_core::reply_to(const attendee& who, std::string ref)
{
    return [this, who, ref = std::move(ref)](const answer& given) {
        deliver(who, given ? codec::reply_frame(ref, {given->offset, given->post, given->poll})
                           : codec::refused_frame(ref, given.error()));
        if (!given)
            note_refusal(who, given.error().code);
        if (!given && given.error().code == sessions::reject_code::rate_limited)
            cut_off_if_flooding(who);
    };
}

void jam_core::attach(const attendee& who, const std::optional<token_hash>& shown)
{
    seats_.arrive(who);
    // Counted at the upgrade already, but they may all have been asked for at once.
    const auto most = jam_.state.what->policy.limits.connections_per_person;
    if (who.by.person && most && seats_.socket_count(who.by.person) > static_cast<std::size_t>(*most))
        return hang_up(who, flooding);
    when_idle([this, who, shown] {
        // Who was sent away between the look at the request and here had no seat yet to be called from.
        if (!sessions::may(jam_.state, {jam_.state.last_at, who.by.kind, who.by.person},
                           sessions::action::read))
            return hang_up(who, close_code::removed);
        if (shown && people().with_token(*shown) != who.by.person)
            return hang_up(who, close_code::signed_out);
        const auto now = clock::now();
        const auto shared = hellos_.of("", jam_.state.last_offset, std::chrono::steady_clock::now(),
                                       [&] { return std::optional{codec::jam_for_all_of(jam_.state, now)}; });
        deliver(who, codec::hello_frame(jam_.state, *shared, {setting_.epoch, who.by.person, now}));
        if (who.by.person && !jam_.state.at(who.by.person).has_entered)
            submit(asked_command{who.by, sessions::command{sessions::enter_person{}}, {}, false, {}});
        news_.presence = true;
        arm_news();
    });
}

void jam_core::detach(const attendee& who)
{
    for (const auto feed : seats_.leave(who.line.get()))
        outbox_->to(who.worker, [&hub = setting_.on.at(who.worker).feeds, key = feed_key{number(), feed},
                                 line = who.line] { hub.unwatch(key, line.get()); });
    news_.presence = true;
    news_.looks = true;
    arm_news();
}

void jam_core::take(const attendee& who, codec::client_frame received)
{
    if (!seats_.is_here(who.line.get()))
        return;
    if (!may_ask(who, received.ref, cost_of(received.asked, jam_.state.last_offset)))
        return;
    if (!received.asked)
        return when_idle([this, who, received] { refuse(who, received.ref, received.asked.error()); });
    auto command = [&](auto what) {
        submit(asked_command{who.by, std::move(what), received.key, false, reply_to(who, received.ref)});
    };
    std::visit(overloaded{
                   [&](sessions::command& asked) { command(std::move(asked)); },
                   [&](codec::watch& asked) {
                       when_idle([this, who, ref = received.ref, asked] { watch(who, ref, asked); });
                   },
                   [&](codec::unwatch& asked) {
                       when_idle([this, who, ref = received.ref, asked] { unwatch(who, ref, asked); });
                   },
                   [&](codec::saw_posts& asked) { note_seen(who, asked); },
                   [&](codec::follow& asked) { command(private_change{asked}); },
                   [&](codec::unfollow& asked) { command(private_change{asked}); },
                   [&](codec::mark_read& asked) { command(private_change{asked}); },
                   [&](codec::look_at& asked) {
                       when_idle([this, who, ref = received.ref, asked] { look_at(who, ref, asked); });
                   },
               },
               *received.asked);
}

bool jam_core::may_ask(const attendee& who, const std::string& ref, std::size_t cost)
{
    if (cost == 0 || !who.by.person)
        return true;
    const auto& limits = jam_.state.what->policy.limits;
    const auto taken = brakes_.take_questions(limits, who.by.person, cost, brakes::clock::now());
    if (taken)
        return true;
    refuse(who, ref, taken.error());
    cut_off_if_flooding(who);
    return false;
}

void jam_core::cut_off_if_flooding(const attendee& who)
{
    if (brakes_.is_flooding(who.by.person))
        hang_up(who, flooding);
}

void jam_core::watch(const attendee& who, const std::string& ref, const codec::watch& asked)
{
    if (!seats_.is_here(who.line.get()))
        return;
    std::vector<std::pair<sessions::feed_id, std::optional<sessions::log_offset>>> feeds;
    for (const auto& [written, since] : asked.feeds) {
        const auto feed = sessions::feed_named(jam_.state, written, who.by.person);
        if (!feed)
            return refuse(who, ref,
                          sessions::refuse(sessions::reject_code::unknown_feed, "feeds/" + written,
                                           "There is no such feed in this jam."));
        feeds.emplace_back(*feed, since);
    }
    deliver(who, codec::reply_frame(ref, {jam_.state.last_offset}));
    std::vector<missed_feed> missed;
    for (const auto& [feed, since] : feeds) {
        const bool is_beyond = since && *since > jam_.state.last_offset;
        if (is_beyond || !seats_.watch(who.line.get(), feed)) {
            fall_behind(who, feed);
            continue;
        }
        const bool has_missed = since && *since < jam_.state.last_offset;
        const hub::ticket ticket = has_missed ? ++last_ticket_ : 0;
        if (has_missed)
            missed.push_back({feed, *since, ticket});
        outbox_->to(who.worker, [&hub = setting_.on.at(who.worker).feeds, key = feed_key{number(), feed},
                                 line = who.line, ticket] { hub.watch(key, line, ticket); });
    }
    if (!missed.empty())
        backfill(who, std::move(missed));
    if (std::ranges::any_of(feeds,
                            [](const auto& f) { return f.first.kind == sessions::feed_kind::lobby; })) {
        news_.presence = true;
        arm_news();
    }
}

void jam_core::unwatch(const attendee& who, const std::string& ref, const codec::unwatch& asked)
{
    for (const auto& written : asked.feeds) {
        const auto feed = sessions::feed_named(jam_.state, written, who.by.person);
        if (!feed)
            continue;  // a post that may no longer be seen was unwatched with it
        seats_.unwatch(who.line.get(), *feed);
        outbox_->to(who.worker, [&hub = setting_.on.at(who.worker).feeds, key = feed_key{number(), *feed},
                                 line = who.line] { hub.unwatch(key, line.get()); });
    }
    deliver(who, codec::reply_frame(ref, {jam_.state.last_offset}));
}

void jam_core::note_seen(const attendee& who, const codec::saw_posts& saw)
{
    const auto& state = jam_.state;
    if (!who.by.person || state.stage != sessions::jam_stage::open || is_storing_ ||
        !sessions::may(state, {clock::now(), who.by.kind, who.by.person}, sessions::action::take_part)) {
        if (is_storing_)
            when_idle([this, who, saw] { note_seen(who, saw); });
        return;
    }
    for (const auto post : saw.posts)
        if (state.knows(post) && state.at(post).kind == sessions::post_kind::idea &&
            sessions::is_on_pages_of(state, state.at(post), who.by.person))
            jam_.exposure.note(post, who.by.person);
    if (jam_.exposure.has_new())
        arm_exposure_flush();
}

bool jam_core::publish(const batch& committed)
{
    const auto& state = jam_.state;
    std::map<sessions::feed_id, frame_maker> by_feed;
    for (const auto& happened : committed.events) {
        // Rendered once for each kind of reader, whoever gets it.
        std::array<std::string, codec::event_readers> objects;
        auto feeds = sessions::feeds_of(state, happened);
        if (sessions::tells_everybody(happened))
            feeds = seats_.watched_feeds();
        for (const auto feed : feeds) {
            if (!seats_.is_watched(feed) || !sessions::is_shown(state, feed, happened))
                continue;
            const auto reader = codec::reader_of(state, feed, happened);
            std::string& object = objects[static_cast<std::size_t>(reader)];
            if (object.empty() && !codec::append_event(object, state, happened, reader))
                break;
            by_feed.try_emplace(feed, state, feed).first->second.add(object, happened.offset);
        }
        news_.note(state, happened);
    }
    std::vector<std::pair<feed_key, frame>> frames;
    for (auto& [feed, maker] : by_feed)
        frames.emplace_back(feed_key{number(), feed}, maker.take());
    to_hubs(std::move(frames));
    if (committed.shows_differently)
        end_post_feeds();
    part_with(committed);
    if (committed.is_cancelled)
        seats_.for_each([this](const attendee& who) { hang_up(who, close_code::jam_cancelled); });
    arm_news();
    return std::ranges::any_of(by_feed,
                               [](const auto& f) { return f.first.kind != sessions::feed_kind::me; });
}

/// Those who were removed, with their logins, and desks whose readers lost the role for it.
void jam_core::part_with(const batch& committed)
{
    const auto changes_roles = [](const sessions::event& e) {
        return std::holds_alternative<sessions::role_granted>(e.body) ||
               std::holds_alternative<sessions::role_revoked>(e.body) ||
               std::holds_alternative<sessions::person_updated>(e.body);
    };
    std::set<sessions::person_id> removed;
    std::vector<sessions::person_id> signed_out;
    for (const auto& happened : committed.events) {
        if (const auto* gone = std::get_if<sessions::person_removed>(&happened.body)) {
            removed.insert(gone->person);
            signed_out.push_back(gone->person);
        }
        // Once more: the power may have failed before their logins were out of the file.
        if (const auto* back = std::get_if<sessions::person_readmitted>(&happened.body))
            signed_out.push_back(back->person);
    }
    if (!removed.empty())
        seats_.for_each([&](const attendee& who) {
            if (removed.contains(who.by.person))
                hang_up(who, close_code::removed);
        });
    // Behind what goes to the sockets of other workers, which are to say that they were removed, not signed out.
    if (!signed_out.empty() && setting_.sign_out_everywhere)
        post([signed_out](jam_core& core) { core.setting_.sign_out_everywhere(core.id_, signed_out); });
    if (!std::ranges::any_of(committed.events, changes_roles))
        return;
    for (const auto& [who, feed] : seats_.watches([&](const attendee&who, sessions::feed_id feed) {
             return !sessions::may_watch(jam_.state, feed, who.by.person);
         }))
        fall_behind(who, feed);
}

void jam_core::look_at(const attendee& who, const std::string& ref, const codec::look_at& asked)
{
    const auto& state = jam_.state;
    const auto* about = asked.post && state.knows(asked.post) ? &state.at(asked.post) : nullptr;
    if (asked.post && (!about || !about->forum))
        return refuse(
            who, ref,
            sessions::refuse(sessions::reject_code::no_such_post, "post", "There is no such post."));
    if (about && !sessions::may(state, {clock::now(), who.by.kind, who.by.person},
                                sessions::action::keep_desk, about->forum))
        return refuse(who, ref,
                      sessions::refuse(sessions::reject_code::not_allowed, "",
                                       "The queue is for the facilitators and hosts of this forum."));
    if (who.by.person) {
        seats_.look(who.line.get(), asked.post);
        news_.looks = true;
        arm_news();
    }
    deliver(who, codec::reply_frame(ref, {state.last_offset}));
}

void jam_core::end_post_feeds()
{
    for (const auto feed : seats_.end_post_feeds()) {
        const auto behind = frame_of(codec::behind_frame(sessions::written(jam_.state, feed)));
        for (std::size_t i = 0; i < setting_.on.size(); ++i)
            outbox_->to(i, [&hub = setting_.on.at(i).feeds, key = feed_key{number(), feed}, behind] {
                hub.end_all(key, behind);
            });
    }
}

void jam_core::to_hubs(std::vector<std::pair<feed_key, frame>> frames)
{
    if (frames.empty())
        return;
    const auto batch_of = std::make_shared<const std::vector<std::pair<feed_key, frame>>>(std::move(frames));
    for (std::size_t i = 0; i < setting_.on.size(); ++i)
        outbox_->to(i, [&hub = setting_.on.at(i).feeds, batch_of] {
            for (const auto& [key, f] : *batch_of)
                hub.publish(key, f);
        });
}

}  // namespace jamhall::live
