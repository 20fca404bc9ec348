// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/bench/figure.hpp"

#include <cstddef>

namespace jamhall::bench {

/// The floor: bare SQLite rows of 300 bytes with two indexes, synchronous=FULL, so many a commit.
/// With a pause before each commit, as when little happens.
figure bare_rows(std::size_t batch_size, double seconds, int pause_ms = 0);

/// Durable ballots, decided and appended in batches of this size, beside the floor committed in
/// batches of the same size.
figure append_ballots(std::size_t batch_size, double seconds);

}  // namespace jamhall::bench
