// SPDX-License-Identifier: Apache-2.0
#include "engine/net/flush_list.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace jamhall::net {

void flush_list::add(member& ready)
{
    if (ready.is_linked())
        return;
    ready_.push_back(ready);
    if (!std::exchange(is_posted_, true))
        boost::asio::post(loop_, [this] { run(); });
}

void flush_list::run()
{
    is_posted_ = false;
    auto ready = std::exchange(ready_, {});
    while (!ready.empty()) {
        member& next = ready.front();
        ready.pop_front();
        next.flush();
    }
}

}  // namespace jamhall::net
