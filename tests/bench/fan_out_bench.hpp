// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace jamhall::bench {

/// How long and how large a run of the benches is.
struct effort {
    bool is_quick = false;
    double seconds = 5;  ///< of each measurement
};

/// One feed to many watchers, on one core: the whole path, delivering alone, and the wait at a gentle rate, each beside
/// the floor (performance goals of fan-out).
void bench_fan_out(const effort& how);

}  // namespace jamhall::bench
