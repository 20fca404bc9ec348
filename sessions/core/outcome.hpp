// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/instant.hpp"

#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace jamhall::sessions {

/// Why a command is refused. The names are the wire's codes (contract section 6); append only.
enum class reject_code {
    bad_json,
    bad_field,
    unknown_command,
    unknown_feed,
    not_allowed,
    phase_closed,
    no_such_post,
    no_such_forum,
    no_such_person,
    text_too_long,
    rate_limited,
    muted,
    jam_over,
    key_reused,
    tallies_sealed,
    storage_failed,
    too_many,
    poll_closed,
    no_such_poll,
    claimed,
    legal_hold,
};

/// The code as it stands on the wire.
std::string_view name_of(reject_code code);

/// A refusal caused by input: a code for programs, the field at fault, one sentence for people.
struct rejection {
    reject_code code{};
    std::string field;
    std::string message;
    std::optional<duration> retry_after;

    friend bool operator==(const rejection&, const rejection&) = default;
};

/// Found by boost::system::result when value() is asked of a refusal: a bug in the caller.
[[noreturn]] void throw_exception_from_error(const rejection& refused, const boost::source_location&);

template <class T>
using outcome = boost::system::result<T, rejection>;

inline rejection refuse(reject_code code, std::string field, std::string message)
{
    return {code, std::move(field), std::move(message), std::nullopt};
}

}  // namespace jamhall::sessions
