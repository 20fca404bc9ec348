// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace jamhall::bench {

/// What one measurement found. Units: microseconds per call.
struct figure {
    std::string name;
    double items_per_s = 0;
    double p50_us = 0;
    double p99_us = 0;
    double floor_items_per_s = 0;  ///< of the floor measured in the same run; 0 = there is none
};

/// Calls `step` until `seconds` have passed, at least ten times, and counts `items` for each call.
figure measure(std::string name, double seconds, std::size_t items, const std::function<void()>& step);

void print_heading();
void print(const figure& found);

}  // namespace jamhall::bench
