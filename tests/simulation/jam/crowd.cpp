// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/jam/crowd.hpp"

#include "engine/clock/real_time.hpp"
#include "engine/clock/zones.hpp"
#include "engine/codec/command_in.hpp"
#include "sessions/views/feeds.hpp"
#include "tests/simulation/jam/machine.hpp"

#include <algorithm>

namespace jamhall::simulated {
namespace {

constexpr std::int64_t patience_ms = 12'000;
constexpr std::size_t frames_per_read = 200;

std::int64_t now()
{
    return the_machine().now_ms();
}

}  // namespace

void socket::deliver(const live::frame& f) noexcept
{
    if (closing)
        return;
    if (const auto frame = parsed(f)) {
        watching_.sent(*frame, of_);
        const auto found = asked.find(frame->ref);
        if (frame->type == "reply" && found != asked.end())
            watching_.acknowledged(*found->second, frame->note);
    } else {
        watching_.broken("a frame that is no JSON object");
    }
    if (!queue.push(f))
        hang_up(live::close_code::too_slow);
}

void socket::hang_up(live::close_code why) noexcept
{
    if (why == live::close_code::too_slow)
        queue.clear();
    if (!closing)
        closing = why;
}

crowd::crowd(oracle& watching, test::random_source& chance, wishes wanted)
    : oracle_{watching}, chance_{chance}, wishes_{wanted}, commands_{chance}, zones_{clock::system_zones()}
{
}

void crowd::arrive(std::size_t people)
{
    for (std::uint32_t i = 1; i <= people; ++i) {
        auto& c = clients_.emplace_back();
        c.person = {i};
        c.comes_back_at = now() + static_cast<std::int64_t>(chance_.below(5'000));
        for (const auto* feed : {"lobby", "forum/streets", "forum/parks", "me"})
            if (!chance_.one_in(5))
                c.feeds[feed].base = oracle_.page_read();
    }
    acts_at_ = now() + 3'000;
}

std::int64_t crowd::delay()
{
    if (is_calm_)
        return 5;
    return static_cast<std::int64_t>(chance_.one_in(30) ? chance_.below(4'000) : 3 + chance_.below(150));
}

crowd::client& crowd::any_client()
{
    return clients_[chance_.below(clients_.size())];
}

std::int64_t crowd::next_at() const
{
    auto soonest = is_calm_ ? now() + 250 : acts_at_;
    for (const auto& c : clients_) {
        if (c.is_out)
            continue;
        if (!c.on)
            soonest = std::min(soonest, c.comes_back_at);
        else if (!c.on->up.empty())
            soonest = std::min(soonest, c.on->up.front().at);
        if (!c.down.empty())
            soonest = std::min(soonest, c.down.front().first);
    }
    return std::max(soonest, now() + 1);
}

void crowd::pump(server* at)
{
    for (auto& c : clients_) {
        if (c.is_out)
            continue;
        if (c.on && at)
            carry(*c.on, *at);
        while (!c.down.empty() && c.down.front().first <= now()) {
            const auto frame = c.down.front().second;
            c.down.pop_front();
            read(c, *frame);
        }
        if (c.on && now() >= c.reads_again_at) {
            auto& end = *c.on->end;
            for (std::size_t i = 0; i < frames_per_read && !end.queue.empty(); ++i) {
                if (auto frame = parsed(end.queue.front()))
                    c.down.emplace_back(std::max(now() + delay(), c.down.empty() ? 0 : c.down.back().first),
                                        std::move(frame));
                end.queue.pop();
            }
            if (end.closing && end.queue.empty() && c.down.empty()) {
                c.is_out = *end.closing == live::close_code::removed ||
                           *end.closing == live::close_code::jam_cancelled;
                cut(c);
            }
        }
        if (!c.on && at && now() >= c.comes_back_at)
            connect(c, *at);
        else if (c.on && at && c.has_hello)
            send_again(c, *at);
    }
    for (auto& each : half_open_)
        if (at) {
            carry(each, *at);
            if (now() >= *each.gone_at)
                at->runner().detach(each.who);
        }
    std::erase_if(half_open_, [](const line& each) { return now() >= *each.gone_at; });
    std::erase_if(over_http_, [](const auto& w) { return *w.is_answered; });
    for (auto& w : over_http_)
        if (at && now() >= w.sent_at + patience_ms)
            send_over_http(*at, w);
    if (at && !is_calm_ && now() >= acts_at_) {
        act(*at);
        acts_at_ =
            now() + 1 +
            static_cast<std::int64_t>(chance_.below(static_cast<std::size_t>(2 * wishes_.between_acts_ms)));
    }
}

/// As the program's socket does with a whole message.
void crowd::carry(line& on, server& at)
{
    while (!on.up.empty() && on.up.front().at <= now()) {
        codec::command_limits limits;
        limits.text_max = static_cast<std::size_t>(oracle_.state().what->policy.text_max);
        limits.zones = &zones_;
        limits.now = clock::now();
        at.runner().take(on.who, codec::decode_frame(on.up.front().text, limits));
        on.up.pop_front();
    }
}

void crowd::say(client& c, std::string text)
{
    if (c.on)
        c.on->up.push_back(
            {std::max(now() + delay(), c.on->up.empty() ? 0 : c.on->up.back().at), std::move(text)});
}

void crowd::connect(client& c, server& at)
{
    const auto& who_is_it = oracle_.state().at(c.person);
    if (oracle_.state().stage == sessions::jam_stage::cancelled || who_is_it.is_removed ||
        who_is_it.erased != sessions::person_erasure::none) {
        c.is_out = true;
        return;
    }
    auto end = std::make_shared<socket>(oracle_, c.person);
    for (auto& [ref, w] : c.waiting)
        end->asked[ref] = w.one;
    live::attendee who{end, chance_.below(at.size()), {sessions::actor_kind::person, c.person}};
    c.on = line{std::move(end), who, {}, {}};
    c.has_hello = false;
    at.runner().attach(who);
}

void crowd::cut(client& c)
{
    if (c.on) {
        // Half of the time the server hears of it at once, else what is under way still arrives.
        c.on->gone_at = now() + (chance_.one_in(2) ? 0 : static_cast<std::int64_t>(chance_.below(8'000)));
        if (*c.on->gone_at == now())
            c.on->up.clear();
        half_open_.push_back(std::move(*c.on));
    }
    c.on.reset();
    c.down.clear();
    for (auto& [name, view] : c.feeds)
        view.is_live = false;
    std::erase_if(c.waiting, [](const auto& w) { return w.second.one->key.empty(); });
    c.comes_back_at = now() + static_cast<std::int64_t>(chance_.below(is_calm_ ? 2'000 : 6'000));
}

void crowd::lose_everything()
{
    std::erase_if(over_http_, [](const auto& w) { return w.one->key.empty(); });
    for (auto& c : clients_) {
        cut(c);
        c.comes_back_at = now() + static_cast<std::int64_t>(chance_.below(5'000));
    }
    half_open_.clear();
}

void crowd::watch(client& c, const std::string& feed)
{
    say(c, R"({"do":"watch","ref":"w/)" + feed + R"(","feeds":{")" + feed + R"(":)" +
               std::to_string(c.feeds.at(feed).last()) + "}}");
}

void crowd::read(client& c, const parsed_frame& frame)
{
    oracle_.note(c.person.value);
    oracle_.note(frame.hash);
    if (frame.type == "hello") {
        c.has_hello = true;
        for (const auto& [feed, view] : c.feeds)
            watch(c, feed);
        for (auto& [ref, w] : c.waiting)
            send(c, w);
    } else if (frame.type == "events") {
        auto& view = c.feeds[frame.feed];
        for (const auto offset : frame.offsets)
            view.got.push_back(offset);
    } else if (frame.type == "behind" && c.feeds.contains(frame.feed)) {
        auto& view = c.feeds.at(frame.feed);
        view.base = oracle_.page_read();
        view.got.clear();
        view.is_live = false;
        watch(c, frame.feed);
    } else if (frame.ref.starts_with("w/") && c.feeds.contains(frame.ref.substr(2))) {
        const auto feed = frame.ref.substr(2);
        const auto named = sessions::feed_named(oracle_.state(), feed, c.person);
        if (frame.type == "refused" || !named) {
            c.feeds.erase(feed);
        } else {
            c.feeds.at(feed).feed = *named;
            c.feeds.at(feed).is_live = true;
        }
    } else if (frame.type == "reply" || frame.type == "refused") {
        settle_answer(c, frame.ref, frame);
    }
}

void crowd::settle_answer(client& c, const std::string& ref, const parsed_frame& frame)
{
    const auto found = c.waiting.find(ref);
    if (found == c.waiting.end())
        return;
    if (frame.type == "refused" && frame.code == "storage_failed" && !found->second.one->key.empty()) {
        found->second.sent_at = now() - patience_ms + 1'000;  // soon again
        return;
    }
    c.waiting.erase(found);
}

void crowd::send(client& c, waiting_command& w)
{
    w.sent_at = now();
    if (!c.on)
        return;
    c.on->end->asked[w.ref()] = w.one;
    say(c, w.frame);
}

void crowd::send_again(client& c, server& at)
{
    std::erase_if(c.waiting, [](const auto& w) { return *w.second.is_answered; });
    for (auto& [ref, w] : c.waiting) {
        if (w.one->key.empty() || now() < w.sent_at + patience_ms)
            continue;
        if (chance_.one_in(4))
            send_over_http(at, w);
        send(c, w);
    }
}

std::optional<std::string> crowd::why_not_settled() const
{
    for (const auto& w : over_http_)
        if (!*w.is_answered)
            return "nobody answered over HTTP to " + w.frame;
    for (const auto& c : clients_) {
        if (c.is_out)
            continue;
        const auto who = "person " + std::to_string(c.person.value);
        if (!c.on || !c.has_hello)
            return who + " is not connected";
        if (!c.waiting.empty())
            return who + " waits for an answer to " + c.waiting.begin()->second.frame;
        if (!c.down.empty() || !c.on->up.empty() || !c.on->end->queue.empty())
            return who + " has frames under way";
        for (const auto& [name, view] : c.feeds)
            if (!view.is_live)
                return who + " does not watch " + name;
    }
    return std::nullopt;
}

void crowd::check_feeds()
{
    for (const auto& c : clients_)
        for (const auto& [name, view] : c.feeds)
            if (!c.is_out && view.is_live)
                oracle_.check_feed(view.feed, view.base, view.got,
                                   "person " + std::to_string(c.person.value));
}

}  // namespace jamhall::simulated
