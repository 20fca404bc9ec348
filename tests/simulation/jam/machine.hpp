// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/sessions/random.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace jamhall::simulated {

/// The machine the program believes to run on. The linker puts `machine.cpp` in the place of the monotonic and the wall
/// clock, of the operating system's random numbers and of the store's threads, so that the program's own code runs
/// unchanged, on one thread, and in an order that a seed decides.
struct machine {
    struct worker {
        const void* of = nullptr;
        std::function<std::size_t()> queued;
        std::function<void()> run_one;
    };

    std::int64_t monotonic_ns = 1'000'000'000'000;
    std::int64_t wall_ns = 0;
    test::random_source random{0};
    std::vector<worker> workers;  ///< of the store, in the order they were made
    bool drops_jobs = false;      ///< a worker that ends forgets what is queued, as after kill -9

    void pass(std::int64_t ms)
    {
        monotonic_ns += ms * 1'000'000;
        wall_ns += ms * 1'000'000;
    }
    std::int64_t now_ms() const { return monotonic_ns / 1'000'000; }
};

machine& the_machine();

}  // namespace jamhall::simulated
