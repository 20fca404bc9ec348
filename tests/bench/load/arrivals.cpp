// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/load/arrivals.hpp"

#include "tests/bench/load/hall_process.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <string_view>
#include <utility>

namespace jamhall::bench {
namespace {

constexpr double come_seconds_max = 120;
constexpr std::string_view watch =
    R"({"do":"watch","ref":"w","feeds":{"lobby":null,"forum/floor":null,"me":null}})";

}  // namespace

arrivals::arrivals(std::uint16_t port, std::vector<std::string> tokens, std::size_t people, bool over_tls)
    : port_{port}, tokens_{std::move(tokens)}, people_{people}, over_tls_{over_tls}
{
}

double arrivals::come()
{
    there_ = 0;
    lines_ = std::make_unique<crowd>(port_, *this, over_tls_);
    for (std::size_t i = 0; i < people_; ++i)
        lines_->add(upgrade_request(tokens_.empty() ? "floor" : open_jam_id,
                                    tokens_.empty() ? "" : std::string_view{tokens_[i]}));
    const double began = now_s();
    lines_->until("everybody to come", come_seconds_max, [&] { return there_ == people_; });
    return now_s() - began;
}

void arrivals::go()
{
    lines_.reset();
}

void arrivals::opened(line& on)
{
    if (!tokens_.empty())
        return;
    ++there_;
    took_.add(now_s() - on.began_at_s());
}

void arrivals::received(line& on, const seen_frame& frame)
{
    if (frame.text.starts_with(R"({"type":"hello")")) {
        lines_->send(on.index(), watch);
    } else if (frame.text.starts_with(R"({"type":"reply")")) {
        ++there_;
        took_.add(now_s() - on.began_at_s());
    }
}

void arrivals::ended(line& on)
{
    throw std::runtime_error{
        fmt::format("line {} was refused or ended (code {})", on.index(), on.close_code())};
}

}  // namespace jamhall::bench
