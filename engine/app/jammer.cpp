// SPDX-License-Identifier: Apache-2.0
#include "engine/app/jammer.hpp"

#include "engine/codec/command_out.hpp"
#include "engine/codec/json_in.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace jamhall::app {
namespace asio = boost::asio;
using namespace std::chrono_literals;
namespace {

/// Close codes from here on say that coming back is of no use.
constexpr std::uint16_t stay_away = 4500;

constexpr std::chrono::milliseconds pause_mean = 45s;
constexpr std::chrono::milliseconds pause_min = 3s;
constexpr std::chrono::milliseconds pause_max = 4min;
constexpr std::size_t ideas_read_max = 4;
constexpr std::size_t ballots_at_once_max = 3;
constexpr codec::json_limits frame_limits{.size_max = 16 * 1024 * 1024, .depth_max = 32};

base::task<> wait(std::chrono::milliseconds time)
{
    asio::steady_timer timer{co_await asio::this_coro::executor, time};
    co_await timer.async_wait(base::or_throw);
}

}  // namespace

jammer::jammer(asio::io_context& loop, const crowd_setting& setting, board& known, script& said,
               std::string token, double eagerness, std::uint64_t seed)
    : loop_{loop},
      setting_{setting},
      board_{known},
      script_{said},
      token_{std::move(token)},
      eagerness_{eagerness},
      dice_{seed}
{
}

