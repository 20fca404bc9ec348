// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <functional>
#include <vector>

namespace jamhall::report {

/// Draws a number nobody can guess, evenly from all 64-bit numbers.
using random_source = std::function<std::uint64_t()>;

/// People under numbers from 1 that were drawn for one table alone: every assignment is as likely as any
/// other, so nothing but the table itself says who is who. Source: rule BA7.
class renumbering {
public:
    renumbering(std::vector<sessions::person_id> people, const random_source& random);

    /// The drawn number. The person is one of those given.
    std::int64_t number_of(sessions::person_id person) const { return numbers_.at(person.value); }

private:
    boost::unordered_flat_map<std::uint32_t, std::int64_t> numbers_;
};

}  // namespace jamhall::report
