// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace jamhall::live {

/// One whole WebSocket text frame as it goes on the wire: encoded once, shared by all who get it, never changed.
using frame = std::shared_ptr<const std::string>;

/// Closing codes of our own: 4000-4499 "come back", 4500-4999 "stay away" (contract section 6).
enum class close_code : std::uint16_t {
    too_slow = 4001,
    restarting = 4002,
    idle = 4003,
    account_asked_again = 4004,
    signed_out = 4500,
    jam_cancelled = 4501,
    removed = 4502,
};

/// The outgoing side of one connection, as the hub and the jam see it.
/// Runs on: the worker of its connection, every member.
class receiver {
public:
    receiver() = default;
    receiver(const receiver&) = delete;
    receiver& operator=(const receiver&) = delete;
    virtual ~receiver() = default;

    /// Queues a frame behind those before it. A queue over its bound closes the connection with
    /// too_slow instead; it never blocks and never throws.
    virtual void deliver(const frame& f) noexcept = 0;

    /// Closes after what is queued has gone out, or at once when the line is stuck.
    virtual void hang_up(close_code why) noexcept = 0;
};

}  // namespace jamhall::live