base::task<> jammer::take_part(std::chrono::milliseconds arrives_after)
{
    const auto self = shared_from_this();
    co_await wait(arrives_after);
    asio::co_spawn(loop_, act_now_and_then(), asio::detached);
    while (!is_leaving_) {
        co_await stay();
        is_in_ = false;
        const auto rest = std::chrono::milliseconds{500 + draw_below(dice_, 4'500)};
        if (!is_leaving_)
            co_await wait(rest);
    }
}

base::task<> jammer::stay()
{
    line_ = std::make_shared<live_line>(loop_);
    const auto line = line_;
    try {
        co_await line->open(setting_.at, setting_.jam, token_);
    } catch (const boost::system::system_error&) {
        co_return;
    }
    const auto hello = co_await line->next();
    if (hello)
        come_in(*hello);
    while (const auto frame = co_await line->next())
        take(*frame);
    is_leaving_ = line->close_code() >= stay_away;
}

void jammer::come_in(const std::string& hello)
{
    take(hello);
    send(sessions::join{{1, 1}});
    if (feeds_.empty()) {
        feeds_ = {{"lobby", 0}, {"me", 0}};
        for (const std::string& forum : board_.forums())
            feeds_["forum/" + forum] = 0;
    }
    watch(feeds_);
    is_in_ = true;
}

void jammer::take(const std::string& text)
{
    const auto read = codec::json_document::parse(text, frame_limits);
    if (!read)
        return;
    const auto frame = read->root();
    board_.take(frame);
    const std::string type = text_member(frame, "type");
    const auto feed = feeds_.find(text_member(frame, "feed"));
    if (feed == feeds_.end())
        return;
    if (type == "events") {
        feed->second = static_cast<std::uint64_t>(integer_member(frame, "upto"));
    } else if (type == "behind") {
        feed->second = 0;
        watch({*feed});
    }
}

void jammer::watch(const std::map<std::string, std::uint64_t>& feeds)
{
    codec::watch asked;
    for (const auto& [feed, offset] : feeds)
        asked.feeds.emplace_back(feed, sessions::log_offset{offset});
    line_->send(codec::encode_frame(asked, std::to_string(++last_ref_), ""));
}

void jammer::send(const sessions::command& asked)
{
    const std::string key = fmt::format("{:016x}", dice_());
    line_->send(codec::encode_frame(asked, std::to_string(++last_ref_), key));
}

base::task<> jammer::act_now_and_then()
{
    const auto self = shared_from_this();
    while (!is_leaving_) {
        const auto rest = pause();
        co_await wait(rest);
        if (is_in_)
            act();
    }
}

std::chrono::milliseconds jammer::pause()
{
    const double lengths = -std::log(1.0 - draw(dice_)) / eagerness_;
    const auto drawn = std::chrono::milliseconds{static_cast<std::int64_t>(lengths * pause_mean.count())};
    return std::clamp(drawn, pause_min, pause_max);
}

void jammer::act()
{
    read_some();
    const board::phase& now = board_.running();
    const double chance = draw(dice_);
    const bool takes_ballots = now.ballot == "support" || now.ballot == "agree";
    if (now.ideas == "open" && chance < 0.13)
        post_idea();
    else if (now.ideas != "closed" && chance < 0.2)
        post_build_on();
    else if (now.comments == "open" && chance < (takes_ballots ? 0.52 : 0.4))
        comment();
    else if (takes_ballots)
        cast_ballots();
}

void jammer::read_some()
{
    codec::saw_posts saw;
    for (const auto& [number, post] : board_.posts()) {
        if (saw.posts.size() == ideas_read_max)
            break;
        if (post.is_idea && draw(dice_) < 0.5 && seen_.insert(number).second)
            saw.posts.push_back(sessions::post_id{number});
    }
    if (!saw.posts.empty())
        line_->send(codec::encode_frame(saw, "", ""));
}

void jammer::post_idea()
{
    const std::size_t line = script_.take_idea(dice_);
    if (line == script::none)
        return;
    sessions::add_post what;
    what.kind = sessions::post_kind::idea;
    what.forum = sessions::slug::parse(script_.at(line).forum).value();
    what.text = script_.at(line).text;
    say(std::move(what));
}

void jammer::post_build_on()
{
    for (const post_number number : seen_) {
        const auto found = board_.posts().find(number);
        if (found == board_.posts().end())
            continue;
        const std::size_t line = script_.take_build_on(found->second.line);
        if (line == script::none)
            continue;
        sessions::add_post what;
        what.kind = sessions::post_kind::idea;
        what.forum = sessions::slug::parse(found->second.forum).value();
        what.text = script_.at(line).text;
        what.builds_on = sessions::post_id{number};
        say(std::move(what));
        return;
    }
}

const board::post* jammer::something_to_answer()
{
    const board::post* chosen = nullptr;
    double best = 0;
    for (const auto& [number, post] : board_.posts()) {
        if (post.thread != number || !(seen_.contains(number) || !post.is_idea))
            continue;
        const double visitor = post.line == script::none ? 4 : 1;
        const double wish = draw(dice_) * visitor / (1 + post.comments);
        if (wish > best) {
            best = wish;
            chosen = &post;
        }
    }
    return chosen;
}

void jammer::comment()
{
    const board::post* const top = something_to_answer();
    if (top == nullptr)
        return;
    const std::string thread = fmt::format("thread/{}", top->number);
    sessions::add_post what;
    what.kind = sessions::post_kind::comment;
    what.forum = sessions::slug::parse(top->forum).value();
    what.parent = sessions::post_id{top->number};
    std::optional<std::string> text;
    for (const auto& [number, post] : board_.posts()) {
        if (post.thread != top->number || post.thread == number || draw(dice_) > 0.15)
            continue;
        text = script_.take_reply(dice_);
        what.parent = sessions::post_id{text ? number : top->number};
        break;
    }
    if (!text)
        text = script_.take_comment(top->line, dice_);
    if (!text)
        return;
    if (!feeds_.contains(thread)) {  // as somebody who opened the thread to read it
        feeds_[thread] = 0;
        watch({{thread, 0}});
    }
    what.text = *text;
    say(std::move(what));
}

void jammer::say(sessions::add_post what)
{
    send(sessions::command{std::move(what)});
}

sessions::choice jammer::choice_on(const board::post& idea)
{
    const double chance = draw(dice_);
    if (board_.running().ballot == "support")
        return chance < idea.appeal ? sessions::choice::support : sessions::choice::pass;
    if (chance < idea.appeal)
        return sessions::choice::agree;
    return chance < idea.appeal + (1 - idea.appeal) * 0.6 ? sessions::choice::disagree
                                                          : sessions::choice::pass;
}

void jammer::cast_ballots()
{
    const std::string& phase = board_.running().id;
    std::size_t cast = 0;
    for (const auto& [number, post] : board_.posts()) {
        if (cast == ballots_at_once_max)
            return;
        if (!post.is_idea || !seen_.contains(number) || draw(dice_) < 0.5 ||
            !judged_.insert({phase, number}).second)
            continue;
        ++cast;
        const auto says = choice_on(post);
        if (board_.running().ballot == "support" && says == sessions::choice::pass)
            continue;  // read, and not supported
        send(sessions::cast_ballot{sessions::post_id{number}, says});
    }
}

}  // namespace jamhall::app
