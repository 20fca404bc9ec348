// SPDX-License-Identifier: Apache-2.0
#include "engine/net/send_queue.hpp"

#include <cstddef>

namespace jamhall::net {

bool send_queue::push(const live::frame& f)
{
    const bool fits = size() < frames_max && bytes_ + f->size() <= bytes_max;
    if (!fits && !empty())
        return false;
    // Moving up once half is written keeps adding cheap and the memory within twice the bound.
    if (first_ > 0 && first_ >= size()) {
        frames_.erase(frames_.begin(), frames_.begin() + static_cast<std::ptrdiff_t>(first_));
        first_ = 0;
    }
    bytes_ += f->size();
    frames_.push_back(f);
    return true;
}

void send_queue::pop()
{
    bytes_ -= front()->size();
    frames_[first_].reset();
    ++first_;
    if (empty())
        clear();
}

void send_queue::keep(std::size_t bytes)
{
    while (!empty() && bytes_ - frames_.back()->size() >= bytes) {
        bytes_ -= frames_.back()->size();
        frames_.pop_back();
    }
    if (empty())
        clear();
}

void send_queue::clear()
{
    frames_.clear();
    frames_.shrink_to_fit();
    first_ = 0;
    bytes_ = 0;
}

}  // namespace jamhall::net
