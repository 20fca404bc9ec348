// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/simulation/jam/crowd.hpp"
#include "tests/simulation/jam/disk.hpp"
#include "tests/simulation/jam/oracle.hpp"
#include "tests/simulation/jam/planted.hpp"
#include "tests/simulation/jam/server.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>

namespace jamhall::simulated {

/// What one seed led to.
struct run_result {
    std::optional<std::string> fault;  ///< what did not hold
    std::uint64_t trace = 0;           ///< the same for the same seed
    std::uint64_t events = 0;
    std::uint64_t kills = 0;
    std::uint64_t disk_faults = 0;
    std::int64_t simulated_ms = 0;
    std::set<std::size_t> kinds_after_snapshot;
    std::uint64_t erasures = 0;  ///< texts looked for on the disk after they had been erased
};

/// One seed, one run: a jam from its creation on, with everything going wrong that the seed says, then a minute without
/// faults in which all must come right.
run_result run_seed(std::uint64_t seed, planted fault = planted::nothing);

}  // namespace jamhall::simulated
