// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/load/audience.hpp"

#include "tests/bench/load/hall_process.hpp"
#include "tests/bench/load/send_floor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace jamhall::bench {
namespace {

constexpr double open_seconds_max = 60;
constexpr double complete_seconds_max = 60;
constexpr std::string_view events_begin = R"({"type":"events","feed":"forum/floor","upto":)";
constexpr std::string_view watch =
    R"({"do":"watch","ref":"w","feeds":{"lobby":null,"forum/floor":null,"me":null}})";

/// How the text of a post of these writers begins, before its number.
constexpr std::string_view own_post = R"("text":"#)";

std::size_t number_at(std::string_view text, std::size_t at)
{
    std::size_t number = 0;
    std::from_chars(text.data() + at, text.data() + text.size(), number);
    return number;
}

std::uint64_t count_of(std::string_view part, std::string_view in)
{
    std::uint64_t count = 0;
    for (auto at = in.find(part); at != std::string_view::npos; at = in.find(part, at + part.size()))
        ++count;
    return count;
}

std::size_t frame_bytes(std::size_t payload)
{
    return payload + (payload < 126 ? 2 : payload < 65'536 ? 4 : 10);
}

/// One message as the floor's server passes it on: a whole frame from a server.
std::string floor_frame(std::size_t number, std::size_t bytes)
{
    std::string payload = fmt::format("#{} ", number);
    payload.resize(std::max(payload.size(), bytes - 4), 'x');
    std::string frame{'\x81', '\x7E', static_cast<char>(payload.size() >> 8),
                      static_cast<char>(payload.size() & 0xFF)};
    return frame + payload;
}

}  // namespace

audience::audience(setting wanted)
    : setting_{std::move(wanted)},
      lines_{setting_.port, *this, setting_.over_tls},
      frames_seen_(setting_.watchers),
      filling_(setting_.text_bytes, 'x')
{
    const auto token = [&](std::size_t index) -> std::string_view {
        return setting_.is_floor ? "" : std::string_view{setting_.tokens.at(index)};
    };
    const std::string_view jam = setting_.is_floor ? "floor" : open_jam_id;
    for (std::size_t i = 0; i < setting_.watchers; ++i)
        lines_.add(upgrade_request(jam, token(i)), i == 0 && !setting_.is_floor);
    for (std::size_t i = 0; i < setting_.writers; ++i)
        lines_.add(
            upgrade_request(setting_.is_floor ? send_floor::publish : jam, token(setting_.watchers + i)),
            true);
}

void audience::open()
{
    lines_.until("everybody to be there", open_seconds_max, [&] { return ready_ == lines_.size(); });
}

void audience::opened(line&)
{
    if (setting_.is_floor)
        ++ready_;
}

void audience::ended(line& on)
{
    throw std::runtime_error{
        fmt::format("line {} was ended by the server (code {})", on.index(), on.close_code())};
}

void audience::received(line& on, const seen_frame& frame)
{
    if (setting_.is_floor)
        return take_floor_frame(frame);
    if (on.index() < setting_.watchers && frame.text.starts_with(events_begin))
        return take_events(on, frame);
    if (frame.text.starts_with(R"({"type":"hello")")) {
        if (on.index() < setting_.watchers)
            lines_.send(on.index(), watch);
        else
            ++ready_;
    } else if (frame.text.starts_with(R"({"type":"reply")")) {
        ++(on.index() < setting_.watchers ? ready_ : replies_);
    } else if (frame.text.starts_with(R"({"type":"refused")")) {
        throw std::runtime_error{"refused: " + std::string{frame.text}};
    }
}

void audience::take_floor_frame(const seen_frame& frame)
{
    const std::size_t post = number_at(frame.text, 1);
    constexpr std::size_t sample = 16;  // taking the time of each would cost more than receiving it
    if (post % sample == 0)
        took_.add(now_s() - sent_at_.at(post), sample);
    if (++arrived_.at(post) == setting_.watchers)
        ++completed_;
}

void audience::take_events(line& on, const seen_frame& frame)
{
    auto& seen = frames_seen_[on.index()];
    const auto number = frame.text.substr(events_begin.size());
    const auto upto = number.substr(0, number.find(','));
    if (seen == frames_.size())
        frames_.push_back({std::string{upto}, false, 0, 0, 0, {}});
    feed_frame& known = frames_[seen++];
    if (known.upto != upto)
        throw std::runtime_error{
            fmt::format("a watcher got events up to {} instead of {}", upto, known.upto)};
    if (on.keeps_whole)
        read_whole(known, frame);
    const double at = now_s();
    if (!known.is_read)
        known.early.push_back(at);
    else if (known.events > 0)
        took_.add(at - known.oldest_sent_at, known.events);
    if (++known.arrivals == setting_.watchers)
        completed_ += known.events;
}

void audience::read_whole(feed_frame& into, const seen_frame& frame)
{
    into.is_read = true;
    into.events = count_of(own_post, frame.text);
    if (into.events == 0)
        return;
    into.oldest_sent_at = sent_at_.at(number_at(frame.text, frame.text.find(own_post) + own_post.size()));
    wire_bytes_ += frame_bytes(frame.size);
    wire_events_ += into.events;
    for (const double at : std::exchange(into.early, {}))
        took_.add(at - into.oldest_sent_at, into.events);
}

void audience::send_next()
{
    const std::size_t post = sent_at_.size();
    const std::size_t writer = setting_.watchers + post % setting_.writers;
    sent_at_.push_back(now_s());
    arrived_.push_back(0);
    if (setting_.is_floor)
        return lines_.send_raw(writer, floor_frame(post, setting_.floor_frame_bytes));
    lines_.send(
        writer,
        fmt::format(
            R"({{"do":"add_post","ref":{0},"key":"k{0}","forum":"floor","kind":"idea","text":"#{0} {1}"}})",
            post, std::string_view{filling_}.substr(0, setting_.text_bytes - 8)));
}

audience::result audience::run(std::size_t window, double per_second, double seconds)
{
    const double began = now_s();
    const std::uint64_t already = sent_at_.size();
    wire_bytes_ = wire_events_ = 0;
    took_ = {};
    const auto is_due = [&](double now) {
        return per_second == 0 || static_cast<double>(sent_at_.size() - already) < (now - began) * per_second;
    };
    for (double now = began; now < began + seconds; now = now_s()) {
        while (sent_at_.size() - completed() < window && is_due(now))
            send_next();
        lines_.turn(per_second == 0 ? 10 : 1);
    }
    lines_.until("the last post", complete_seconds_max, [&] { return completed() == sent_at_.size(); });
    result found;
    found.seconds = now_s() - began;
    found.posts = sent_at_.size() - already;
    found.deliveries = found.posts * setting_.watchers;
    found.bytes_per_delivery =
        wire_events_ > 0 ? static_cast<double>(wire_bytes_) / static_cast<double>(wire_events_) : 0;
    found.took = took_;
    return found;
}

}  // namespace jamhall::bench
