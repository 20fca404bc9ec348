// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/bench/effort.hpp"

namespace jamhall::bench {

/// What one kind of work does to the waits of another: a burst of ballots to the feed, reports and searches to ballots.
void bench_beside(const effort& how);

/// How cost grows with the number of watchers and of writers.
void bench_growth(const effort& how);

}  // namespace jamhall::bench
