// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/sha256.hpp"
#include "engine/live/receiver.hpp"
#include "sessions/core/ids.hpp"
#include "sessions/core/outcome.hpp"
#include "sessions/model/context.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

namespace jamhall::live {

/// SHA-256 of a token; tokens themselves are never kept.
using token_hash = base::sha256_digest;

/// Who stands behind a request, once signed in.
struct caller {
    sessions::actor_kind kind = sessions::actor_kind::person;
    sessions::person_id person;  ///< 0 for the administrator

    friend bool operator==(const caller&, const caller&) = default;
};

/// One open socket as its jam knows it.
struct attendee {
    std::shared_ptr<receiver> line;
    std::size_t worker = 0;  ///< index of the worker the connection lives on
    caller by;
};

/// What an accepted command is answered with, once durable.
struct acceptance_note {
    sessions::log_offset offset;
    sessions::post_id post;  ///< the added post, or 0
    sessions::poll_id poll;  ///< the opened poll, or 0
};

using answer = sessions::outcome<acceptance_note>;
using answer_handler = std::function<void(const answer&)>;

}  // namespace jamhall::live
