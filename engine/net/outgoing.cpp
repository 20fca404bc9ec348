// SPDX-License-Identifier: Apache-2.0
#include "engine/net/outgoing.hpp"

#include "engine/base/metrics.hpp"

#include <boost/asio/buffer.hpp>

#include <utility>

namespace jamhall::net {

bool outgoing::send(live::frame f, const std::shared_ptr<void>& keep)
{
    if (closing_)
        return true;
    if (!queue_.push(std::move(f)))
        return false;
    go_on(keep);
    return true;
}

void outgoing::close(std::uint16_t code, const std::shared_ptr<void>& keep)
{
    if (closing_)
        return;
    closing_ = code;
    go_on(keep);
}

void outgoing::close_now(std::uint16_t code, const std::shared_ptr<void>& keep)
{
    if (is_writing_)
        queue_.keep_first();
    else
        queue_.clear();
    close(code, keep);
}

void outgoing::go_on(const std::shared_ptr<void>& keep)
{
    if (is_writing_ || (queue_.empty() && !closing_))
        return;
    is_writing_ = true;
    if (queue_.empty()) {
        const boost::beast::websocket::close_reason why{*closing_};
        stream_.async_close(why, [keep](const boost::system::error_code&) {});
        return;
    }
    const live::frame& f = queue_.front();
    base::metrics().frames_out.add();
    base::metrics().bytes_out.add(f->size());
    stream_.async_write(boost::asio::buffer(*f),
                        [this, keep](const boost::system::error_code& ec, std::size_t) {
                            // After a failed write the reading side sees the end too; nothing more is written.
                            if (ec)
                                return queue_.clear();
                            queue_.pop();
                            is_writing_ = false;
                            go_on(keep);
                        });
}

}  // namespace jamhall::net
