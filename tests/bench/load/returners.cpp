// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/load/returners.hpp"

#include "tests/bench/load/hall_process.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <numeric>
#include <stdexcept>

namespace jamhall::bench {
namespace {

// The pauses of web_client/src/transport/backoff.ts.
constexpr double first_pause_max_s = 2;
constexpr double pause_base_s = 1;
constexpr double pause_cap_s = 20;

/// All may connect at once: whether the kernel's queue holds is one of the questions.
constexpr std::size_t under_way_max = 20'000;
constexpr double newcomer_seconds_max = 30;
constexpr std::string_view own_post = R"("text":"#)";

std::uint64_t number_behind(std::string_view text, std::string_view label)
{
    const auto at = text.find(label);
    std::uint64_t number = 0;
    if (at != std::string_view::npos)
        std::from_chars(text.data() + at + label.size(), text.data() + text.size(), number);
    return number;
}

std::vector<std::size_t> posts_in(std::string_view text)
{
    std::vector<std::size_t> found;
    for (auto at = text.find(own_post); at != std::string_view::npos; at = text.find(own_post, at + 1))
        found.push_back(number_behind(text.substr(at), own_post));
    return found;
}

/// Somebody who reads the whole forum once.
class newcomer final : public line_watcher {
public:
    newcomer(std::uint16_t port, std::string_view token, std::uint64_t upto)
        : upto_{upto}, lines_{port, *this}
    {
        lines_.add(upgrade_request(open_jam_id, token), true);
        lines_.until("a newcomer to read everything", newcomer_seconds_max, [&] { return is_done_; });
    }

    const std::vector<std::size_t>& read() const { return read_; }

