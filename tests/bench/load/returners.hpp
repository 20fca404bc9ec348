// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/bench/load/crowd.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <queue>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jamhall::bench {

/// People who watch, some of whom post, and who come back whenever their line breaks, as the web client does: after its
/// pauses, watching from the last offset they have seen, and sending again, by key, what was not answered.
class returners final : public line_watcher {
public:
    struct setting {
        std::uint16_t port = 0;
        std::vector<std::string> tokens;  ///< one for each person
        std::size_t writers = 0;          ///< the first of them post, in turn
        double posts_per_second = 0;
        std::size_t readers = 0;  ///< the last of them keep all they read
        std::uint64_t seed = 0;
    };

    explicit returners(setting wanted);

    std::size_t people() const { return people_.size(); }
    std::size_t here() const { return here_; }

    /// Lets everything happen for so long, with posts.
    void live(double seconds);

    /// Lets everything happen until `is_done`, with or without new posts. Throws when that takes too long.
    void until(std::string_view what, double seconds_max, bool with_posts,
               const std::function<bool()>& is_done);

    /// Whether every post has been answered and everybody who is here has seen the last.
    bool is_quiet() const;

    /// Posts that were answered.
    std::size_t posted() const { return acknowledged_; }
    /// Attempts to connect that ended before hello.
    std::uint64_t attempts_failed() const { return attempts_failed_; }
    /// When the first and the last of those who were away came back.
    double first_back_at_s() const { return first_back_at_s_; }
    double last_back_at_s() const { return last_back_at_s_; }
    /// Begins a new count of both.
    void forget_returns() { first_back_at_s_ = last_back_at_s_ = 0; }

    /// Throws unless what a newcomer reads from the beginning has each answered post once and nothing else, and is what
    /// each of the readers has read.
    void check(std::string_view newcomers_token);

    void opened(line&) override {}
    void received(line& on, const seen_frame& frame) override;
    void ended(line& on) override;
    void refused(line& on, std::string_view answer) override;

private:
    struct person {
        std::string token;
        double pause_s = 0;       ///< the last one; 0 = none yet
        bool is_greeted = false;  ///< may send
        bool is_here = false;     ///< watches again
        std::uint64_t upto = 0;   ///< the last offset seen
        bool has_watched = false;
        std::size_t post = 0;           ///< unanswered; 0 = none
        std::vector<std::size_t> read;  ///< posts, by a reader
    };

    void turn(bool with_posts);
    void post_next();
    void send_post(std::size_t index);
    void greet(std::size_t index);
    void take_reply(person& who, std::string_view text);
    void take_events(std::size_t index, std::string_view text);
    void go_away(std::size_t index);
    double next_pause(person& who);
    bool is_reader(std::size_t index) const { return index + setting_.readers >= people_.size(); }

    setting setting_;
    std::mt19937_64 dice_;
    std::vector<person> people_;
    std::unique_ptr<crowd> lines_;
    std::priority_queue<std::pair<double, std::size_t>, std::vector<std::pair<double, std::size_t>>,
                        std::greater<>>
        due_;  ///< who comes back when
    std::size_t here_ = 0;
    double next_post_at_s_ = 0;
    std::size_t next_writer_ = 0;
    std::size_t posts_ = 0;
    std::size_t acknowledged_ = 0;
    std::size_t unanswered_ = 0;
    std::uint64_t last_offset_ = 0;  ///< of an answered post
    std::uint64_t attempts_failed_ = 0;
    double first_back_at_s_ = 0;
    double last_back_at_s_ = 0;
};

}  // namespace jamhall::bench
