// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

namespace jamhall::bench {

figure measure(std::string name, double seconds, std::size_t items, const std::function<void()>& step)
{
    using clock = std::chrono::steady_clock;
    using us = std::chrono::duration<double, std::micro>;
    constexpr std::size_t calls_min = 10;
    std::vector<double> took_us;
    const auto began = clock::now();
    auto last = began;
    while (took_us.size() < calls_min || us{last - began}.count() < seconds * 1e6) {
        step();
        const auto now = clock::now();
        took_us.push_back(us{now - last}.count());
        last = now;
    }
    const auto total_s = us{last - began}.count() / 1e6;
    std::ranges::sort(took_us);
    const auto calls = took_us.size();
    return {.name = std::move(name),
            .items_per_s = static_cast<double>(calls * items) / total_s,
            .p50_us = took_us[calls / 2],
            .p99_us = took_us[calls * 99 / 100],
            .floor_items_per_s = 0};
}

void print_heading()
{
    fmt::print("{:<52}{:>14}{:>12}{:>12}{:>10}\n", "benchmark", "items/s", "p50 us", "p99 us", "of floor");
}

void print(const figure& found)
{
    fmt::print("{:<52}{:>14.0f}{:>12.1f}{:>12.1f}{:>10}\n", found.name, found.items_per_s, found.p50_us,
               found.p99_us,
               found.floor_items_per_s > 0
                   ? fmt::format("{:.2f}", found.items_per_s / found.floor_items_per_s)
                   : "");
    std::fflush(stdout);
}

}  // namespace jamhall::bench
