// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/bench/effort.hpp"

namespace jamhall::bench {

/// Reading, restart and memory of the largest jam, over HTTP from a server of its own, beside their goals; then how each
/// grows with the jam and with the tail of the log that no snapshot holds yet.
void bench_reading(const effort& how);

}  // namespace jamhall::bench
