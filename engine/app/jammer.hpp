// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/app/board.hpp"
#include "engine/app/live_line.hpp"
#include "engine/app/script.hpp"
#include "engine/base/asio.hpp"
#include "sessions/model/command.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

namespace jamhall::app {

/// What all simulated people share.
struct crowd_setting {
    server_address at;
    std::string jam;
};

/// One simulated person: comes in, reads, posts, comments and says what they think of others' ideas, each
/// at their own pace, over a connection like everybody else's.
/// Runs on: the crowd's thread.
class jammer : public std::enable_shared_from_this<jammer> {
public:
    /// `eagerness` 1 is the average person; few have much more, most have less.
    jammer(boost::asio::io_context& loop, const crowd_setting& setting, board& known, script& said,
           std::string token, double eagerness, std::uint64_t seed);

    /// Arrives after a while and stays, coming back whenever the line breaks, until the server says to
    /// stay away.
    base::task<> take_part(std::chrono::milliseconds arrives_after);

private:
    using post_number = std::uint32_t;

    base::task<> stay();
    base::task<> act_now_and_then();
    void come_in(const std::string& hello);
    void take(const std::string& frame);
    void watch(const std::map<std::string, std::uint64_t>& feeds);
    void send(const sessions::command& asked);

    void act();
    void read_some();
    void post_idea();
    void post_build_on();
    void comment();
    void cast_ballots();
    void say(sessions::add_post what);

    /// A post to answer: those with few answers, and those of visitors, come first.
    const board::post* something_to_answer();
    sessions::choice choice_on(const board::post& idea);
    std::chrono::milliseconds pause();

    boost::asio::io_context& loop_;
    const crowd_setting& setting_;
    board& board_;
    script& script_;
    const std::string token_;
    const double eagerness_;
    dice dice_;

    std::shared_ptr<live_line> line_;
    bool is_in_ = false;
    bool is_leaving_ = false;
    std::map<std::string, std::uint64_t> feeds_;  ///< watched, and the last offset seen
    std::set<post_number> seen_;
    std::set<std::pair<std::string, post_number>> judged_;  ///< by phase
    std::uint64_t last_ref_ = 0;
};

}  // namespace jamhall::app
