// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/people.hpp"
#include "sessions/model/plan.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::codec {

inline constexpr std::size_t roster_size_max = 64 * 1024 * 1024;

/// A line that cannot be taken: its number in the file, from 1, and why, for people.
struct bad_line {
    std::uint32_t line = 0;
    std::string reason;

    friend bool operator==(const bad_line&, const bad_line&) = default;
};

/// Which optional columns the header names: what is not there is left as it stands when a person is
/// updated.
struct roster_columns {
    bool has_name = false;
    bool has_roles = false;
    bool has_forums = false;
    bool has_audience = false;
    std::vector<std::string> attributes;
};

/// One sound line. Columns that are not there stand at their defaults.
struct roster_line {
    std::uint32_t line = 0;
    std::string email;
    sessions::roster_entry entry;
};

struct roster_file {
    roster_columns columns;
    std::vector<roster_line> lines;
    std::vector<bad_line> refused;  ///< ascending; a bad header is line 1 and leaves no lines
};

/// A file with more bad lines than this is no roster, and what stands behind them is not read.
inline constexpr std::size_t refused_lines_max = 1'000;

/// Reads a roster (contract section 4) against the plan's forums and audiences. Every bad line is named, as long as
/// there are not too many; the good ones stand beside them.
roster_file decode_roster(std::string_view csv, const sessions::plan& planned);

/// What an update makes of the entry that stands: columns that the file names replace theirs.
sessions::roster_entry updated_entry(const sessions::roster_entry& standing, const roster_columns& columns,
                                     const sessions::roster_entry& read);

}  // namespace jamhall::codec
