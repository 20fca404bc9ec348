// SPDX-License-Identifier: Apache-2.0
#include "sessions/core/outcome.hpp"

#include <stdexcept>

namespace jamhall::sessions {

std::string_view name_of(reject_code code)
{
    switch (code) {
    case reject_code::bad_json: return "bad_json";
    case reject_code::bad_field: return "bad_field";
    case reject_code::unknown_command: return "unknown_command";
    case reject_code::unknown_feed: return "unknown_feed";
    case reject_code::not_allowed: return "not_allowed";
    case reject_code::phase_closed: return "phase_closed";
    case reject_code::no_such_post: return "no_such_post";
    case reject_code::no_such_forum: return "no_such_forum";
    case reject_code::no_such_person: return "no_such_person";
    case reject_code::text_too_long: return "text_too_long";
    case reject_code::rate_limited: return "rate_limited";
    case reject_code::muted: return "muted";
    case reject_code::jam_over: return "jam_over";
    case reject_code::key_reused: return "key_reused";
    case reject_code::tallies_sealed: return "tallies_sealed";
    case reject_code::storage_failed: return "storage_failed";
    case reject_code::too_many: return "too_many";
    case reject_code::poll_closed: return "poll_closed";
    case reject_code::no_such_poll: return "no_such_poll";
    case reject_code::claimed: return "claimed";
    case reject_code::legal_hold: return "legal_hold";
    }
    return "unknown";
}

void throw_exception_from_error(const rejection& refused, const boost::source_location&)
{
    throw std::logic_error{"a refusal was read as a value: " + refused.message};
}

}  // namespace jamhall::sessions