    void opened(line&) override {}
    void received(line& on, const seen_frame& frame) override
    {
        if (frame.text.starts_with(R"({"type":"hello")"))
            lines_.send(on.index(), R"({"do":"watch","ref":"w","feeds":{"forum/floor":0}})");
        if (!frame.text.starts_with(R"({"type":"events")"))
            return;
        for (const auto post : posts_in(frame.text))
            read_.push_back(post);
        is_done_ = number_behind(frame.text, R"("upto":)") >= upto_;
    }
    void ended(line&) override { throw std::runtime_error{"a newcomer's line broke"}; }

private:
    std::uint64_t upto_;
    bool is_done_ = false;
    std::vector<std::size_t> read_;
    crowd lines_;
};

}  // namespace

returners::returners(setting wanted)
    : setting_{std::move(wanted)},
      dice_{setting_.seed},
      people_(setting_.tokens.size()),
      lines_{std::make_unique<crowd>(setting_.port, *this, false, under_way_max)}
{
    for (std::size_t i = 0; i < people_.size(); ++i) {
        people_[i].token = setting_.tokens[i];
        // Whole frames for readers alone: the others' are skipped in the kernel.
        lines_->add(upgrade_request(open_jam_id, people_[i].token), is_reader(i));
    }
}

void returners::live(double seconds)
{
    const double end = now_s() + seconds;
    while (now_s() < end)
        turn(true);
}

void returners::until(std::string_view what, double seconds_max, bool with_posts,
                      const std::function<bool()>& is_done)
{
    const double deadline = now_s() + seconds_max;
    while (!is_done()) {
        if (now_s() > deadline)
            throw std::runtime_error{
                fmt::format("waited {} s in vain for {}: {} of {} are here, {} posts unanswered", seconds_max,
                            what, here_, people_.size(), unanswered_)};
        turn(with_posts);
    }
}

bool returners::is_quiet() const
{
    return unanswered_ == 0 && std::ranges::all_of(people_, [&](const person& who) {
               return !who.is_here || who.upto >= last_offset_;
           });
}

void returners::turn(bool with_posts)
{
    const double now = now_s();
    for (; !due_.empty() && due_.top().first <= now; due_.pop())
        lines_->again(due_.top().second, upgrade_request(open_jam_id, people_[due_.top().second].token));
    if (with_posts && now >= next_post_at_s_)
        post_next();
    lines_->turn(1);
}

/// Writers write whether they are here or not; what they wrote away is sent when they are back.
void returners::post_next()
{
    next_post_at_s_ = std::max(next_post_at_s_, now_s() - 1) + 1 / setting_.posts_per_second;
    const std::size_t index = next_writer_++ % setting_.writers;
    person& writer = people_[index];
    if (writer.post != 0)
        return;
    writer.post = ++posts_;
    ++unanswered_;
    if (writer.is_greeted)
        send_post(index);
}

void returners::send_post(std::size_t index)
{
    const auto post = people_[index].post;
    lines_->send(index,
                 fmt::format(R"({{"do":"add_post","ref":{0},"key":"k{0}","forum":"floor","kind":"idea",)"
                             R"("text":"#{0} and what there is to say about it"}})",
                             post));
}

void returners::received(line& on, const seen_frame& frame)
{
    person& who = people_[on.index()];
    if (frame.text.starts_with(R"({"type":"events","feed":"forum/floor")"))
        return take_events(on.index(), frame.text);
    if (frame.text.starts_with(R"({"type":"reply")"))
        return take_reply(who, frame.text);
    if (frame.text.starts_with(R"({"type":"hello")"))
        return greet(on.index());
    if (frame.text.starts_with(R"({"type":"behind")"))
        throw std::runtime_error{"somebody was told to load the page anew"};
    // A server that is about to end could not store it: the same key asks again after the return.
    if (frame.text.starts_with(R"({"type":"refused")") &&
        frame.text.find("storage_failed") == std::string_view::npos)
        throw std::runtime_error{"refused: " + std::string{frame.text}};
}

void returners::greet(std::size_t index)
{
    person& who = people_[index];
    who.pause_s = 0;
    who.is_greeted = true;
    const std::string since = who.has_watched ? std::to_string(who.upto) : "null";
    lines_->send(
        index, fmt::format(R"({{"do":"watch","ref":"w","feeds":{{"lobby":{0},"forum/floor":{0},"me":{0}}}}})",
                           since));
    if (who.post != 0)
        send_post(index);
}

void returners::take_reply(person& who, std::string_view text)
{
    const auto offset = number_behind(text, R"("offset":)");
    if (text.find(R"("ref":"w")") == std::string_view::npos) {
        if (number_behind(text, R"("ref":)") != who.post)
            throw std::runtime_error{"an answer to nothing: " + std::string{text}};
        who.post = 0;
        --unanswered_;
        ++acknowledged_;
        last_offset_ = std::max(last_offset_, offset);
        return;
    }
    if (!std::exchange(who.has_watched, true))
        who.upto = offset;
    if (std::exchange(who.is_here, true))
        throw std::runtime_error{"a watch was answered twice"};
    ++here_;
    last_back_at_s_ = now_s();
    if (first_back_at_s_ == 0)
        first_back_at_s_ = last_back_at_s_;
}

void returners::take_events(std::size_t index, std::string_view text)
{
    person& who = people_[index];
    const auto upto = number_behind(text, R"("upto":)");
    if (upto <= who.upto)
        throw std::runtime_error{fmt::format("events up to {} after {}", upto, who.upto)};
    who.upto = upto;
    if (is_reader(index))
        for (const auto post : posts_in(text))
            who.read.push_back(post);
}

void returners::ended(line& on)
{
    go_away(on.index());
}

void returners::refused(line& on, std::string_view)
{
    go_away(on.index());
}

void returners::go_away(std::size_t index)
{
    person& who = people_[index];
    who.is_greeted = false;
    if (std::exchange(who.is_here, false))
        --here_;
    else
        ++attempts_failed_;
    due_.emplace(now_s() + next_pause(who), index);
}

double returners::next_pause(person& who)
{
    const double draw = std::uniform_real_distribution<>{}(dice_);
    const double most = std::max(pause_base_s, who.pause_s * 3);
    who.pause_s = who.pause_s == 0 ? draw * first_pause_max_s
                                   : std::min(pause_cap_s, pause_base_s + draw * (most - pause_base_s));
    return who.pause_s;
}

void returners::check(std::string_view newcomers_token)
{
    const newcomer truth{setting_.port, newcomers_token, last_offset_};
    auto all = truth.read();
    const auto in_order = all;
    std::ranges::sort(all);
    std::vector<std::size_t> answered(posts_);
    std::iota(answered.begin(), answered.end(), std::size_t{1});
    if (unanswered_ != 0 || all != answered)
        throw std::runtime_error{
            fmt::format("{} posts were answered and {} are there", acknowledged_, all.size())};
    for (std::size_t i = people_.size() - setting_.readers; i < people_.size(); ++i)
        if (people_[i].read != in_order)
            throw std::runtime_error{
                fmt::format("reader {} read {} posts of {}", i, people_[i].read.size(), in_order.size())};
}

}  // namespace jamhall::bench
