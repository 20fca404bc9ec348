// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/net/target.hpp"
#include "sessions/core/outcome.hpp"

#include <cstdint>
#include <string_view>

namespace jamhall::net {

/// What a query parameter may be, and what it is when absent.
struct integer_parameter {
    std::int64_t absent = 0;
    std::int64_t least = 0;
    std::int64_t most = 0;
};

/// A whole number of the query. Errors: bad_field.
sessions::outcome<std::int64_t> integer_in(const target& asked, std::string_view name,
                                           integer_parameter allowed);

/// `true` or `false`; false when absent. Errors: bad_field.
sessions::outcome<bool> flag_in(const target& asked, std::string_view name);

}  // namespace jamhall::net
