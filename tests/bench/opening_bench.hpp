// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/bench/effort.hpp"

namespace jamhall::bench {

/// An opening bell: thousands connect at once, each with a token of their own, get hello and watch their feeds; then
/// the same people come back after a cut. Beside the floor, which answers the upgrade and nothing else.
void bench_opening(const effort& how);

/// Resident memory of the server for each idle connection, everything a person needs included.
void bench_idle(const effort& how);

}  // namespace jamhall::bench
