// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/command_in.hpp"
#include "engine/live/ask.hpp"
#include "engine/live/batch.hpp"
#include "engine/live/caller.hpp"
#include "sessions/model/command.hpp"

#include <functional>
#include <optional>
#include <variant>

namespace jamhall::live {

/// Private state that becomes durable but never enters the log (rule PE2).
using private_change = std::variant<codec::follow, codec::unfollow, codec::mark_read>;

/// A command on its way in.
struct asked_command {
    caller by;
    std::variant<sessions::command, private_change> what;
    std::optional<codec::retry_key> key;
    bool key_is_new = false;  ///< looked up: the row of its fingerprint holds another key
    answer_handler done;
};

/// Whether to accept it promises that something is gone for good (rule ER4).
bool erases(const asked_command& asked);

/// Anything else that must be stored: a roster, links, a flush.
struct job {
    std::function<void(batch&)> work;
    failure_handler failed{};  ///< it will not be done: the jam was put into quarantine
};

using request = std::variant<asked_command, job>;

}  // namespace jamhall::live
