// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/local_time.hpp"
#include "engine/live/caller.hpp"
#include "engine/live/receiver.hpp"
#include "engine/net/send_queue.hpp"
#include "tests/simulation/jam/oracle.hpp"
#include "tests/simulation/jam/server.hpp"
#include "tests/support/sessions/random_jam.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace jamhall::simulated {

/// The server's end of one socket: the queue is the program's own.
class socket final : public live::receiver {
public:
    socket(oracle& watching, sessions::person_id of) : watching_{watching}, of_{of} {}

    void deliver(const live::frame& f) noexcept override;
    void hang_up(live::close_code why) noexcept override;

    /// What acknowledgements of this socket answer, by ref.
    std::map<std::string, std::shared_ptr<meant>> asked;
    net::send_queue queue;
    std::optional<live::close_code> closing;

private:
    oracle& watching_;
    sessions::person_id of_;
};

/// One feed as its watcher knows it.
struct feed_view {
    sessions::feed_id feed;
    sessions::log_offset base;  ///< of the page it was loaded with
    std::vector<std::uint64_t> got;
    bool is_live = false;

    std::uint64_t last() const { return got.empty() ? base.value : got.back(); }
};

/// What came of a command so far, as the one who meant it sees it.
struct waiting_command {
    std::shared_ptr<meant> one;
    std::string frame;
    std::int64_t sent_at = 0;
    std::shared_ptr<bool> is_answered = std::make_shared<bool>(false);  ///< over HTTP

    /// By which its answer is known.
    std::string ref() const { return one->key.empty() ? "c" + std::to_string(one->number) : one->key; }
};

/// People with a socket, over lines that are slow, cut, half open or stuck; they come back by offset and send again with
/// the same key. Some of what they ask comes over HTTP.
class crowd {
public:
    struct wishes {
        std::size_t people = 8;
        std::int64_t between_acts_ms = 1'500;  ///< of all together, on average
        std::size_t cuts_one_in = 60;          ///< acts
        bool bursts = false;                   ///< now and then somebody sends very much at once
    };

    crowd(oracle& watching, test::random_source& chance, wishes wanted);

    /// The people of the jam are on its roster: they come one after the other.
    void arrive(std::size_t people);

    /// Lets time's due happen: messages arrive, people act. Nobody acts by themselves once calm.
    void pump(server* at);
    void calm_down() { is_calm_ = true; }

    /// The process is gone, and every line with it.
    void lose_everything();

    /// The next instant at which a message arrives or somebody acts.
    std::int64_t next_at() const;

    /// Whether all are there, have all their answers and are told so; what is missing, in words.
    std::optional<std::string> why_not_settled() const;
    void check_feeds();

    std::uint64_t acts() const { return acts_; }

private:
    struct message {
        std::int64_t at = 0;
        std::string text;
    };
    /// A socket as the network has it.
    struct line {
        std::shared_ptr<socket> end;
        live::attendee who;
        std::deque<message> up;
        std::optional<std::int64_t> gone_at;  ///< the server hears of the end of the line
    };
    struct client {
        sessions::person_id person;
        std::optional<line> on;
        std::int64_t comes_back_at = 0;
        std::int64_t reads_again_at = 0;
        std::deque<std::pair<std::int64_t, std::shared_ptr<const parsed_frame>>> down;
        std::map<std::string, feed_view> feeds;
        std::map<std::string, waiting_command> waiting;
        bool is_out = false;  ///< removed, or the jam was cancelled
        bool has_hello = false;
    };

    void connect(client& c, server& at);
    void cut(client& c);
    void read(client& c, const parsed_frame& frame);
    void watch(client& c, const std::string& feed);
    void act(server& at);
    void mean(server& at);
    void send(client& c, waiting_command& w);
    void send_over_http(server& at, waiting_command& w);
    void mean_as(server& at, sessions::command what, const sessions::context& by);
    void ask_little(client& c);
    void send_again(client& c, server& at);
    void say(client& c, std::string text);
    void carry(line& on, server& at);
    std::int64_t delay();
    client& any_client();
    void settle_answer(client& c, const std::string& ref, const parsed_frame& frame);

    oracle& oracle_;
    test::random_source& chance_;
    wishes wishes_;
    test::random_commands commands_;
    std::vector<client> clients_;
    std::deque<line> half_open_;
    std::vector<waiting_command> over_http_;  ///< of people without a socket, and of the administrator
    base::zone_resolver zones_;
    std::int64_t acts_at_ = 0;
    std::uint64_t last_number_ = 0;
    std::uint64_t acts_ = 0;
    bool is_calm_ = false;
};

}  // namespace jamhall::simulated
