// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/local_time.hpp"
#include "engine/codec/fault.hpp"
#include "engine/codec/json_in.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/model/plan.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <string_view>

namespace jamhall::codec {

/// A plan, or everything wrong with it, in the order of the text.
using read_plan = boost::system::result<sessions::plan, faults>;

/// Found by boost::system::result when value() is asked of a refused plan: a bug in the caller.
[[noreturn]] void throw_exception_from_error(const faults& found, const boost::source_location&);

inline constexpr std::size_t plan_size_max = 1024 * 1024;

/// Reads a plan as an organizer wrote it (docs/protocol/plan.schema.json): shape, defaults, presets and
/// overridden switches, wall times through `zones`, then everything sessions::check_plan judges.
/// `now` is what "now" stands for.
/// Errors: all faults at once, each with its JSON pointer. Source: contract section 3; rule PH2.
read_plan decode_plan(std::string_view text, const base::zone_resolver& zones, sessions::instant now);

/// A plan that shall replace the one of a running jam.
struct changed_plan {
    sessions::plan what;
    bool starts_now = false;  ///< `starts_at` is "now": it keeps the start it has
};

/// Reads the plan inside a command. Whether the jam can still take it is for the rules to say.
/// Errors: all faults at once, each with its JSON pointer.
boost::system::result<changed_plan, faults> decode_changed_plan(json_value written,
                                                                const base::zone_resolver& zones,
                                                                sessions::instant now);

inline constexpr std::int64_t stored_plan_version = 1;

/// Reads back what encode_plan wrote into the log. Judges its shape only: it was checked when it was
/// stored, by the rules of that day.
decoded<sessions::plan> decode_stored_plan(std::string_view text);

}  // namespace jamhall::codec
