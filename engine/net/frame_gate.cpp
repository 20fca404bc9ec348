// SPDX-License-Identifier: Apache-2.0
#include "engine/net/frame_gate.hpp"

#include "engine/base/metrics.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace jamhall::net {
namespace {

/// Frames of one system call. More gather only on a line that is slow anyway.
constexpr std::size_t frames_per_send_max = 64;

/// First byte of a close frame. Source: RFC 6455 section 5.2.
constexpr unsigned char close_frame = 0x88;

bool is_close_frame(const std::string& bytes)
{
    return !bytes.empty() && static_cast<unsigned char>(bytes.front()) == close_frame;
}

}  // namespace

bool frame_gate::push(live::frame f)
{
    if (is_closed_)
        return true;
    const auto size = f->size();
    if (!queue_.push(std::move(f)))
        return false;
    base::metrics().frames_out.add();
    base::metrics().bytes_out.add(size);
    flushed_by_.add(*this);
    return true;
}

std::pair<boost::system::error_code, std::size_t> frame_gate::take(std::string bytes)
{
    if (is_closed_)
        return {boost::asio::error::broken_pipe, 0};
    const std::size_t size = bytes.size();
    const bool closes = is_close_frame(bytes);
    // Whoever sends pings and does not read the pongs fills the queue like any slow reader.
    if (!queue_.push(std::make_shared<const std::string>(std::move(bytes))))
        return {boost::asio::error::no_buffer_space, 0};
    is_closed_ = closes;
    flushed_by_.add(*this);
    return {{}, size};
}

void frame_gate::drop_waiting()
{
    if (sent_of_first_ > 0)
        queue_.keep_first();
    else
        queue_.clear();
}

void frame_gate::flush()
{
    while (!queue_.empty() && !is_waiting_) {
        std::array<::iovec, frames_per_send_max> parts;
        const auto frames = queue_.waiting();
        const std::size_t count = std::min(frames.size(), parts.size());
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t skipped = i == 0 ? sent_of_first_ : 0;
            // sendmsg takes what it only reads through a pointer to non-const.
            parts[i] = {const_cast<char*>(frames[i]->data()) + skipped, frames[i]->size() - skipped};
        }
        ::msghdr message{};
        message.msg_iov = parts.data();
        message.msg_iovlen = count;
        const auto sent = ::sendmsg(socket_.native_handle(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent >= 0)
            forget_sent(static_cast<std::size_t>(sent));
        else if (errno == EAGAIN || errno == EWOULDBLOCK)
            return wait_for_room();
        else if (errno != EINTR)
            return fail();
    }
    if (queue_.empty())
        on_empty_.maybe_invoke();
}

void frame_gate::forget_sent(std::size_t bytes)
{
    bytes += sent_of_first_;
    while (!queue_.empty() && bytes >= queue_.front()->size()) {
        bytes -= queue_.front()->size();
        queue_.pop();
    }
    sent_of_first_ = bytes;
}

void frame_gate::wait_for_room()
{
    is_waiting_ = true;
    socket_.async_wait(tcp_socket::wait_write,
                       [this, keep = owner_.lock()](const boost::system::error_code& ec) {
                           is_waiting_ = false;
                           if (ec)
                               return fail();
                           flush();
                       });
}

/// The reading side sees the end of the line too; nothing more is sent.
void frame_gate::fail()
{
    is_closed_ = true;
    sent_of_first_ = 0;
    queue_.clear();
    on_empty_.maybe_invoke();
}

}  // namespace jamhall::net
