// SPDX-License-Identifier: Apache-2.0
#include "engine/net/flush_list.hpp"

#include "engine/base/metrics.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace jamhall::net {
namespace {

/// How many members ahead are fetched from memory while one is flushed.
constexpr std::size_t fetched_ahead = 4;

}  // namespace

void flush_list::member::leave_list()
{
    if (place_ == nowhere)
        return;
    auto& in = place_ < on_.ready_.size() && on_.ready_[place_] == this ? on_.ready_ : on_.running_;
    in[place_] = nullptr;
    place_ = nowhere;
}

void flush_list::add(member& ready)
{
    if (ready_.empty())
        boost::asio::post(loop_, [this] { run(); });
    ready.place_ = static_cast<std::uint32_t>(ready_.size());
    ready_.push_back(&ready);
}

void flush_list::run()
{
    running_.swap(ready_);
    for (std::size_t i = 0; i < running_.size(); ++i) {
        if (i + fetched_ahead < running_.size())
            __builtin_prefetch(running_[i + fetched_ahead], 1);
        member* const next = running_[i];
        if (next == nullptr)
            continue;
        next->place_ = member::nowhere;
        next->flush();
    }
    running_.clear();
    base::metrics().frames_out.add(std::exchange(frames_, 0));
    base::metrics().bytes_out.add(std::exchange(bytes_, 0));
}

}  // namespace jamhall::net
