// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/bench/effort.hpp"

namespace jamhall::bench {

/// A server that ends, is killed or stays away beneath thousands who watch and post, and is there again: how long until
/// the last of them is back. Fails when anything acknowledged is lost, anything is there twice, a reader misses
/// something, or somebody is away for longer than half a minute.
void bench_storm(const effort& how);

}  // namespace jamhall::bench
