// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/bench/figure.hpp"

#include <cstddef>

namespace jamhall::bench {

/// The floor: bare SQLite rows of 300 bytes with two indexes, synchronous=FULL, so many a commit.
figure bare_rows(std::size_t batch_size, double seconds);

/// Durable ballots, decided and appended in batches of this size, beside the floor committed in
/// batches of the same size.
figure append_ballots(std::size_t batch_size, double seconds);

}  // namespace jamhall::bench
