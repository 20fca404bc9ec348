// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/bench/effort.hpp"

namespace jamhall::bench {

/// Ballots over sockets until their durable acknowledgement, as fast as they go and at random times, beside bare rows
/// in SQLite.
void bench_ballots(const effort& how);

}  // namespace jamhall::bench
