// SPDX-License-Identifier: Apache-2.0
#include "engine/clock/real_time.hpp"
#include "engine/codec/command_out.hpp"
#include "tests/simulation/jam/crowd.hpp"
#include "tests/simulation/jam/machine.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <iterator>

namespace jamhall::simulated {
namespace {

using namespace sessions;

constexpr std::size_t burst_commands = 60;

/// Made by the program's own code alone, or read from more than the command holds (a plan as somebody wrote it).
bool is_own(const command& asked)
{
    return std::holds_alternative<put_person>(asked) || std::holds_alternative<register_person>(asked) ||
           std::holds_alternative<enter_person>(asked) || std::holds_alternative<record_seen>(asked) ||
           std::holds_alternative<record_export>(asked) || std::holds_alternative<erase_due>(asked) ||
           std::holds_alternative<create_jam>(asked) || std::holds_alternative<change_plan>(asked);
}

live::caller caller_of(const context& by)
{
    return {by.kind, by.person};
}

/// One command over HTTP, to its answer.
boost::asio::awaitable<void> ask_over_http(std::shared_ptr<live::jam_runner> runner,
                                           std::shared_ptr<meant> one, codec::client_frame received,
                                           std::shared_ptr<bool> is_answered, oracle& watching)
{
    const auto given = co_await runner->command(caller_of(one->by), std::move(received));
    if (given)
        watching.acknowledged(*one, {given->offset.value, given->post.value, given->poll.value});
    if (given || given.error().code != reject_code::storage_failed || one->key.empty())
        *is_answered = true;
}

}  // namespace

void crowd::act(server& at)
{
    ++acts_;
    auto& c = any_client();
    if (chance_.one_in(wishes_.cuts_one_in))
        return cut(c);
    if (chance_.one_in(8))
        return ask_little(c);
    if (wishes_.bursts && chance_.one_in(150)) {
        const auto state = oracle_.state();
        for (std::size_t i = 0; i < burst_commands && !state.posts.empty(); ++i)
            mean_as(at,
                    cast_ballot{{static_cast<std::uint32_t>(chance_.below(state.posts.size()) + 1)},
                                choice::support},
                    {clock::now(), actor_kind::person, c.person});
        return;
    }
    mean(at);
}

/// What touches one socket or one person's private state.
void crowd::ask_little(client& c)
{
    if (!c.has_hello || !c.on)
        return;
    const auto posts = oracle_.state().posts.size();
    const auto post = std::to_string(posts == 0 ? 1 : chance_.below(posts) + 1);
    const auto ref = R"(,"ref":"l"})";
    switch (chance_.below(8)) {
    case 0: return say(c, R"({"do":"follow","post":)" + post + ref);
    case 1: return say(c, R"({"do":"mark_read","feed":"lobby","offset":1)" + std::string{ref});
    case 2: return say(c, R"({"do":"look_at","post":)" + post + ref);
    case 3: return say(c, chance_.one_in(2) ? R"({"do":)" : R"({"do":"make_coffee","ref":1})");
    case 4:
        c.reads_again_at = the_machine().now_ms() + static_cast<std::int64_t>(chance_.below(20'000));
        return;
    case 5: {
        const auto feed = chance_.one_in(4) ? std::string{"desk/streets"} : "thread/" + post;
        if (c.feeds.contains(feed))
            return;
        c.feeds[feed].base = oracle_.page_read();
        return watch(c, feed);
    }
    default: return say(c, R"({"do":"saw_posts","posts":[)" + post + "]}");
    }
}

void crowd::mean(server& at)
{
    auto [asked, by] = commands_.next(oracle_.state(), clock::now());
    mean_as(at, std::move(asked), by);
}

void crowd::mean_as(server& at, command what, const context& by)
{
    auto one = std::make_shared<meant>(meant{++last_number_, std::move(what), by, {}, {}});
    oracle_.note(name_of(one->what));
    if (is_own(one->what)) {
        oracle_.will_ask(*one);
        return at.runner().tell(caller_of(by), one->what);
    }
    if (auto* post = std::get_if<add_post>(&one->what))
        post->text += " nonce-" + std::to_string(one->number);
    if (!chance_.one_in(5))
        one->key = "k" + std::to_string(one->number);
    oracle_.will_ask(*one);
    const auto asked = std::visit([](const auto& c) { return codec::client_command{command{c}}; }, one->what);
    waiting_command w{one, {}, the_machine().now_ms()};
    w.frame = codec::encode_frame(asked, '"' + w.ref() + '"', one->key);
    const auto found = std::ranges::find(clients_, by.person, &client::person);
    if (by.person && found != clients_.end() && found->on && found->has_hello && !chance_.one_in(10)) {
        auto& kept = found->waiting.emplace(w.ref(), std::move(w)).first->second;
        send(*found, kept);
        if (!one->key.empty() && chance_.one_in(12))
            send(*found, kept);  // twice at once
        return;
    }
    auto& kept = over_http_.emplace_back(std::move(w));
    send_over_http(at, kept);
    if (!one->key.empty() && chance_.one_in(8))
        send_over_http(at, kept);
}

void crowd::send_over_http(server& at, waiting_command& w)
{
    w.sent_at = the_machine().now_ms();
    codec::command_limits limits;
    limits.needs_ref = false;
    limits.text_max = static_cast<std::size_t>(oracle_.state().what->policy.text_max);
    limits.zones = &zones_;
    limits.now = clock::now();
    auto& loop = at.loop(chance_.below(at.size()));
    boost::asio::co_spawn(loop,
                          ask_over_http(at.runner().shared_from_this(), w.one,
                                        codec::decode_frame(w.frame, limits), w.is_answered, oracle_),
                          boost::asio::detached);
}

}  // namespace jamhall::simulated
