// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/fault.hpp"
#include "engine/codec/roster_in.hpp"
#include "engine/net/reply.hpp"
#include "sessions/core/outcome.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace jamhall::net {

/// The HTTP status that goes with a refusal: 400 malformed, 403 not allowed, 404 unknown, 409 state,
/// 429 too fast, 503 storage. Source: contract section 5.
http::status status_of(sessions::reject_code code);

/// A refusal as a problem document (RFC 9457), with Retry-After where it says when.
reply problem_reply(const sessions::rejection& refused);

/// A problem of HTTP itself: no such page, too large, not signed in.
reply problem_reply(http::status status, std::string_view code, std::string detail);

/// 400 with every fault of a plan and its JSON pointer.
reply plan_problem_reply(const codec::faults& found);

/// 400 with every bad line of a roster.
reply roster_problem_reply(const std::vector<codec::bad_line>& lines);

/// 401: no token or login, or one that is not valid.
reply not_signed_in_reply();

/// 403 for somebody who is signed in but may not.
reply not_allowed_reply(std::string detail);

}  // namespace jamhall::net
