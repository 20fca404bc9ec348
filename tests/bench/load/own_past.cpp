// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/load/own_past.hpp"

#include <stdexcept>

namespace jamhall::bench {
namespace {

constexpr double seconds_max = 300;

}  // namespace

own_past::own_past(std::uint16_t port, std::string_view jam, const std::vector<std::string>& tokens)
    : asked_(tokens.size()), lines_{port, *this}
{
    for (const auto& token : tokens)
        lines_.add(upgrade_request(jam, token));
    lines_.until("everybody's own past", seconds_max, [&] { return told_ == asked_.size(); });
}

void own_past::received(line& on, const seen_frame& frame)
{
    auto& asked = asked_.at(on.index());
    if (frame.text.starts_with(R"({"type":"hello")")) {
        asked.at_s = now_s();
        if (first_at_s_ == 0)
            first_at_s_ = asked.at_s;
        lines_.send(on.index(), R"({"do":"watch","ref":"w","feeds":{"me":0}})");
    } else if (frame.text.starts_with(R"({"type":"behind")")) {
        throw std::runtime_error{"somebody's own past was not told"};
    } else if (frame.text.starts_with(R"({"type":"events")") && !asked.is_told) {
        asked.is_told = true;
        ++told_;
        last_at_s_ = now_s();
        took_.add(last_at_s_ - asked.at_s);
    }
}

void own_past::ended(line&)
{
    throw std::runtime_error{"a line broke"};
}

}  // namespace jamhall::bench
