// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/load/ballot_box.hpp"

#include "tests/bench/load/hall_process.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <string_view>

namespace jamhall::bench {
namespace {

constexpr std::size_t ideas = 500;
constexpr double open_seconds_max = 60;
constexpr double settle_seconds_max = 60;

}  // namespace

ballot_box::ballot_box(std::uint16_t port, const std::vector<std::string>& tokens, std::size_t people)
    : people_{people}, lines_{port, *this}, casts_(people), waiting_since_(people)
{
    for (std::size_t person = 0; person < people; ++person)
        lines_.add(upgrade_request(open_jam_id, tokens.at(person)), true);
}

void ballot_box::open()
{
    lines_.until("everybody to be there", open_seconds_max, [&] { return ready_ == people_; });
    for (std::size_t idea = 1; idea <= ideas; ++idea)
        lines_.send(
            0, fmt::format(R"({{"do":"add_post","ref":"p","forum":"floor","kind":"idea","text":"Idea {}"}})",
                           idea));
    lines_.until("the ideas", open_seconds_max, [&] { return ideas_ == ideas; });
}

void ballot_box::opened(line&) {}

void ballot_box::ended(line& on)
{
    throw std::runtime_error{
        fmt::format("line {} was ended by the server (code {})", on.index(), on.close_code())};
}

void ballot_box::received(line& on, const seen_frame& frame)
{
    if (frame.text.starts_with(R"({"type":"hello")")) {
        ++ready_;
    } else if (frame.text.starts_with(R"({"type":"reply","ref":"p")")) {
        ++ideas_;
    } else if (frame.text.starts_with(R"({"type":"reply")")) {
        auto& waiting = waiting_since_[on.index()];
        took_.add(now_s() - waiting.front());
        waiting.pop_front();
        ++acknowledged_;
        if (goes_on_)
            cast(on.index(), now_s());
    } else {
        throw std::runtime_error{"unexpected: " + std::string{frame.text}};
    }
}

/// Each person goes through the ideas from a place of their own, first supporting all, then withdrawing all.
void ballot_box::cast(std::size_t person, double due_at)
{
    const std::uint32_t turn = casts_[person]++;
    const std::size_t post = 1 + (person * 37 + turn) % ideas;
    const std::string_view choice = turn / ideas % 2 == 0 ? "support" : "withdraw";
    waiting_since_[person].push_back(due_at);
    ++sent_;
    lines_.send(person,
                fmt::format(R"({{"do":"cast_ballot","ref":{0},"key":"{1}-{0}","post":{2},"choice":"{3}"}})",
                            turn, person, post, choice));
}

ballot_box::result ballot_box::run_full(std::size_t each, double seconds)
{
    const double began = now_s();
    const std::uint64_t already = acknowledged_;
    took_ = {};
    goes_on_ = true;
    for (std::size_t person = 0; person < people_; ++person)
        for (std::size_t i = 0; i < each; ++i)
            cast(person, now_s());
    while (now_s() < began + seconds)
        lines_.turn(10);
    goes_on_ = false;
    return settle(began, already);
}

ballot_box::result ballot_box::run_open(double per_second, double seconds)
{
    std::exponential_distribution<double> gap{per_second};
    const double began = now_s();
    const std::uint64_t already = acknowledged_;
    took_ = {};
    double due = began + gap(random_);
    std::size_t person = 0;
    while (now_s() < began + seconds) {
        for (const double now = now_s(); due <= now; due += gap(random_), person = (person + 1) % people_)
            cast(person, due);
        lines_.turn(due - now_s() > 0.002 ? 1 : 0);
    }
    return settle(began, already);
}

ballot_box::result ballot_box::settle(double began, std::uint64_t already)
{
    lines_.until("the last acknowledgement", settle_seconds_max, [&] { return acknowledged_ == sent_; });
    return {acknowledged_ - already, now_s() - began, took_};
}

}  // namespace jamhall::bench
