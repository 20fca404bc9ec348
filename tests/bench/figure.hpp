// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/bench/latencies.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace jamhall::bench {

/// What a figure should reach: its ratio to the floor of the same run, or, without a floor, itself.
struct goal {
    enum class bound : unsigned char { at_least, at_most };
    bound is = bound::at_least;
    double of = 0;
};

/// What one measurement found; a row of the table.
struct figure {
    std::string name;
    double value = 0;
    std::string_view unit;
    std::optional<double> p50_ms = std::nullopt;
    std::optional<double> p99_ms = std::nullopt;
    double floor = 0;  ///< in the same unit, measured in the same run; 0 = there is none
    std::optional<goal> aim = std::nullopt;

    figure& with(const latencies& took);
    double ratio() const { return floor > 0 ? value / floor : value; }
    bool is_met() const;
};

/// Calls `step` until `seconds` have passed, at least ten times, and counts `items` for each call.
figure measure(std::string name, double seconds, std::size_t items, const std::function<void()>& step);

/// Processors, memory, compiler and commit, for the head of the tables.
std::string machine_line();

void print_heading(std::string_view title);
void print(const figure& found);

}  // namespace jamhall::bench
