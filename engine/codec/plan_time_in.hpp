// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/local_time.hpp"
#include "sessions/core/instant.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <string_view>

namespace jamhall::codec {

/// Why a written time cannot be taken, one sentence for people.
struct time_fault {
    std::string message;
};

[[noreturn]] void throw_exception_from_error(const time_fault& found, const boost::source_location&);

template <class T>
using read_time = boost::system::result<T, time_fault>;

/// Reads a wall time: YYYY-MM-DDTHH:MM or with :SS; a real date of the years 1970 to 2037.
read_time<base::local_time> local_time_of(std::string_view written);

/// Reads a length: ISO 8601 with days, hours, minutes and seconds, whole numbers, each part once;
/// P1D is 24 hours. More than zero, at most limits::phase_length_max. Source: rule PH7.
read_time<sessions::duration> duration_of(std::string_view written);

/// The instant of a wall time; one that does not exist or exists twice is refused naming both
/// candidates. The zone is known. Source: rule PH2.
read_time<sessions::instant> instant_of(const base::zone_resolver& zones, std::string_view zone,
                                        const base::local_time& local);

}  // namespace jamhall::codec
