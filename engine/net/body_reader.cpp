// SPDX-License-Identifier: Apache-2.0
#include "engine/net/body_reader.hpp"

#include "engine/net/hex_digit.hpp"

#include <algorithm>

namespace jamhall::net {
namespace {

/// Of a chunk's size; more cannot be meant.
constexpr int digits_max = 15;

}  // namespace

body_reader::body_reader(std::optional<std::uint64_t> length, std::size_t limit)
    : is_chunked_{!length}, limit_{limit}, at_{length ? place::data : place::size}, left_{length.value_or(0)}
{
}

body_state body_reader::take(std::string_view& received, std::string& body)
{
    if (!is_chunked_ && left_ > limit_ - body.size())
        return body_state::too_large;
    for (;;) {
        if (at_ == place::data) {
            const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, received.size()));
            body.append(received.substr(0, size));
            received.remove_prefix(size);
            left_ -= size;
            if (left_ > 0)
                return body_state::unfinished;
            if (!is_chunked_)
                return body_state::whole;
            at_ = place::data_return;
        }
        if (received.empty())
            return body_state::unfinished;
        const char c = received.front();
        received.remove_prefix(1);
        const body_state state = take_byte(c, body.size());
        if (state != body_state::unfinished)
            return state;
    }
}

body_state body_reader::take_byte(char c, std::size_t size_so_far)
{
    switch (at_) {
    case place::size: return take_size_digit(c);
    case place::size_end: return c == '\n' ? end_size(size_so_far) : body_state::malformed;
    case place::data_return:
    case place::last_return:
        at_ = at_ == place::data_return ? place::data_end : place::last_end;
        return c == '\r' ? body_state::unfinished : body_state::malformed;
    case place::data_end:
        at_ = place::size;
        digits_ = 0;
        return c == '\n' ? body_state::unfinished : body_state::malformed;
    case place::last_end: return c == '\n' ? body_state::whole : body_state::malformed;
    case place::data: break;
    }
    return body_state::malformed;
}

body_state body_reader::take_size_digit(char c)
{
    if (c == '\r' && digits_ > 0) {
        at_ = place::size_end;
        return body_state::unfinished;
    }
    const int value = hex_value(c);
    if (value < 0 || ++digits_ > digits_max)
        return body_state::malformed;
    left_ = left_ * 16 + static_cast<std::uint64_t>(value);
    return body_state::unfinished;
}

body_state body_reader::end_size(std::size_t size_so_far)
{
    if (left_ > limit_ - size_so_far)
        return body_state::too_large;
    at_ = left_ == 0 ? place::last_return : place::data;
    return body_state::unfinished;
}

}  // namespace jamhall::net
