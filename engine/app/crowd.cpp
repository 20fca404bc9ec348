// SPDX-License-Identifier: Apache-2.0
#include "engine/app/crowd.hpp"

#include "engine/base/log.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <cmath>
#include <exception>

namespace jamhall::app {
namespace {

constexpr std::uint64_t arrival_ms_max = 60'000;

/// A power law: the mean is about 1, every tenth has more than twice as much.
double draw_eagerness(dice& from)
{
    constexpr double exponent = 1.6;
    constexpr double least = 0.45;
    constexpr double most = 6;
    return std::min(most, least * std::pow(1 - draw(from), -1 / exponent));
}

void run(boost::asio::io_context& loop)
{
    try {
        loop.run();
    } catch (const std::exception& why) {
        base::log(base::log_level::error, "the crowd went home", {{"why", why.what()}});
    }
}

}  // namespace

crowd::crowd(crowd_setting setting, std::vector<std::string> tokens, std::uint64_t seed)
    : setting_{std::move(setting)}, script_{script::of_example()}, board_{script_}
{
    dice from{seed};
    for (std::string& token : tokens) {
        const double eagerness = draw_eagerness(from);
        const auto& one = people_.emplace_back(
            std::make_shared<jammer>(loop_, setting_, board_, script_, std::move(token), eagerness, from()));
        const auto after = std::chrono::milliseconds{draw_below(from, arrival_ms_max)};
        boost::asio::co_spawn(loop_, one->take_part(after), boost::asio::detached);
    }
    thread_ = std::jthread{[this] { run(loop_); }};
}

crowd::~crowd()
{
    loop_.stop();
}

}  // namespace jamhall::app
