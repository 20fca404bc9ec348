// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/bench/effort.hpp"

namespace jamhall::bench {

/// One feed to many watchers from one core, as fast as it goes: the whole path and delivering alone, beside the floor.
void bench_fan_out(const effort& how);

/// The same at ten posts a second: processor time and wait for each delivery, beside the floor.
void bench_gentle_fan_out(const effort& how);

/// The same over TLS beside the same without it, and what people who come and stay over TLS cost.
void bench_tls(const effort& how);

}  // namespace jamhall::bench
