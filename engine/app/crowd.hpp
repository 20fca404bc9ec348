// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/app/board.hpp"
#include "engine/app/jammer.hpp"
#include "engine/app/script.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace jamhall::app {

/// Simulated people who take part in a jam over real connections, on an OS thread of their own. They
/// arrive over a minute; a few do much, most do little.
class crowd {
public:
    /// One person for each token.
    crowd(crowd_setting setting, std::vector<std::string> tokens, std::uint64_t seed);
    ~crowd();
    crowd(const crowd&) = delete;
    crowd& operator=(const crowd&) = delete;

private:
    crowd_setting setting_;
    script script_;
    board board_;
    boost::asio::io_context loop_{1};
    std::vector<std::shared_ptr<jammer>> people_;  ///< each begins on the thread, later than it is made
    std::jthread thread_;
};

}  // namespace jamhall::app
