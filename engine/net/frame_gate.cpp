// SPDX-License-Identifier: Apache-2.0
#include "engine/net/frame_gate.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace jamhall::net {
namespace {

/// Frames of one system call. More gather only on a line that is slow anyway.
constexpr std::size_t frames_per_send_max = 64;

/// Of a line that is ending.
constexpr std::size_t discarded_at_once = 16 * 1024;
/// Then the others of the worker have their turn.
constexpr int discards_per_turn_max = 16;

/// First byte of a close frame. Source: RFC 6455 section 5.2.
constexpr unsigned char close_frame = 0x88;

bool is_close_frame(const std::string& bytes)
{
    return !bytes.empty() && static_cast<unsigned char>(bytes.front()) == close_frame;
}

}  // namespace

frame_gate::frame_gate(client_line over, flush_list& flushed_by) : member{flushed_by}, line_{std::move(over)}
{
}

void frame_gate::deliver(const live::frame& f) noexcept
{
    if (!takes_frames_ || is_closed_)
        return;
    if (!queue_.push(f))
        return hang_up(live::close_code::too_slow);
    count_frame(f->size());
    flush_soon();
}

void frame_gate::hang_up(live::close_code why) noexcept
{
    if (const auto owner = owner_.lock())
        owner->hang_up(why);
}

void frame_gate::end_flood() noexcept
{
    if (const auto owner = owner_.lock())
        owner->end_flood();
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
    // The answer to the upgrade leaves together with the first frame behind it.
    if (!std::exchange(is_upgrading_, false))
        flush_soon();
    return {{}, size};
}

void frame_gate::end()
{
    leave_list();
    line_.close();
    fail();  // whoever waits for the queue to empty holds this gate
}

void frame_gate::drop_waiting()
{
    queue_.keep(sent_of_first_ + owed_record_);
}

void frame_gate::flush()
{
    while (!queue_.empty() && !is_waiting_) {
        const auto sent = line_.is_encrypted() ? send_encrypted() : send_waiting();
        if (sent >= 0)
            forget_sent(static_cast<std::size_t>(sent));
        else if (errno == EAGAIN || errno == EWOULDBLOCK)
            return wait_for_room();
        else if (errno != EINTR)
            return fail();
    }
    if (tells_empty_ && queue_.empty())
        on_empty_.maybe_invoke();
}

/// One system call over what waits.
std::ptrdiff_t frame_gate::send_waiting()
{
    const auto frames = queue_.waiting();
    const std::string& first = *frames.front();
    if (frames.size() == 1)
        return ::send(line_.socket().native_handle(), first.data() + sent_of_first_,
                      first.size() - sent_of_first_, MSG_NOSIGNAL | MSG_DONTWAIT);
    std::array<::iovec, frames_per_send_max> parts;
    const std::size_t count = std::min(frames.size(), parts.size());
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t skipped = i == 0 ? sent_of_first_ : 0;
        // sendmsg takes what it only reads through a pointer to non-const.
        parts[i] = {const_cast<char*>(frames[i]->data()) + skipped, frames[i]->size() - skipped};
    }
    ::msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = count;
    return ::sendmsg(line_.socket().native_handle(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/// One record over what waits, as send_waiting() returns and sets errno. A record that the line took only in part must
/// be asked for again as it was, so its frames stay in the queue until it has left.
std::ptrdiff_t frame_gate::send_encrypted()
{
    thread_local std::array<char, record_size_max> record;
    const auto frames = queue_.waiting();
    const std::size_t most = owed_record_ > 0 ? owed_record_ : record.size();
    const char* from = frames.front()->data() + sent_of_first_;
    std::size_t size = std::min(frames.front()->size() - sent_of_first_, most);
    if (frames.size() > 1 && size < most) {
        std::copy_n(from, size, record.data());
        from = record.data();
        for (std::size_t i = 1; i < frames.size() && size < most; ++i) {
            const std::size_t part = std::min(frames[i]->size(), most - size);
            std::copy_n(frames[i]->data(), part, record.data() + size);
            size += part;
        }
    }
    const auto step = line_.tls().write(line_.socket().native_handle(), from, size);
    owed_record_ = step.now == tls_layer::state::wants_write ? size : 0;
    if (step.now == tls_layer::state::done)
        return static_cast<std::ptrdiff_t>(step.bytes);
    errno = step.now == tls_layer::state::wants_write ? EAGAIN : EPIPE;
    return -1;
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
    line_.socket().async_wait(tcp_socket::wait_write,
                              [this, keep = owner_.lock()](const boost::system::error_code& ec) {
                                  is_waiting_ = false;
                                  if (ec)
                                      return fail();
                                  flush();
                              });
}

boost::system::error_code line_drain::drop_what_came(tcp_socket& line)
{
    std::array<char, discarded_at_once> discarded;
    for (int i = 0; i < discards_per_turn_max; ++i) {
        const auto size = ::recv(line.native_handle(), discarded.data(), discarded.size(), MSG_DONTWAIT);
        if (size == 0)
            return boost::asio::error::eof;
        if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return boost::asio::error::would_block;
        if (size < 0 && errno != EINTR)
            return {errno, boost::system::system_category()};
    }
    return boost::asio::error::would_block;
}

/// The reading side sees the end of the line too; nothing more is sent.
void frame_gate::fail()
{
    is_closed_ = true;
    sent_of_first_ = 0;
    owed_record_ = 0;
    queue_.clear();
    on_empty_.maybe_invoke();
}

}  // namespace jamhall::net
